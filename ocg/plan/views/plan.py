"""The pages of a plan: the whole of it, its head, what belongs to it, its signatures and versions."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ocg.models import Ocg, Plan, PlanObjective
from ocg.plan.forms.head import (
    BeginForm,
    HeadForm,
    SignForm,
    StrandsForm,
    TakeOutForm,
    add_form,
    change_form,
)
from ocg.plan.selectors import lines, tactics
from ocg.plan.selectors import plan as plans
from ocg.plan.services import head, signing
from pam.access import visibility
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.records.owning import is_owner
from pam.records.selectors.audience import label_audiences
from pam.records.views.base import AddToRecordView, RecordFormView
from pam.records.views.page import open_record, record_context

RELATED = ("sro__user", "tier", "stage_version")
WHAT = {"objective": "objective", "stakeholder": "stakeholder", "gap": "intelligence gap", "risk": "risk"}


def plan_page(record):
    """The address of the page of a group's plan."""
    return reverse("ocg:plan", args=[record.uuid])


@require_GET
def whole(request, uuid):
    """The whole plan on one page: who signed it, objectives, tactics by strand, stakeholders, gaps, risks."""
    reader = request.reader
    ocg = open_record(request, Ocg, uuid, operation="open plan", related=RELATED)
    context = record_context(request, ocg)
    found = plans.plan_of(reader, ocg)
    parts = plans.parts_of(reader, found) if found else plans.Parts()
    strands = tactics.strands_of(reader, ocg, parts.strands, parts.objectives)
    for strand in strands:
        strand.owner = parts.owners.get(strand.code, "")
    if found:
        label_audiences([found, *parts.objectives, *_others(parts)], context["level"])
    context |= {
        "plan": found,
        "parts": parts,
        "changeable": _changeable(reader, context["level"], parts),
        "strands": strands,
        "balance": tactics.counts_of(strands),
        "mix": tactics.mix(reader, ocg, strands),
        "empty": [strand for strand in strands if strand.is_empty],
        "signing": plans.signing_of(reader, found) if found else None,
        "signs": plans.signs_next(reader, ocg, found) if found else None,
        "versions": list(plans.versions_of(reader, found)[: plans.MOST_LISTED]) if found else [],
        "reviews": list(plans.reviews_of(reader, found)[: plans.MOST_LISTED]) if found else [],
        "may_begin": context["may_manage"] and is_owner(reader, ocg) and not found,
        "role": plans.signs_as(reader, ocg),
    }
    return render(request, "ocg/plan/plan.html", context)


def _changeable(reader, level, parts):
    """The numbers of what the reader may change, besides objectives."""
    return {row.uuid for row in _others(parts) if visibility.may_change(reader, row, level)}


def _others(parts):
    return [*parts.stakeholders, *parts.gaps, *parts.risks]


class PlanView(RecordFormView):
    """A form about the plan of a group, `self.plan`; without one it leads to the plan's page."""

    model = Ocg
    related = RELATED

    def open(self, uuid):
        """Opens the group and its plan."""
        super().open(uuid)
        self.plan = plans.plan_of(self.reader, self.record)
        return None if self.plan else redirect(plan_page(self.record))

    def next_page(self, saved):
        """The page of the plan."""
        return plan_page(self.record)

    def context(self):
        """The frame, and the plan."""
        return {**super().context(), "plan": self.plan, "plan_url": plan_page(self.record)}


class Head(PlanView):
    """Begins the plan of a group, or changes its head."""

    template_name = "ocg/plan/head.html"
    done = "The plan is saved."

    def open(self, uuid):
        """Opens the group; there may be no plan yet, which its owner begins."""
        super().open(uuid)
        if not self.plan and not is_owner(self.reader, self.record):
            return redirect(plan_page(self.record))

    def make_form(self, data=None, files=None):
        """The head, and who the plan is for if it is new."""
        if self.plan:
            return HeadForm(data, instance=self.plan)
        level = visibility.level(self.reader, self.record)
        return BeginForm(data, instance=Plan(), reader=self.reader, record=self.record, level=level)

    def save(self, form):
        """Saves it."""
        row = form.save(commit=False)
        if self.plan:
            return head.change(actor=self.reader, plan=row, version=form.cleaned_data["version"])
        return head.begin(actor=self.reader, record=self.record, plan=row, agencies=form.addressed_to())


class AddPart(AddToRecordView, PlanView):
    """Adds an objective, stakeholder, intelligence gap or risk."""

    template_name = "ocg/plan/add.html"

    def open(self, uuid, what):
        """Opens the group and its plan, for a kind that there is. An objective asks for `manage`."""
        if what not in WHAT:
            raise Http404
        self.what = what
        self.level = Level.MANAGE if what == "objective" else Level.CONTRIBUTE
        return super().open(uuid)

    def make_form(self, data=None, files=None):
        """The form for this kind; it begins with the plan's own audience."""
        return add_form(self.what)(data, instance=plans.PARTS[self.what](), **self.form_arguments())

    def save(self, form):
        """Adds it."""
        return head.add(
            actor=self.reader, plan=self.plan, part=form.save(commit=False), agencies=form.addressed_to()
        )

    def done_words(self, saved):
        """What was added."""
        return f"The {WHAT[self.what]} is added."

    def context(self):
        """What is added."""
        return {**super().context(), "what": WHAT[self.what], "kind": self.what}


class PartView(PlanView):
    """A form about `self.part`, which belongs to a plan."""

    def open(self, what, uuid):
        """Opens it and its group. Raises Http404 for hidden and absent alike, PermissionDenied unless the
        reader may change it.
        """
        self.what, self.part = what, plans.part(self.reader, what, uuid)
        visibility.require_change(self.reader, self.part)
        if isinstance(self.part, PlanObjective):
            visibility.require(self.reader, self.part, Level.MANAGE)
        self.plan = self.part.plan
        self.record = plans.group_of(self.reader, self.part.record_id)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return redirect(plan_page(self.record)) if self.part.removed_at else None

    def context(self):
        """The part, and what it is called."""
        return {**super().context(), "part": self.part, "what": WHAT[self.what], "kind": self.what}


class ChangePart(PartView):
    """Changes what belongs to a plan; of a gap it also says where the answer is."""

    template_name = "ocg/plan/change.html"
    done = "Saved."

    def make_form(self, data=None, files=None):
        """The form for this kind."""
        return change_form(self.what)(data, instance=self.part, reader=self.reader)

    def save(self, form):
        """Saves it."""
        row, version = form.save(commit=False), form.cleaned_data["version"]
        return head.change_part(actor=self.reader, part=row, version=version)


class TakeOut(PartView):
    """Takes something out of a plan, with the reason."""

    form_class = TakeOutForm
    template_name = "ocg/plan/take_out.html"

    def form_arguments(self):
        """The version that the page shows."""
        return {"version": self.part.version}

    def save(self, form):
        """Takes it out."""
        return head.take_out(actor=self.reader, part=self.part, **form.cleaned_data)

    def done_words(self, saved):
        """What was taken out."""
        return f"The {WHAT[self.what]} is taken out of the plan. Signed versions keep it."


class OfStrands(PlanView):
    """Who owns each strand, and why one has nothing in it."""

    form_class = StrandsForm
    level = Level.CONTRIBUTE
    template_name = "ocg/plan/strands.html"
    done = "Saved."

    def form_arguments(self):
        """The strands that have nothing as far as the reader sees, and what was said before."""
        reasons, owners = plans.said_of_strands(self.reader, self.plan)
        strands = tactics.strands_of(self.reader, self.record)
        empty = [strand.code for strand in strands if strand.is_empty]
        return {"empty": empty, "reasons": reasons, "owners": owners}

    def save(self, form):
        """Keeps the answers."""
        said = {"reasons": form.reasons(), "owners": form.owners()}
        return head.say_of_strands(actor=self.reader, plan=self.plan, **said)


class Sign(PlanView):
    """Signs the plan as its page shows it; for the lead and the Senior Responsible Officer."""

    level = Level.VIEW
    template_name = "ocg/plan/sign.html"

    def open(self, uuid):
        """Opens the plan; who has nothing to sign is led to it."""
        if answer := super().open(uuid):
            return answer
        self.found = plans.signs_next(self.reader, self.record, self.plan)
        return None if self.found else redirect(plan_page(self.record))

    def make_form(self, data=None, files=None):
        """What is signed, by its number and what it says."""
        self.role, waiting, number = self.found
        self.lines = (
            lines.lines_of(self.reader, waiting) if waiting else lines.lines_now(self.reader, self.record)
        )
        self.waiting = waiting
        return SignForm(data, number=number, seen=lines.fingerprint(self.lines))

    def save(self, form):
        """Signs it."""
        return signing.sign(actor=self.reader, plan=self.plan, **form.cleaned_data)

    def done_words(self, saved):
        """Which version, and who signs next."""
        if saved.is_signed:
            return f"Version {saved.number} is signed by both of you."
        other = self.record.sro if self.role == "lro" else self.record.lead
        name = other.user.name if other else "The other person"
        return f"You signed version {saved.number}. {name} signs next."

    def context(self):
        """The lines that are signed."""
        return {
            **super().context(),
            "sections": lines.sections(self.lines),
            "waiting": self.waiting,
            "number": self.found[2],
            "role_label": signing.ROLES[self.role],
        }


def _version(request, uuid, operation):
    """(version, its group, the context of its pages); logs the look."""
    row = plans.version(request.reader, uuid)
    record = plans.group_of(request.reader, row.record_id)
    log(request.reader, Verb.CONSULTATION, operation, [record.pk])
    context = record_context(request, record) | {"version": row, "plan_url": plan_page(record)}
    return row, record, context


@require_GET
def version(request, uuid):
    """A signed version, as it was."""
    row, record, context = _version(request, uuid, "open version of plan")
    label_audiences([row], context["level"])
    others = plans.versions_of(request.reader, row.plan)
    context |= {
        "sections": lines.sections(lines.lines_of(request.reader, row)),
        "before": others.filter(number__lt=row.number).first(),
    }
    return render(request, "ocg/plan/version.html", context)


@require_GET
def compare(request, uuid):
    """What came, went and changed from this version to another (`?to=`), or to the plan as it is now."""
    row, record, context = _version(request, uuid, "compare versions of plan")
    reader = request.reader
    others = [one for one in plans.versions_of(reader, row.plan) if one.pk != row.pk]
    to = next((one for one in others if str(one.uuid) == request.GET.get("to")), None)
    after = lines.lines_of(reader, to) if to else lines.lines_now(reader, record)
    context |= {
        "to": to,
        "others": others,
        "differences": lines.compare(lines.lines_of(reader, row), after),
    }
    return render(request, "ocg/plan/compare.html", context)
