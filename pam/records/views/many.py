"""Many records of a list at once: another lead or owner team, looked at before it is done, and undone."""

import hashlib

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from pam.access.errors import Refused
from pam.access.models import Team
from pam.audit.services import Verb, log
from pam.forms.base import ServiceForm
from pam.forms.named import NamedField
from pam.forms.views import CheckedFormView, ConfirmView
from pam.lists.kept import kept_list
from pam.records import many
from pam.records.selectors.leads import possible_leads

CHANGED = "The records have changed since you checked. Check again, then confirm"


class HandOverForm(ServiceForm):
    """Another lead, another owner team, or both; and why.

    `shown` is what the check has shown (`carry`): so that what is done is what was seen.
    """

    lead = NamedField(label="New lead", required=False, empty_label="Keep each lead")
    team = forms.ModelChoiceField(
        Team.objects.none(), label="New owner team", required=False, empty_label="Keep each team"
    )
    reason = forms.CharField(
        label="Why?", max_length=300, help_text="The chronology of each record will show it."
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    mark_optional = False

    def __init__(self, *args, reader, **kwargs):
        """`reader` hands over: to the people of their agency, and to their own teams."""
        super().__init__(*args, **kwargs)
        self.fields["lead"].offer(possible_leads(reader))
        self.fields["team"].queryset = Team.objects.filter(pk__in=reader.team_ids).order_by("name__folded")

    def clean(self):
        """Asks for one of the two."""
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("lead") or cleaned.get("team")):
            self.add_error("lead", "Choose another lead or another team")
        return cleaned

    @property
    def typed(self):
        """[(name, value)] of what was sent, so that the check can send it again."""
        names = ("lead", "lead_words", "team", "reason")
        return [(name, self.data.get(name, "")) for name in names if self.data.get(name)]


class OfTicked(CheckedFormView):
    """A form about the records of one kind that were ticked in its list, at most `most`."""

    checked_fields = ("shown",)
    most = many.MOST

    def open(self, kind):
        """Finds the records and logs the look; back to the list if none was ticked."""
        self.kind, self.list = kind, kept_list(kind)
        self.records = many.chosen(self.reader, kind, many.picked(self.request.GET)[: self.most])
        if not self.records:
            messages.error(self.request, "Tick at least one record first.")
            return redirect(self.back())
        numbers = [record.pk for record in self.records]
        log(self.reader, Verb.CONSULTATION, "open to change", numbers)

    def back(self):
        """The list as it was."""
        query = self.request.GET.copy()
        query.pop(many.PICK, None)
        address = self.list.address if self.list else reverse("home")
        return address + (f"?{query.urlencode()}" if query else "")

    def next_page(self, saved):
        """The list."""
        return self.back()

    def context(self):
        """The records, and the way back."""
        return {"records": self.records, "back": self.back(), "list": self.list, "most": self.most}


class HandOver(OfTicked):
    """Gives the records that were ticked another lead or owner team."""

    form_class = HandOverForm
    template_name = "records/hand_over.html"
    check_template_name = "records/hand_over_check.html"

    def form_arguments(self):
        """Who hands over."""
        return {"reader": self.reader}

    def wanted(self):
        """What was asked for: lead and team."""
        return {name: self.form.cleaned_data[name] for name in ("lead", "team")}

    def split(self):
        """([(record, why)] of those that stay, the records that change, a mark of both)."""
        why = many.why_left(self.reader, self.records, **self.wanted())
        stay = [(record, why[record.pk]) for record in self.records if record.pk in why]
        change = [record for record in self.records if record.pk not in why]
        mark = ".".join(f"{record.pk}-{record.version}" for record in change)
        return stay, change, hashlib.sha256(mark.encode()).hexdigest()

    def check(self):
        """What will change and what will not, and why. Raises Refused if nothing would."""
        stay, change, mark = self.split()
        if not change:
            raise Refused(f"None of them would change. {stay[0][1]}", code="nothing", field="lead")
        self.form.carry(shown=mark)
        new = self.wanted()
        lead = new["lead"]
        asked = (
            lead if lead and lead.pk != self.reader.membership_id and many.asks_lead_first(change) else None
        )
        return {"stay": stay, "change": change, "new": new, "asked": asked, "mark": mark}

    def save(self, form):
        """Changes those that the check has shown."""
        _, change, mark = self.split()
        if form.cleaned_data["shown"] != mark:
            raise Refused(CHANGED, code="changed", field="shown")
        reason = form.cleaned_data["reason"]
        return many.hand_over(actor=self.reader, records=change, reason=reason, **self.wanted())

    def done_words(self, saved):
        """How many, what stayed, and the way to undo it."""
        words = [f"{_counted(len(saved.changed))} handed over."] if saved.changed or not saved.asked else []
        if saved.asked:
            words.append(f"{self.wanted()['lead'].user.name} is asked to lead {_counted(len(saved.asked))}.")
        words += stayed(saved.left)
        if not saved.changed:
            return " ".join(words)
        undo = reverse("records:undo_many", args=[saved.batch.uuid])
        return format_html('{} <a class="govuk-link" href="{}">Undo</a>', " ".join(words), undo)


def stayed(left):
    """A sentence for each record that stayed as it is."""
    return [f"{record.reference} stayed as it is: {why}" for record, why in left]


def _counted(count):
    return f"{count} record{'' if count == 1 else 's'}"


class UndoHandOver(ConfirmView):
    """Takes a handing over of many records back."""

    question = "Undo this change?"
    confirm_label = "Undo"

    def open(self, uuid):
        """Finds one's own change. Raises Http404 for another's, and one that was undone."""
        self.batch = many.batch_or_404(self.reader, uuid)

    def context(self):
        """How many records, and which stay."""
        lines = [
            f"{_counted(len(self.batch.rows))} get the lead and the team back that they had before.",
            "Records that another person changed since stay as they are.",
            "The chronology of each record keeps what happened.",
        ]
        return {**super().context(), "consequences": lines}

    def save(self, form):
        """Undoes it."""
        return many.undo_hand_over(actor=self.reader, batch=self.batch)

    def done_words(self, saved):
        """How many are as before, and which are not."""
        return " ".join([f"{_counted(len(saved.changed))} changed back.", *stayed(saved.left)])

    def next_page(self, saved):
        """My work."""
        return reverse("home")
