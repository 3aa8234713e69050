"""Pages of scoring: of a group, its tier, second scores, what is due, what has none."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ocg.models import Ocg, SecondScore, TierMove
from ocg.scoring import seconds as selectors
from ocg.scoring import services
from ocg.scoring.forms import AskTierForm, DueFilters, EndForm, ModerateForm, ScoreByForm, TierForm
from ocg.scoring.life import life_of
from ocg.scoring.lists import MODERATOR, SCORER
from ocg.scoring.lists_of_groups import DUE, UNASSESSED, due_rows, unassessed_rows
from ocg.scoring.panels import scores_of
from ocg.scoring.results import method_codes
from pam.access import visibility
from pam.access.levels import Level
from pam.access.paging import page
from pam.assessments.shown import answers_beside, as_read
from pam.audit.services import Verb, log
from pam.forms.base import VersionFields
from pam.forms.views import ConfirmView
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import names_for
from pam.records.views.base import AddToRecordView, PartFormView, RecordFormView
from pam.records.views.download import ListDownload
from pam.records.views.page import open_record, record_context
from pam.reference.selectors.lists import attach_reference_values
from pam.ui.sorting import Column, Sorting

RELATED = ("tier", "sro__user", "sro__agency", "stage_version")


def _address(name, row):
    return reverse(f"ocg:{name}", args=[row.uuid])


@require_GET
def scores(request, uuid):
    """The scores of a group: methods side by side, its life as a chart, every score in a table."""
    ocg = open_record(request, Ocg, uuid, related=RELATED, operation="open scores")
    context = record_context(request, ocg)
    context |= {"scores": scores_of(request.reader, ocg), "life": life_of(request.reader, ocg), "ocg": ocg}
    return render(request, "ocg/scoring/scores.html", context)


class ScoreBy(AddToRecordView):
    """Begins a score by one or more methods at once."""

    model = Ocg
    form_class = ScoreByForm
    template_name = "ocg/scoring/score_by.html"

    def form_arguments(self):
        """The methods that are ticked at first."""
        return {**super().form_arguments(), "codes": method_codes(self.record.agency_id)}

    def save(self, form):
        """Begins the drafts."""
        chosen, data = form.cleaned_data["methods"], form.cleaned_data
        codes = method_codes(self.record.agency_id)
        versions = sorted(chosen, key=lambda one: codes.index(one.code) if one.code in codes else len(codes))
        return services.score_by(
            actor=self.reader,
            record=self.record,
            versions=versions,
            on=data["on"],
            agencies=form.addressed_to(),
        )

    def next_page(self, saved):
        """The questions of the first."""
        return reverse("assessments:answer", args=[saved[0].uuid])


class TierView(RecordFormView):
    """A form about the tier of a group, beside what its scores propose."""

    model = Ocg
    related = RELATED

    def form_arguments(self):
        """The group."""
        return {"ocg": self.record, "agency_id": self.record.agency_id}

    def context(self):
        """The frame, and what the scores propose."""
        context = super().context()
        return {**context, "scores": scores_of(self.reader, self.record), "ocg": self.record}


class SetTier(TierView):
    """Sets the tier."""

    form_class = TierForm
    template_name = "ocg/scoring/tier.html"
    done = "The tier is set."

    def save(self, form):
        """Sets it."""
        return services.set_tier(actor=self.reader, ocg=self.record, **form.cleaned_data)

    def next_page(self, saved):
        """The group."""
        return self.record


class AskTier(TierView):
    """Asks for another tier."""

    level = Level.CONTRIBUTE
    look = "open to add"
    form_class = AskTierForm
    template_name = "ocg/scoring/tier_ask.html"
    done = "The tier is asked for."

    def save(self, form):
        """Asks for it."""
        return services.ask_for_tier(actor=self.reader, ocg=self.record, **form.cleaned_data)

    def next_page(self, saved):
        """The group."""
        return self.record


class DeclineTier(ConfirmView, PartFormView):
    """Declines a tier that was asked for."""

    model = TierMove
    form_class = VersionFields
    confirm_label = "Decline it"
    consequences = ("The tier stays as it is.", "The chronology keeps what was asked for and why.")
    done = "The tier that was asked for is declined."

    def open(self, uuid):
        """Opens it. Raises PermissionDenied below `manage`."""
        super().open(uuid)
        visibility.require(self.reader, self.part, Level.MANAGE)
        attach_reference_values([self.part], "tier")
        asked = self.part.state == TierMove.State.ASKED
        return None if asked else redirect(_address("scores", self.record))

    def ask(self):
        """The question."""
        return f"Decline {self.part.tier.label}?"

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Declines it."""
        version = form.cleaned_data["version"]
        return services.decline_tier(actor=self.reader, move=self.part, version=version)

    def next_page(self, saved):
        """The scores of the group."""
        return _address("scores", self.record)

    def context(self):
        """The question, within the frame of the record."""
        return {**PartFormView.context(self), **ConfirmView.context(self)}


# --- Second scores ---


@require_GET
def seconds(request):
    """What waits for the reader: to score blind, begun, to decide; and what else is open that they see."""
    reader = request.reader
    lists = {
        "to_score": selectors.to_score(reader),
        "begun": selectors.own_begun(reader),
        "to_moderate": selectors.to_moderate(reader),
    }
    shown = {
        name: list(rows.select_related("framework_version").order_by("since", "pk")[:100])
        for name, rows in lists.items()
    }
    ids = [row.record_id for rows in shown.values() for row in rows]
    log(reader, Verb.CONSULTATION, "list", sorted(set(ids)), detail="Second scores")
    context = {
        **shown,
        "names": names_for(reader, ids),
        "has_role": reader.has_role(SCORER, MODERATOR),
        "may_see_drift": selectors.may_see_drift(reader),
    }
    return render(request, "ocg/scoring/seconds.html", context)


@require_GET
def second(request, uuid):
    """One second score: why, where it is; once both are made, both beside one another."""
    reader, row = request.reader, selectors.second_score(request.reader, uuid)
    record = selectors.record_of(reader, row)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open second score", [record.pk])
    parts = selectors.both(reader, row)
    begun = selectors.own_begun(reader).filter(pk=row.pk).first()
    manages = context["level"] >= Level.MANAGE
    context |= {
        "row": row,
        "parts": [(part, as_read(part)) for part in parts],
        "differing": answers_beside(*parts) if len(parts) == 2 else [],
        "decided": next(
            (b for b in row.framework_version.body.get("bands", ()) if b["code"] == row.decided), None
        ),
        "draft": begun.second if begun else None,
        "may_score": selectors.may_score(reader, row),
        "opened_before": selectors.opened_before(reader, row),
        "may_moderate": selectors.may_moderate(reader, row),
        "may_end": manages and row.state == SecondScore.State.WAITING and not reader.has_role(SCORER),
    }
    return render(request, "ocg/scoring/second.html", context)


class SecondView(PartFormView):
    """A form about `self.part`, a second score; where it is not for the reader, the page of it is shown."""

    model = SecondScore

    def open(self, uuid):
        """Opens it and its record. Raises Http404 for hidden and absent alike."""
        self.part = selectors.second_score(self.reader, uuid)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, "open second score", [self.record.pk])
        return None if self.allowed() else redirect(_address("second", self.part))

    def allowed(self):
        """Whether it is for the reader now."""
        raise NotImplementedError

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.part.version}}

    def next_page(self, saved):
        """The page of it."""
        return _address("second", self.part)

    def context(self):
        """The frame, and the second score."""
        return {**super().context(), "row": self.part}


class TakeSecond(ConfirmView, SecondView):
    """Begins a second score."""

    form_class = VersionFields
    confirm_label = "Score it blind"
    consequences = (
        "You answer the questions yourself. The first score is withheld from you until yours is completed.",
        "Do not ask how it was scored before.",
    )

    def allowed(self):
        """For scorers who made and opened nothing of the first."""
        return selectors.may_score(self.reader, self.part)

    def ask(self):
        """The question."""
        return f"Score this group by “{self.part.framework_version.name}”?"

    def save(self, form):
        """Begins the draft."""
        return services.take(actor=self.reader, row=self.part)

    def cancel_page(self):
        """The page of it."""
        return _address("second", self.part)

    def next_page(self, saved):
        """Its questions."""
        return reverse("assessments:answer", args=[saved.uuid])

    def context(self):
        """The question, within the frame of the record."""
        return {**SecondView.context(self), **ConfirmView.context(self)}


class Moderate(SecondView):
    """A moderator's decision."""

    form_class = ModerateForm
    template_name = "ocg/scoring/moderate.html"
    done = "Your decision is recorded."

    def allowed(self):
        """For moderators who made neither score."""
        return selectors.may_moderate(self.reader, self.part)

    def form_arguments(self):
        """The second score."""
        return {"row": self.part}

    def save(self, form):
        """Records it."""
        return services.moderate(actor=self.reader, row=self.part, **form.cleaned_data)

    def context(self):
        """Both scores."""
        parts = selectors.both(self.reader, self.part)
        read = [(part, as_read(part)) for part in parts]
        differing = answers_beside(*parts) if len(parts) == 2 else []
        return {**super().context(), "parts": read, "differing": differing}


class EndSecond(SecondView):
    """Ends one that no scorer has begun."""

    form_class = EndForm
    template_name = "ocg/scoring/end.html"
    done = "It is ended, and the score is shown again."

    def open(self, uuid):
        """Opens it. Raises PermissionDenied below `manage`."""
        elsewhere = super().open(uuid)
        if visibility.level(self.reader, self.record) < Level.MANAGE:
            raise PermissionDenied
        return elsewhere

    def allowed(self):
        """While it waits, for who does not score."""
        return self.part.state == SecondScore.State.WAITING and not self.reader.has_role(SCORER)

    def save(self, form):
        """Ends it."""
        return services.end(actor=self.reader, row=self.part, **form.cleaned_data)


@require_GET
def drift(request):
    """How far second scores are from the first ones, by scorer and by team."""
    found = selectors.drift(request.reader)
    log(request.reader, Verb.CONSULTATION, "list", [], detail="Drift of scores")
    context = {**found, "may_see": selectors.may_see_drift(request.reader)}
    return render(request, "ocg/scoring/drift.html", context)


# --- What is due, and what has no score ---


def _sorting(request):
    return Sorting(
        request,
        Column("risk", "Tier", "priority"),
        Column("title", "Group", "title__folded"),
    )


def _due_wanted(request):
    """(form, whether it narrows, rows, {number: Due}, Sorting) of the list, as the address asks."""
    form = DueFilters(request.GET or None, reader=request.reader)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows, found = due_rows(request.reader, wanted)
    return form, any(wanted.values()), rows, found, _sorting(request)


def _shown(request, rows, found, sorting, detail):
    """The page of `rows`, each with what was `found` of it."""
    shown = page(rows.select_related("lead__user"), sorting.order, request)
    shown.sorting = sorting
    attach_conditions(request.reader, shown.rows)
    attach_reference_values(shown.rows, "tier")
    for row in shown.rows:
        row.found = found[row.pk]
    log(request.reader, Verb.CONSULTATION, "list", [row.pk for row in shown.rows], detail=detail)
    return shown


@require_GET
def due(request):
    """The groups that are due to be scored again, and why."""
    form, narrowed, rows, found, sorting = _due_wanted(request)
    shown = _shown(request, rows, found, sorting, "Groups to score again")
    context = {"filter_form": form, "page": shown, "narrowed": narrowed}
    return render(request, "ocg/scoring/due.html", context)


class DownloadDue(ListDownload):
    """The groups that are due, as a file."""

    list_name, file_name, columns = "ocg:scores_due", "groups-to-score", DUE

    def wanted(self):
        """The groups of the list."""
        _, _, rows, _, sorting = _due_wanted(self.request)
        return rows, sorting


@require_GET
def unassessed(request):
    """The groups that people work with and that have no current score, and what names them."""
    rows, found = unassessed_rows(request.reader)
    shown = _shown(request, rows, found, _sorting(request), "Groups without a current score")
    return render(request, "ocg/scoring/unassessed.html", {"page": shown})


class DownloadUnassessed(ListDownload):
    """The groups without a current score, as a file."""

    list_name, file_name, columns = "ocg:unassessed", "groups-without-a-score", UNASSESSED

    def wanted(self):
        """The groups of the list."""
        rows, _ = unassessed_rows(self.reader)
        return rows, _sorting(self.request)
