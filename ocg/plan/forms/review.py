"""The form of a review, in the order in which a plan is reviewed."""

from django import forms
from django.utils import timezone

from ocg.models import PlanGap, PlanObjective
from ocg.plan.lists import ASKS
from ocg.plan.services.reviews import ENDS, MOVE, Late, Said
from pam.forms.base import ServiceForm, VersionFields
from pam.reference.selectors.lists import offered_values
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios

SHORT = {"rows": 2}


def _text(label, longest, initial="", required=False, wrong=""):
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        initial=initial,
        widget=forms.Textarea(attrs=SHORT),
        error_messages={"required": wrong} if wrong else {},
    )


class ReviewForm(VersionFields):
    """What a review asks (`asked`), prefilled with what was said before."""

    refusal_fields = {"new_gap": "gap_question"}

    def __init__(self, *args, asked, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.initial["version"] = record.version
        for row in asked.objectives:
            self._ask_objective(row)
        for row in asked.overdue:
            self._ask_late(row)
        for strand in asked.empty:
            self.fields[f"empty_{strand.code}"] = _text(
                f"Why is there nothing in {strand.label}?", 300, strand.why, True, "Say why there is nothing"
            )
        self.fields["partners"] = _text("Anything to add about what partners did", 2000)
        for gap in asked.gaps:
            field = forms.CharField(label=f"Answered by: {gap.question}", max_length=200, required=False)
            field.mark_optional = False
            self.fields[f"gap_{gap.pk}"] = field
        self._ask_new_gap()
        self.fields["asks"] = forms.MultipleChoiceField(
            label="Ask of the chair",
            required=False,
            choices=list(offered_values(ASKS, record.agency_id).values_list("code", "label")),
            widget=Checkboxes,
        )
        self.fields["ask"] = _text("What exactly, and why", 2000)
        self.fields["ask"].mark_optional = False
        self.fields["next_review"] = GovukDateField(
            label="Next review",
            initial=asked.next_review,
            earliest=timezone.localdate,
            latest=lambda: years_from_today(2),
        )

    def _ask_objective(self, row):
        self.fields[f"state_{row.pk}"] = forms.ChoiceField(
            label=f"{row.number}. {row.text}",
            choices=PlanObjective.State.choices,
            initial=row.state,
            widget=Radios(inline=True, small=True),
        )
        self.fields[f"sentence_{row.pk}"] = _text(
            f"Objective {row.number} in a sentence",
            300,
            row.sentence,
            True,
            "Say in a sentence how it stands",
        )

    def _ask_late(self, row):
        self.fields[f"do_{row.pk}"] = forms.ChoiceField(
            label=row.title,
            choices=[(MOVE, "New date"), *((status.value, status.label) for status in ENDS)],
            widget=Radios(inline=True, small=True),
            error_messages={"required": "Select what becomes of it"},
        )
        due = GovukDateField(
            label="New date",
            required=False,
            earliest=timezone.localdate,
            latest=lambda: years_from_today(10),
        )
        due.mark_optional = False
        self.fields[f"due_{row.pk}"] = due
        self.fields[f"why_{row.pk}"] = _text("Why, or the outcome", 500, "", True, "Say why")

    def _ask_new_gap(self):
        for name, label, longest in (
            ("gap_question", "New question", 300),
            ("gap_collector", "Who collects", 200),
        ):
            self.fields[name] = forms.CharField(label=label, max_length=longest, required=False)
            self.fields[name].mark_optional = False
        due = GovukDateField(label="Answer by", required=False, latest=lambda: years_from_today(10))
        due.mark_optional = False
        self.fields["gap_due"] = due

    def clean(self):
        """Asks for a date where one moves, for a whole new question, and for words of an ask."""
        cleaned = super().clean()
        for row in self.asked.overdue:
            named = f"due_{row.pk}"
            if cleaned.get(f"do_{row.pk}") == MOVE and named not in self.errors and not cleaned.get(named):
                self.add_error(named, "Enter the new date")
        if cleaned.get("gap_question"):
            for name, words in (("gap_collector", "Enter who collects"), ("gap_due", "Enter the day")):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, words)
        if cleaned.get("asks") and not cleaned.get("ask"):
            self.add_error("ask", "Say what you ask of the chair")
        return cleaned

    # For the template: the boxes of each row.

    @property
    def objectives(self):
        """[(objective, state, sentence)]."""
        return [(row, self[f"state_{row.pk}"], self[f"sentence_{row.pk}"]) for row in self.asked.objectives]

    @property
    def late(self):
        """[(action, what becomes of it, new date, why)]."""
        return [
            (row, self[f"do_{row.pk}"], self[f"due_{row.pk}"], self[f"why_{row.pk}"])
            for row in self.asked.overdue
        ]

    @property
    def empty(self):
        """The boxes of strands with nothing in them."""
        return [self[f"empty_{strand.code}"] for strand in self.asked.empty]

    @property
    def gaps(self):
        """[(gap, where the answer is)]."""
        return [(gap, self[f"gap_{gap.pk}"]) for gap in self.asked.gaps]

    @property
    def new_gap_is_used(self):
        """Whether the folded boxes of a new question hold something, or are wrong."""
        names = ("gap_question", "gap_collector", "gap_due")
        return any(
            self[name].errors or (self.is_bound and self[name].value() not in ("", None))
            for name in names[:2]
        )

    def said(self):
        """The `Said` that this form says."""
        data, wanted = self.cleaned_data, self.asked
        new = None
        if data["gap_question"]:
            new = PlanGap(question=data["gap_question"], collector=data["gap_collector"], due=data["gap_due"])
        return Said(
            objectives=[
                (row, data[f"state_{row.pk}"], data[f"sentence_{row.pk}"]) for row in wanted.objectives
            ],
            late=[
                Late(row, data[f"do_{row.pk}"], data[f"why_{row.pk}"], data[f"due_{row.pk}"])
                for row in wanted.overdue
            ],
            empty={strand.code: data[f"empty_{strand.code}"] for strand in wanted.empty},
            partners=data["partners"],
            gaps=[(gap, data[f"gap_{gap.pk}"]) for gap in wanted.gaps if data[f"gap_{gap.pk}"]],
            new_gap=new,
            asks=data["asks"],
            ask=data["ask"],
            next_review=data["next_review"],
        )


class CommentForm(ServiceForm):
    """What the Senior Responsible Officer says to a review."""

    text = forms.CharField(
        label="Your comment",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter your comment"},
    )
