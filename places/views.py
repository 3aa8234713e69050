"""Places: the list, a place's page, and its forms."""

from copy import copy

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView
from pam.lists.opening import keeps
from pam.records.many import of_picked
from pam.records.models import Record
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.lists import kind_page, records
from pam.records.views.base import AddToRecordView, PartFormView, RecordFormView
from pam.records.views.download import ListDownload
from pam.records.views.page import open_record, record_context, record_page
from pam.stages.shown import stage_shown
from pam.ui.sorting import Column, Sorting
from places import selectors, services
from places.downloads import COLUMNS, ROWS, attach_list_values
from places.forms import (
    BoardChangeForm,
    BoardForm,
    FigureForm,
    FiguresForm,
    PlaceFilters,
    PlaceForm,
    SurveyFigureForm,
    SurveyForm,
)
from places.models import BoardMember, IndicatorFigure, PlaceRecord, SurveyFigure

RELATED = ("area_kind", "area", "stage_version__framework")


def sorting(request, label):
    """The orders of a list here: the next review first."""
    return Sorting(
        request,
        Column("review", "Next review", "next_review__or_last"),
        Column("changed", "Last changed", "-updated", heading=False),
        Column("title", label, "title__folded"),
    )


def _wanted(request):
    """(form, rows, Sorting) of the list, as the address asks."""
    form = PlaceFilters(request.GET or None, reader=request.reader)
    return form, form.narrow(records(request)), sorting(request, "Place")


@keeps("places")
def list_places(request):
    """The places that the reader may open, the next review first."""
    form, rows, order = _wanted(request)
    shown = kind_page(request, "place", rows, order, ROWS)
    attach_list_values(request.reader, shown.rows)
    log(request.reader, Verb.CONSULTATION, "list", [place.pk for place in shown.rows], detail="Places")
    context = {"filters": form, "page": shown, "may_add": bool(request.reader.team_ids)}
    return render(request, "places/list.html", context)


class DownloadPlaces(ListDownload):
    """The list of places as a file."""

    list_name, file_name, columns = "places:list", "places", COLUMNS

    def wanted(self):
        """The places of the list, or those of them that were ticked."""
        _, rows, order = _wanted(self.request)
        return of_picked(rows.filter(kind="place"), self.request.GET), order


class NewPlace(ServiceFormView):
    """Records a new place."""

    form_class = PlaceForm
    template_name = "places/new.html"

    def form_arguments(self):
        """The reader, whose teams can own it."""
        return {"reader": self.reader}

    def save(self, form):
        """Creates the place."""
        return services.create(actor=self.reader, place=form.save(commit=False))

    def done_words(self, saved):
        """Its reference, and what comes next."""
        return f"{saved.reference} is recorded. Next: the board and the baseline."

    def next_page(self, saved):
        """The place's page."""
        return saved

    def context(self):
        """Whether the reader is in a team that can own it."""
        return {"may_add": bool(self.reader.team_ids)}


def detail(request, uuid):
    """A place: its phase, what changed since the baseline, the board, actions, linked groups."""
    place = open_record(request, PlaceRecord, uuid, related=RELATED)
    reader = request.reader
    context = record_page(request, place)
    context["stage"] = stage_shown(reader, place, context["level"])
    context["approach"] = place.stage_version.framework.name if place.stage_version else ""
    context["indicators"] = selectors.indicators_of(reader, place)
    context["survey"] = selectors.survey_of(reader, place)
    context["board"], context["left_board"] = selectors.board_of(reader, place)
    context["actions"] = selectors.actions_of(reader, place)
    return render(request, "places/detail.html", context)


@require_GET
def figures(request, uuid):
    """All figures of a place, indicator by indicator and question by question, with a chart of each."""
    record = open_record(request, PlaceRecord, uuid, operation="open figures")
    context = record_context(request, record)
    found = [*selectors.indicators_of(request.reader, record), *selectors.survey_of(request.reader, record)]
    for series in found:
        label_audiences(series.rows, context["level"])
        for row in series.rows:
            row.may_change = visibility.may_change(request.reader, row, context["level"])
    return render(request, "places/figures.html", {"found": found, **context})


class EditPlace(RecordFormView):
    """Changes a place; a save that comes too late shows both texts."""

    model, related = PlaceRecord, RELATED
    form_class = PlaceForm
    template_name = "places/edit.html"
    done = "Saved."

    def form_arguments(self):
        """A copy: what is typed must not show as the record's own name while it is refused."""
        return {"instance": copy(self.record), "reader": self.reader}

    def save(self, form):
        """Saves the place."""
        version, place = form.cleaned_data["version"], form.save(commit=False)
        return services.edit(actor=self.reader, place=place, version=version, changed=form.changed_data)


class AddRow(AddToRecordView):
    """Adds a row to a place; `heading` names the page."""

    model = PlaceRecord
    template_name = "places/part_form.html"
    heading = ""

    def context(self):
        """The frame and the heading."""
        return {**super().context(), "heading": self.heading}


class ChangeRow(PartFormView):
    """Changes a row of a place; `heading` names the page."""

    template_name = "places/part_form.html"
    done = "Saved."
    heading = ""

    def form_arguments(self):
        """The row."""
        return {"instance": self.part, "reader": self.reader}

    def context(self):
        """The frame and the heading."""
        return {**super().context(), "heading": self.heading}


def figures_page(record: Record) -> str:
    """The address of the figures of a place."""
    return reverse("places:figures", args=[record.uuid])


class AddBoardMember(AddRow):
    """Adds a person to the board."""

    form_class, heading, done = BoardForm, "Add to the board", "Added to the board."

    def save(self, form):
        """Keeps them."""
        return services.add_board_member(
            actor=self.reader, record=self.record, member=form.save(commit=False)
        )


class ChangeBoardMember(ChangeRow):
    """Changes a person on the board, or that they left."""

    model, form_class, heading = BoardMember, BoardChangeForm, "Change a board member"

    def save(self, form):
        """Saves it."""
        version, member = form.cleaned_data["version"], form.save(commit=False)
        return services.edit_board_member(actor=self.reader, member=member, version=version)


class AddFigures(AddRow):
    """Adds the figures of one day."""

    form_class, heading, done = FiguresForm, "Add figures", "The figures are saved."

    def save(self, form):
        """Keeps them."""
        to = form.addressed_to()
        return services.add_figures(actor=self.reader, record=self.record, figures=form.rows(), agencies=to)


class AddSurvey(AddRow):
    """Adds what people answered in a survey."""

    form_class, heading, done = SurveyForm, "Add a survey", "The survey is saved."

    def save(self, form):
        """Keeps it."""
        to = form.addressed_to()
        return services.add_survey(actor=self.reader, record=self.record, figures=form.rows(), agencies=to)


class CorrectFigure(ChangeRow):
    """Corrects a figure."""

    model, form_class, heading = IndicatorFigure, FigureForm, "Correct a figure"

    def save(self, form):
        """Saves it."""
        version, figure = form.cleaned_data["version"], form.save(commit=False)
        return services.edit_figure(actor=self.reader, figure=figure, version=version)

    def next_page(self, saved):
        """All figures."""
        return figures_page(self.record)

    def context(self):
        """Which indicator it is of."""
        return {**super().context(), "of": self.part.indicator.label}


class CorrectSurvey(ChangeRow):
    """Corrects a figure of a survey."""

    model, form_class, heading = SurveyFigure, SurveyFigureForm, "Correct a survey figure"

    def save(self, form):
        """Saves it."""
        version, figure = form.cleaned_data["version"], form.save(commit=False)
        return services.edit_survey(actor=self.reader, figure=figure, version=version)

    def next_page(self, saved):
        """All figures."""
        return figures_page(self.record)

    def context(self):
        """Which question it is of."""
        return {**super().context(), "of": self.part.question.label}
