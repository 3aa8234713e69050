"""Pages of missing episodes and of MAPPA."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.records.selectors.audience import label_audiences
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.page import open_record, record_context
from pvp.missing import selectors, services
from pvp.missing.forms import (
    EndMappaForm,
    EpisodeForm,
    InterviewForm,
    MappaForm,
    ReturnForm,
    ReviewForm,
)
from pvp.models import CaseFile, Mappa, MissingEpisode


def _address(name, row):
    return reverse(f"pvp:{name}", args=[row.uuid])


@require_GET
def of_record(request, uuid):
    """The missing episodes of a case, the latest first."""
    case = open_record(request, CaseFile, uuid, operation="open missing episodes")
    context = record_context(request, case)
    rows = list(selectors.episodes_of(request.reader, case)[:100])
    selectors.attach_due(request.reader, case, rows)
    return render(request, "pvp/missing/of_record.html", {**context, "rows": rows})


class AddToCase(AddToRecordView):
    """A form that adds something about a person of a case."""

    model = CaseFile

    def form_arguments(self):
        """The people of the case too."""
        people = selectors.people_of(self.reader, self.record)
        return super().form_arguments() | {"people": people}


class AddEpisode(AddToCase):
    """Adds an episode."""

    form_class = EpisodeForm
    template_name = "pvp/missing/add.html"
    done = "The episode is kept. Add a review while they are missing."

    def save(self, form):
        """Adds it."""
        return services.add_episode(
            actor=self.reader,
            record=self.record,
            episode=form.save(commit=False),
            person=form.cleaned_data["person"],
            agencies=form.addressed_to(),
        )

    def next_page(self, saved):
        """The episode."""
        return _address("missing_episode", saved)


@require_GET
def detail(request, uuid):
    """One episode with its reviews and the return interview."""
    reader, row = request.reader, selectors.episode(request.reader, uuid)
    record = selectors.record_of(reader, row)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open missing episode", [record.pk])
    label_audiences([row], context["level"])
    selectors.attach_due(reader, record, [row])
    context |= {
        "episode": row,
        "reviews": selectors.reviews_of(reader, row),
        "may_change": visibility.may_change(reader, row, context["level"]),
    }
    return render(request, "pvp/missing/detail.html", context)


class EpisodeView(PartFormView):
    """A form about `self.part`, an episode that is `fitting`, else the episode is shown."""

    model = MissingEpisode
    contributes = False  # who contributes may, no matter who wrote the episode

    def fitting(self, episode):
        """Whether the form is there for it."""
        return True

    def open(self, uuid):
        """Opens the episode and its case. Raises as `PartFormView.open`."""
        self.part = selectors.episode(self.reader, uuid)
        if self.contributes:
            visibility.require(self.reader, self.part, Level.CONTRIBUTE)
        else:
            visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return None if self.fitting(self.part) else redirect(self.next_page(None))

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.part.version}}

    def next_page(self, saved):
        """The episode."""
        return _address("missing_episode", self.part)

    def context(self):
        """The frame, and the episode."""
        return {**super().context(), "episode": self.part}


class AddReview(EpisodeView):
    """Adds a review while they are missing."""

    form_class = ReviewForm
    template_name = "pvp/missing/review.html"
    done = "The review is kept."
    contributes = True

    def fitting(self, episode):
        """While they are missing."""
        return episode.returned_at is None

    def form_arguments(self):
        """The risk as it was."""
        return {"initial": {"risk": self.part.risk}}

    def save(self, form):
        """Adds it."""
        return services.add_review(actor=self.reader, episode=self.part, review=form.save(commit=False))


class Returned(EpisodeView):
    """Records that they are back."""

    form_class = ReturnForm
    template_name = "pvp/missing/returned.html"
    done = "Kept. Offer the return interview."

    def fitting(self, episode):
        """While they are missing."""
        return episode.returned_at is None

    def save(self, form):
        """Keeps it."""
        data = form.cleaned_data
        return services.returned(
            actor=self.reader,
            episode=self.part,
            version=data["version"],
            at=data["moment"],
            found_how=data["found_how"],
        )


class RecordInterview(EpisodeView):
    """Records the return interview."""

    form_class = InterviewForm
    template_name = "pvp/missing/interview.html"
    done = "Kept."

    def fitting(self, episode):
        """Once they are back."""
        return episode.returned_at is not None

    def form_arguments(self):
        """What is known of it."""
        part = self.part
        known = {"interview": part.interview, "by": part.interview_by, "note": part.interview_note}
        return {"initial": {"version": part.version, **known}}

    def save(self, form):
        """Keeps it."""
        return services.record_interview(actor=self.reader, episode=self.part, **form.cleaned_data)


@require_GET
def mappa(request, uuid):
    """MAPPA management of people of a case, with our own actions; never minutes."""
    case = open_record(request, CaseFile, uuid, operation="open MAPPA")
    context = record_context(request, case)
    rows = list(selectors.mappa_of(request.reader, case)[:50])
    for row in rows:
        row.may_change = not row.ended_on and visibility.may_change(request.reader, row, context["level"])
    context |= {"rows": rows, "actions": selectors.own_actions(request.reader, case)}
    return render(request, "pvp/missing/mappa.html", context)


class AddMappa(AddToCase):
    """Keeps that a person is managed under MAPPA."""

    form_class = MappaForm
    template_name = "pvp/missing/mappa_add.html"
    done = "Kept."

    def save(self, form):
        """Keeps it."""
        return services.add_mappa(
            actor=self.reader,
            record=self.record,
            mappa=form.save(commit=False),
            person=form.cleaned_data["person"],
            agencies=form.addressed_to(),
        )

    def next_page(self, saved):
        """All of it."""
        return _address("mappa", self.record)


class EndMappa(PartFormView):
    """Keeps that the management ended."""

    model = Mappa
    form_class = EndMappaForm
    template_name = "pvp/missing/mappa_end.html"
    done = "Kept."

    def open(self, uuid):
        """Opens it and the case; of one that ended the list is shown. Raises as `PartFormView.open`."""
        self.part = selectors.mappa(self.reader, uuid)
        visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return redirect(self.next_page(None)) if self.part.ended_on else None

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Keeps it."""
        return services.end_mappa(actor=self.reader, mappa=self.part, **form.cleaned_data)

    def next_page(self, saved):
        """All of it."""
        return _address("mappa", self.record)

    def context(self):
        """The frame, and the management."""
        return {**super().context(), "mappa": self.part}
