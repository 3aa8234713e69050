"""Pages of assessments: those of a record, starting, answering, completing, reading, making again."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pam.access import visibility
from pam.assessments import selectors, services
from pam.assessments.declared_settings import DISAGREE_DAYS
from pam.assessments.disagreement import disagreements
from pam.assessments.forms import AgainForm, AnswerForm, CompleteForm, SecondForm, StartForm
from pam.assessments.models import Assessment
from pam.assessments.proposals import shown_proposals
from pam.assessments.shown import answers_beside, as_read, compared, second_words, trends
from pam.audit.services import Verb, log
from pam.forms.base import VersionFields
from pam.forms.views import ConfirmView
from pam.frameworks.assessment.engine import assess
from pam.records.models import Record
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.page import open_record, record_context
from pam.reference.selectors.settings import setting


def address(name, assessment):
    """The address of a page of an assessment."""
    return reverse(f"assessments:{name}", args=[assessment.uuid])


@require_GET
def of_record(request, uuid):
    """The assessments of a record, the latest first, how each framework's score went, and which disagree."""
    record = open_record(request, Record, uuid, operation="open assessments")
    rows = list(selectors.assessments(request.reader, record)[: selectors.MOST])
    for place, row in enumerate(rows):
        own = row.framework_version.framework_id
        same = (one for one in rows[place + 1 :] if one.framework_version.framework_id == own)
        row.before = next((one for one in same if not one.is_draft), None)
    apart = disagreements(rows, setting(DISAGREE_DAYS, request.reader.agency_id))
    context = {"rows": rows, "trends": trends(rows), "apart": apart, **record_context(request, record)}
    return render(request, "assessments/of_record.html", context)


class Start(AddToRecordView):
    """Starts an assessment of a record."""

    model = Record
    form_class = StartForm
    template_name = "assessments/start.html"

    def save(self, form):
        """Begins the draft."""
        data = form.cleaned_data
        return services.start(
            actor=self.reader,
            record=self.record,
            framework_version=data["framework_version"],
            on=data["on"],
            place=data["place"],
            agencies=form.addressed_to(),
            scene=form.scene(),
        )

    def next_page(self, saved):
        """Its questions."""
        return address("answer", saved)


class AssessmentFormView(PartFormView):
    """A form about `self.part`, an assessment; `states` are those in which the page is there, else the
    assessment itself is shown.
    """

    model = Assessment
    look = "open assessment"
    states = (Assessment.State.DRAFT,)

    def open(self, uuid):
        """Opens the assessment and its record. Raises as `PartFormView.open`."""
        self.part = selectors.assessment(self.reader, uuid)
        visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return None if self.part.state in self.states else redirect(address("detail", self.part))

    def next_page(self, saved):
        """The assessment."""
        return address("detail", saved or self.part)

    def context(self):
        """The frame, and the assessment."""
        return {**super().context(), "assessment": self.part, "body": self.part.framework_version.body}


class Answer(AssessmentFormView):
    """All questions on one page. Each press keeps the draft; *Check answers* goes on."""

    form_class = AnswerForm
    template_name = "assessments/answer.html"

    def form_arguments(self):
        """The assessment."""
        return {"assessment": self.part}

    def save(self, form):
        """Keeps the answers."""
        data = form.cleaned_data
        return services.answer(
            actor=self.reader,
            assessment=self.part,
            version=data["version"],
            answers=data["answers"],
            comments=data["comments"],
            ticked=data["ticked"],
            confidence=data["confidence"],
        )

    def context(self):
        """The questions by sections, and the criteria that a person judges."""
        judged = [self.form[f"t-{row['code']}"] for row in self.form.judged()]
        context = super().context()
        may = selectors.may_discard(self.reader, self.part, context["level"])
        return {**context, "sections": self.form.sections(), "judged": judged, "may_discard": may}

    def done_words(self, saved):
        """That the draft is kept, unless it goes on."""
        return "" if "check" in self.request.POST else "The draft is kept."

    def next_page(self, saved):
        """The check, or the questions again."""
        return address("complete" if "check" in self.request.POST else "answer", saved)


@require_POST
def shown(request, uuid):
    """What of the questions is shown by the answers on the page, which are not kept:
    {"hidden": [codes], "sections": [codes without any], "missing", "score"}.
    """
    part = selectors.assessment(request.reader, uuid)
    visibility.require_change(request.reader, part)
    if not part.is_draft:
        raise PermissionDenied
    form = AnswerForm(request.POST, assessment=part)
    form.is_valid()
    outcome = assess(part.method, form.cleaned_data.get("answers", {}), part.on)
    empty = [code for code, questions in part.method.groups.items() if set(questions) <= outcome.hidden]
    answer = JsonResponse(
        {
            "hidden": sorted(outcome.hidden),
            "sections": empty,
            "missing": len(outcome.missing),
            "score": None if outcome.score is None else float(outcome.score),
        }
    )
    request.not_saved = True  # the same answers may be sent again
    return answer


class Discard(ConfirmView, AssessmentFormView):
    """Throws a draft away: its author, else people who manage the record."""

    form_class = VersionFields
    confirm_label, danger = "Discard it", True
    consequences = (
        "Its answers and comments are lost: no page shows them again.",
        "Completed assessments stay as they are.",
    )
    done = "The draft is discarded."

    def open(self, uuid):
        """Opens the draft. Raises PermissionDenied for people who may not discard it."""
        elsewhere = super().open(uuid)
        level = visibility.level(self.reader, self.record)
        if elsewhere is None and not selectors.may_discard(self.reader, self.part, level):
            raise PermissionDenied
        return elsewhere

    def ask(self):
        """The question."""
        return f"Discard the draft of “{self.part.framework_version.name}”?"

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.part.version}}

    def context(self):
        """The question, within the frame of the record."""
        return {**AssessmentFormView.context(self), **ConfirmView.context(self)}

    def save(self, form):
        """Throws it away."""
        version = form.cleaned_data["version"]
        services.discard(actor=self.reader, assessment=self.part, version=version)

    def cancel_page(self):
        """Its questions."""
        return address("answer", self.part)

    def next_page(self, saved):
        """The assessments of the record."""
        return reverse("assessments:of_record", args=[self.record.uuid])


class Complete(AssessmentFormView):
    """What the answers come to, then the grade, then it is completed."""

    form_class = CompleteForm
    template_name = "assessments/complete.html"
    done = "The assessment is completed."

    def form_arguments(self):
        """The assessment and what its answers come to."""
        self.outcome = self.part.outcome()
        return {"assessment": self.part, "band": self.outcome.band["code"] if self.outcome.band else ""}

    def save(self, form):
        """Completes it."""
        data = form.cleaned_data
        return services.complete(
            actor=self.reader,
            assessment=self.part,
            version=data["version"],
            grade=data.get("grade", ""),
            reason=data["reason"],
        )

    def context(self):
        """What the answers come to, and what is missing."""
        by_code = self.part.method.by_code
        lacking = [*self.outcome.missing, *services.lacking_evidence(self.part)]
        missing = [by_code[code] for code in dict.fromkeys(lacking)]
        return {**super().context(), "read": as_read(self.part, self.outcome), "missing": missing}


@require_GET
def detail(request, uuid):
    """An assessment as it is read: triggers first, the grade, the scores, what is not known, every answer."""
    reader, part = request.reader, selectors.assessment(request.reader, uuid)
    record = selectors.record_of(reader, part)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open assessment", [record.pk])
    may_change = visibility.may_change(reader, part, context["level"])
    second = part.framework_version.body.get("second-line")
    waits = (
        part.state == Assessment.State.COMPLETED and part.findings.get("second_line") and not part.second_at
    )
    read = as_read(part)
    proposed = [] if part.is_draft else read["proposals"]
    context |= {
        "assessment": part,
        "body": part.framework_version.body,
        "read": read,
        "proposals": shown_proposals(reader, part, record, context["level"], proposed),
        "may_change": may_change,
        "second": second,
        "waits_for_second": waits,
        "who_second": second_words(part),
        "may_second": may_change and waits and selectors.may_give_second(reader, part),
        "may_discard": selectors.may_discard(reader, part, context["level"]),
        "newer": selectors.newer_version(reader, part) if may_change else None,
        "later": selectors.later_of(reader, part),
    }
    return render(request, "assessments/detail.html", context)


@require_GET
def compare(request, uuid, other):
    """Two assessments of one record beside one another: what they came to, and the answers that differ."""
    reader = request.reader
    parts = sorted(
        (selectors.assessment(reader, one) for one in (uuid, other)), key=lambda row: (row.on, row.pk)
    )
    if parts[0].record_id != parts[1].record_id:
        raise Http404
    record = selectors.record_of(reader, parts[0])
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "compare assessments", [record.pk])
    context |= {"parts": [(part, as_read(part)) for part in parts], "rows": answers_beside(*parts)}
    return render(request, "assessments/compare.html", context)


class MakeAgain(AssessmentFormView):
    """Makes a completed assessment again: to correct it, or on the version in force (`?newer`)."""

    states = (Assessment.State.COMPLETED,)
    form_class = AgainForm
    template_name = "assessments/again.html"

    def form_arguments(self):
        """The assessment, and whether it moves to a newer version."""
        self.newer = "newer" in self.request.GET and selectors.newer_version(self.reader, self.part)
        return {"assessment": self.part, "newer": bool(self.newer)}

    def save(self, form):
        """Begins the new draft."""
        data = form.cleaned_data
        return services.make_again(
            actor=self.reader,
            assessment=self.part,
            reason=data["reason"],
            newer="newer" in self.request.GET,
            on=data["on"],
        )

    def next_page(self, saved):
        """Its questions."""
        return address("answer", saved)

    def context(self):
        """What is another in the newer version."""
        found = compared(self.part, self.newer) if self.newer else {}
        titles = {
            "new": "New questions",
            "gone": "Questions that are gone",
            "worded": "Asked in other words",
            "changed": "To answer anew",
        }
        lists = [(title, found.get(key)) for key, title in titles.items()]
        context = {"newer": self.newer or None, "compared": found, "compared_lists": lists}
        return {**super().context(), **context}


class SecondGrade(AssessmentFormView):
    """A second assessor's grade."""

    states = (Assessment.State.COMPLETED,)
    form_class = SecondForm
    template_name = "assessments/second.html"
    done = "Your grade is recorded."

    def form_arguments(self):
        """The assessment."""
        return {"assessment": self.part}

    def save(self, form):
        """Keeps the second grade."""
        return services.give_second_grade(actor=self.reader, assessment=self.part, **form.cleaned_data)

    def context(self):
        """The first assessor's grade."""
        return {**super().context(), "read": as_read(self.part), "who_second": second_words(self.part)}
