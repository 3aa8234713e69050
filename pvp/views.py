"""Case files: the list, a case's page, and its forms."""

from copy import copy

from django.shortcuts import render

from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView
from pam.lists.opening import keeps
from pam.records.many import of_picked
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.lists import kind_page, kind_sorting, records
from pam.records.views.base import RecordFormView
from pam.records.views.download import ListDownload
from pam.records.views.page import open_record, record_page
from pam.stages.shown import stage_shown
from pvp import services
from pvp.downloads import COLUMNS, ROWS, attach_list_values
from pvp.forms import CaseFilters, CaseForm, NewCaseForm
from pvp.marac.selectors import on_case_page
from pvp.marac.views import log_others
from pvp.models import CaseFile
from pvp.people.selectors import people_of_case
from pvp.risk.selectors import unseen
from pvp.safety.selectors import actions_of, agreed_last, current_items
from pvp.strands.selectors import strand_of

RELATED = ("strand", "grade", "stage_version")


def _wanted(request):
    """(form, rows, Sorting) of the list, as the address asks."""
    filters = CaseFilters(request.GET or None, reader=request.reader)
    return filters, filters.narrow(records(request)), kind_sorting(request, "Case file", "Risk grade")


@keeps("pvp")
def cases(request):
    """The case files that the reader may see, highest risk first, with what waits to be done in each."""
    filters, rows, sorting = _wanted(request)
    shown = kind_page(request, "pvp", rows, sorting, ROWS)
    attach_list_values(request.reader, shown.rows)
    numbers = [case.pk for case in shown.rows]
    log(request.reader, Verb.CONSULTATION, "list", numbers, detail="PVP cases")
    may_add = bool(request.reader.team_ids)
    return render(request, "pvp/list.html", {"filters": filters, "page": shown, "may_add": may_add})


class DownloadCases(ListDownload):
    """The list of case files as a file."""

    list_name, file_name, columns = "pvp:list", "case-files", COLUMNS

    def wanted(self):
        """The case files of the list, or those of them that were ticked."""
        _, rows, sorting = _wanted(self.request)
        return of_picked(rows.filter(kind="pvp"), self.request.GET), sorting


class NewCase(ServiceFormView):
    """Opens a case file with the person that it is about."""

    form_class = NewCaseForm
    template_name = "pvp/new.html"

    def form_arguments(self):
        """The reader, whose teams can own it."""
        return {"reader": self.reader}

    def save(self, form):
        """Opens the case."""
        data = form.cleaned_data
        return services.open_case(
            actor=self.reader, case=form.save(commit=False), name=data["title"], born=data["born"]
        )

    def done_words(self, saved):
        """Its reference, and what comes next."""
        return f"{saved.reference} is open. Next: how they can be reached safely, and the safety plan."

    def next_page(self, saved):
        """The case's page."""
        return saved

    def context(self):
        """Whether the reader is in a team that can own it."""
        return {"may_add": bool(self.reader.team_ids)}


def detail(request, uuid):
    """Who and how bad, safe contact and warnings, what they want, what is being done (overdue first), what is
    next; then everything that every record has.
    """
    case = open_record(request, CaseFile, uuid, related=RELATED)
    context = record_page(request, case)
    plan, others = actions_of(request.reader, case)
    context |= {
        "person": next((person for person in context["people"] if person.pk == case.person_id), None),
        "plan": plan,
        "plan_done": sum(action.status == "done" for action in plan),
        "plan_not_done": {
            status: sum(action.status == status for action in plan) for status in ("impossible", "not_done")
        },
        "plan_overdue": sum(action.overdue for action in plan),
        "other_actions": others,
        "items": current_items(request.reader, case),
        "agreed": agreed_last(request.reader, case),
    }
    label_audiences(context["items"], context["level"])
    context["risk"] = {"unseen": unseen(request.reader, case)}
    context["marac_met"], last = ([], []) if context["guest"] else on_case_page(request.reader, case)
    log_others(request.reader, case, last)
    context |= people_of_case(request.reader, case, context["people"])
    context["strand"] = strand_of(request.reader, case, whole=False)
    context["stage"] = stage_shown(request.reader, case, context["level"])
    return render(request, "pvp/detail.html", context)


class CaseFormView(RecordFormView):
    """A form that changes a case file."""

    model = CaseFile
    related = RELATED


class EditCase(CaseFormView):
    """Changes a case file; a save that comes too late shows both texts."""

    form_class = CaseForm
    template_name = "pvp/edit.html"
    done = "Saved."

    def form_arguments(self):
        """A copy: what is typed must not show as the record's own name while it is refused."""
        return {"instance": copy(self.record), "reader": self.reader}

    def save(self, form):
        """Saves the case."""
        version, case = form.cleaned_data["version"], form.save(commit=False)
        return services.edit_case(actor=self.reader, case=case, version=version, changed=form.changed_data)
