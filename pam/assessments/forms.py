"""What a person may type about an assessment."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import escape

from pam.assessments.findings import CONFIDENCE, NOT_KNOWN
from pam.assessments.models import Assessment
from pam.assessments.selectors import may_be_started
from pam.assessments.services import SCENE
from pam.forms.base import ServiceForm, VersionFields
from pam.frameworks.assessment.method import Question
from pam.frameworks.named import hint_of
from pam.records.forms import AudienceFields
from pam.records.kinds import kind_of
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios

NO_ANSWER = "?"  # before the code of "not asked" and the like, so that no option can have the same
MOST_NUMBERS = 11  # a scale with more numbers is a box to type into


class StartForm(AudienceFields):
    """Which assessment, of which day, made where, for which agencies."""

    framework_version = forms.ModelChoiceField(
        queryset=None, label="Which assessment?", empty_label=None, widget=Radios
    )
    on = GovukDateField(
        label="Day of the assessment",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )
    place = forms.CharField(
        label="Where it was made",
        max_length=120,
        required=False,
        help_text="For example at the scene, by phone, at the office.",
    )
    asked_by = forms.CharField(
        label="Who asked the questions",
        max_length=120,
        required=False,
        help_text="Name and agency, if it was not you.",
    )
    alone = forms.ChoiceField(
        label="Were they spoken to alone?",
        choices=Assessment.Alone.choices,
        required=False,
        widget=Radios(inline=True, small=True),
    )
    interpreter = forms.ChoiceField(
        label="Was an interpreter there?",
        choices=Assessment.Interpreter.choices,
        required=False,
        widget=Radios(inline=True, small=True),
        help_text="Never a child, and never family of the other person.",
    )
    field_order = [
        "framework_version",
        "on",
        "place",
        "alone",
        "interpreter",
        "asked_by",
        "audience",
        "agencies",
    ]

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        if not kind_of(record.kind).about_person:
            for name in SCENE:
                del self.fields[name]
        offered = may_be_started(reader, record)
        field = self.fields["framework_version"]
        field.queryset = offered
        rows = list(offered)
        field.choices = [(row.pk, f"{row.name}, {row.label}") for row in rows]
        field.widget.hints = {str(row.pk): hint_of(row) for row in rows}
        if len(rows) == 1:
            self.initial.setdefault("framework_version", rows[0].pk)

    def scene(self):
        """How it is asked, as the service takes it."""
        return {name: self.cleaned_data[name] for name in SCENE if name in self.fields}


def question_field(question: Question) -> forms.Field:
    """The field of a question. Whether an answer is needed is asked when it is completed, not of a draft."""
    row = question.row
    common = {"label": row["ask"], "required": False, "help_text": escape(row.get("help", ""))}
    unknowns = [(f"{NO_ANSWER}{code}", NOT_KNOWN[code]) for code in question.unknowns]
    if row["type"] in ("yesno", "choice"):
        inline = row["type"] == "yesno"
        choices = [*question.options.items(), *unknowns]
        return forms.ChoiceField(choices=choices, widget=Radios(inline=inline), **common)
    if row["type"] == "several":
        choices = [*question.options.items(), *unknowns]
        return forms.MultipleChoiceField(choices=choices, widget=Checkboxes, **common)
    if row["type"] in ("scale", "number"):
        if numbers := _few_numbers(row):
            choices = [*((str(n), str(n)) for n in numbers), *unknowns]
            return forms.ChoiceField(choices=choices, widget=Radios(inline=True), **common)
        if row.get("unit"):
            common["label"] = f"{row['ask']} ({row['unit']})"
        bounds = {name: Decimal(str(row[key])) for name, key in _BOUNDS if key in row}
        return forms.DecimalField(max_digits=16, decimal_places=row.get("decimals", 0), **bounds, **common)
    if row["type"] == "date":
        return GovukDateField(**common)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, **common)


_BOUNDS = (("min_value", "from"), ("max_value", "to"))


def _few_numbers(row):
    if row.get("decimals") or not {"from", "to"} <= set(row):
        return []
    low, high = Decimal(str(row["from"])), Decimal(str(row["to"]))
    if low != int(low) or high - low >= MOST_NUMBERS:
        return []
    return range(int(low), int(high) + 1)


class AnswerForm(VersionFields):
    """Every question of an assessment. A question is `q-CODE`, its line of evidence `c-CODE`, how sure it
    is `s-CODE`, and why there is no answer, where its field has no room for it, `u-CODE`; a criterion that a
    person judges is `t-CODE`.
    """

    mark_optional = False

    def __init__(self, *args, assessment, **kwargs):
        self.assessment, self.method = assessment, assessment.method
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", assessment.version)
        self.refusal_fields = {}
        for question in self.method.questions:
            self._add(question)
        for row in self.judged():
            name = f"t-{row['code']}"
            self.fields[name] = forms.CharField(
                label=row["label"],
                help_text=escape(row.get("text", "")) or "If it is met, say why. Leave blank if not.",
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.initial.setdefault(name, assessment.ticked.get(row["code"], ""))

    def judged(self) -> list[dict[str, Any]]:
        """The criteria that a person judges."""
        return [row for row in self.method.body.get("criteria", ()) if "when" not in row]

    def _add(self, question):
        code, kept = question.code, self.assessment.answers.get(question.code)
        field = self.fields[f"q-{code}"] = question_field(question)
        self.refusal_fields[code] = f"q-{code}"
        if isinstance(field, forms.ChoiceField):
            self.initial.setdefault(f"q-{code}", _as_choice(kept, question.row["type"]))
        else:
            unknown = isinstance(kept, dict)
            self.initial.setdefault(f"q-{code}", None if unknown else kept)
            if question.unknowns:
                self.fields[f"u-{code}"] = forms.ChoiceField(
                    label="Or there is no answer",
                    choices=[("", "There is an answer"), *((c, NOT_KNOWN[c]) for c in question.unknowns)],
                    required=False,
                    widget=Radios(inline=True, small=True),
                )
                self.initial.setdefault(f"u-{code}", kept["unknown"] if unknown else "")
        if question.row.get("confidence"):
            self.fields[f"s-{code}"] = forms.ChoiceField(
                label="How sure is the answer?",
                choices=CONFIDENCE.items(),
                required=False,
                widget=Radios(inline=True, small=True),
            )
            self.initial.setdefault(f"s-{code}", self.assessment.confidence.get(code, ""))
        if "comment" in question.row:
            needed = question.row["comment"] == "required"
            self.fields[f"c-{code}"] = forms.CharField(
                label="Evidence" if needed else "Comment",
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.initial.setdefault(f"c-{code}", self.assessment.comments.get(code, ""))

    def clean(self):
        """Puts `answers`, `comments`, `ticked` and `confidence` together as the service takes them."""
        cleaned = super().clean()
        answers = {}
        for question in self.method.questions:
            name = f"q-{question.code}"
            if name in self.errors:
                continue
            try:
                given = _as_kept(cleaned.get(name), cleaned.get(f"u-{question.code}"), question.row["type"])
            except ValueError as error:
                self.add_error(name, str(error))
                continue
            if given not in (None, "", []):
                answers[question.code] = given
        cleaned["answers"] = answers
        for key, prefix in (("comments", "c-"), ("ticked", "t-"), ("confidence", "s-")):
            cleaned[key] = {
                name[2:]: text for name, text in cleaned.items() if name.startswith(prefix) and text
            }
        return cleaned

    def sections(self) -> list[dict[str, Any]]:
        """[{"row", "questions": [{"code", "row", "field", "unknown", "sure", "comment", "hidden"}]}] for the
        page.
        """
        hidden = self.assessment.outcome().hidden
        found = []
        number = 0
        for section in self.method.sections:
            questions = []
            for row in section["questions"]:
                number += 1
                code = row["code"]
                questions.append(
                    {
                        "code": code,
                        "row": row,
                        "number": number,
                        "hidden": code in hidden,
                        "field": self[f"q-{code}"],
                        "unknown": self[f"u-{code}"] if f"u-{code}" in self.fields else None,
                        "sure": self[f"s-{code}"] if f"s-{code}" in self.fields else None,
                        "comment": self[f"c-{code}"] if f"c-{code}" in self.fields else None,
                    }
                )
            shown = any(not one["hidden"] for one in questions)
            found.append({"row": section, "questions": questions, "hidden": not shown})
        return found


def _as_choice(kept, kind):
    """A kept answer as the value of radios or checkboxes."""
    if isinstance(kept, dict):
        value = f"{NO_ANSWER}{kept['unknown']}"
        return [value] if kind == "several" else value
    if kind == "several":
        return kept or []
    return "" if kept is None else str(kept)


def _as_kept(value, unknown, kind):
    """What was sent as an answer is kept. Raises ValueError for two answers at once."""
    if unknown:
        if value not in (None, "", []):
            raise ValueError("Give an answer, or say why there is none, not both")
        return {"unknown": unknown}
    if kind == "several":
        without = [one for one in value or () if one.startswith(NO_ANSWER)]
        if without and len(value) > 1:
            raise ValueError("Choose the answers, or say why there are none, not both")
        return {"unknown": without[0][1:]} if without else value
    if isinstance(value, str) and value.startswith(NO_ANSWER) and kind != "text":
        return {"unknown": value[1:]}
    if kind in ("scale", "number") and value not in (None, ""):
        number = Decimal(value)
        return int(number) if number == int(number) else float(number)
    if kind == "date" and value:
        return value.isoformat()
    return value


def grade_choices(assessment) -> list[tuple[str, str]]:
    """[(code, label)] of the grades, from low to high."""
    return [(row["code"], row["label"]) for row in assessment.framework_version.body.get("bands", ())]


class CompleteForm(VersionFields):
    """The grade, where the framework lets one be chosen, and why."""

    grade = forms.ChoiceField(label="Grade", required=False, widget=Radios)
    reason = forms.CharField(
        label="Reason for the grade",
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    mark_optional = False

    def __init__(self, *args, assessment, band, **kwargs):
        super().__init__(*args, **kwargs)
        body = assessment.framework_version.body
        self.initial.setdefault("version", assessment.version)
        may = body.get("judgement", "change" if body["score"] == "none" else "none")
        if not body.get("bands") or (band and may == "none"):
            del self.fields["grade"]
        else:
            choices = grade_choices(assessment)
            if band and may == "raise":
                choices = choices[[code for code, _ in choices].index(band) :]
            self.fields["grade"].choices = choices
            self.fields["grade"].widget.hints = {
                row["code"]: row.get("meaning", "") for row in body["bands"] if row.get("meaning")
            }
            self.initial.setdefault("grade", assessment.grade or band)
        self.initial.setdefault("reason", assessment.reason)
        self.fields["reason"].help_text = (
            "Needed if you choose another grade than the answers came to." if band else ""
        )


class AgainForm(ServiceForm):
    """Why an assessment is made again, and of which day."""

    reason = forms.CharField(
        label="Why is it made again?", max_length=20000, widget=forms.Textarea(attrs={"rows": 3})
    )
    on = GovukDateField(
        label="Day of the assessment", earliest=lambda: years_from_today(-20), latest=timezone.localdate
    )

    def __init__(self, *args, assessment, newer, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate() if newer else assessment.on)


class SecondForm(VersionFields):
    """A second assessor's grade, and why it is different."""

    grade = forms.ChoiceField(label="Your grade", widget=Radios)
    reason = forms.CharField(
        label="Why is it different?",
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Needed if your grade is another than the first.",
    )
    mark_optional = False

    def __init__(self, *args, assessment, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", assessment.version)
        choices = grade_choices(assessment)
        second = assessment.framework_version.body.get("second-line", {})
        codes = [code for code, _ in choices]
        if second.get("may", "change") == "raise" and assessment.grade in codes:
            choices = choices[codes.index(assessment.grade) :]
        self.fields["grade"].choices = choices
        self.initial.setdefault("grade", assessment.grade)
