"""Pages of organised crime groups."""

from copy import copy

from django.shortcuts import render

from ocg import services
from ocg.disruptions.selectors import latest
from ocg.downloads import COLUMNS, attach_list_values
from ocg.facts.selectors import facts_of, same_words
from ocg.forms import OcgFilters, OcgForm, ScoreForm
from ocg.harm.selectors import latest as latest_harm
from ocg.members.selectors import panel_of as members_panel
from ocg.models import Ocg
from ocg.plan.selectors.plan import panel_of
from ocg.region.selectors import panel_of as region_panel
from ocg.responsible.selectors import responsible_of
from ocg.scoring.panels import scores_of
from ocg.selectors.lists import filtered
from ocg.selectors.notes import notes_of
from ocg.selectors.picture import ROWS, picture
from ocg.selectors.questions import FEW, next_of, unknown_of
from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView
from pam.lists.opening import keeps
from pam.records.many import of_picked
from pam.records.selectors.lists import kind_page, kind_sorting, records
from pam.records.views.base import AddToRecordView, RecordFormView
from pam.records.views.download import ListDownload
from pam.records.views.page import open_record, record_page
from pam.stages.shown import stage_shown

RELATED = ("tier", "sro__user", "sro__agency", "coordinator__user", "coordinator__agency", "stage_version")


def _wanted(request):
    """(form, what it says, rows, Sorting) of the list, as the address asks."""
    form = OcgFilters(request.GET or None, reader=request.reader)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = filtered(records(request), request.reader, wanted)
    return form, wanted, rows, kind_sorting(request, "Group", "Tier")


@keeps("ocg")
def list_groups(request):
    """The groups that the reader may open, highest tier first, with threat, risk and harm beside the work."""
    form, wanted, rows, sorting = _wanted(request)
    groups = kind_page(request, "ocg", rows, sorting, ROWS)
    attach_list_values(request.reader, groups.rows)
    log(request.reader, Verb.CONSULTATION, "list", [group.pk for group in groups.rows])
    context = {
        "filter_form": form,
        "page": groups,
        "filtered": any(wanted.values()),
        "may_add": request.reader.team_ids,
    }
    return render(request, "ocg/list.html", context)


class DownloadGroups(ListDownload):
    """The list of groups as a file."""

    list_name, file_name, columns = "ocg:list", "groups", COLUMNS

    def wanted(self):
        """The groups of the list, or those of them that were ticked."""
        _, _, rows, sorting = _wanted(self.request)
        return of_picked(rows.filter(kind="ocg"), self.request.GET), sorting


class NewOcg(ServiceFormView):
    """Records a new group."""

    form_class = OcgForm
    template_name = "ocg/new.html"

    def form_arguments(self):
        """The reader, whose teams can own it."""
        return {"reader": self.reader}

    def save(self, form):
        """Creates the group."""
        return services.create(actor=self.reader, ocg=form.save(commit=False), places=form.places)

    def done_words(self, saved):
        """Its reference, and which other group has one of its numbers."""
        return f"{saved.reference} is recorded.{same_words(self.reader, saved)}"

    def next_page(self, saved):
        """The group's page."""
        return saved

    def context(self):
        """Whether the reader is in a team that can own it."""
        return {"may_add": self.reader.team_ids}


def detail(request, uuid):
    """A group: threat, risk and harm beside the plan, its people, its chronology."""
    ocg = open_record(request, Ocg, uuid, related=RELATED)
    context = record_page(request, ocg) | picture(request.reader, ocg)
    context["stage"] = stage_shown(request.reader, ocg, context["level"])
    context["disruptions"] = latest(request.reader, ocg)
    context["scores"] = scores_of(request.reader, ocg, context["typed"])
    context["harm"] = latest_harm(request.reader, ocg)
    context["region"] = region_panel(request.reader, ocg)
    context["four_p"] = panel_of(request.reader, ocg)
    context["members"] = members_panel(request.reader, ocg)
    context["unknown"] = unknown_of(request.reader, ocg)
    context["next"] = next_of(request.reader, ocg)[:FEW]
    context["facts"] = facts_of(request.reader, ocg)
    context["responsible"] = responsible_of(request.reader, ocg)
    context["notes"] = notes_of(context)
    return render(request, "ocg/detail.html", context)


class OcgFormView(RecordFormView):
    """A form that changes a group."""

    model = Ocg
    related = RELATED


class EditOcg(OcgFormView):
    """Changes what is recorded of a group; a save that comes too late shows both texts."""

    form_class = OcgForm
    template_name = "ocg/edit.html"

    def form_arguments(self):
        """A copy: what is typed must not show as the record's own name while it is refused."""
        return {"instance": copy(self.record), "reader": self.reader}

    def save(self, form):
        """Saves the group."""
        version, ocg = form.cleaned_data["version"], form.save(commit=False)
        said = {"version": version, "changed": form.changed_data, "places": form.places}
        return services.edit(actor=self.reader, ocg=ocg, **said)

    def done_words(self, saved):
        """That it is saved, and which other group has one of its numbers."""
        return f"Saved.{same_words(self.reader, saved)}"


class AddScore(AddToRecordView):
    """Scores threat, risk and harm."""

    model = Ocg
    related = RELATED
    form_class = ScoreForm
    template_name = "ocg/score.html"
    done = "The score is recorded."

    def save(self, form):
        """Adds the score."""
        return services.add_score(
            actor=self.reader, ocg=self.record, score=form.save(commit=False), agencies=form.addressed_to()
        )
