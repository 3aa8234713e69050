"""Pages of organised crime groups."""

from copy import copy

from django.contrib import messages
from django.shortcuts import redirect, render

from ocg import services
from ocg.forms import EndForm, OcgFilters, OcgForm, ReopenForm, ScoreForm
from ocg.models import Ocg
from ocg.picture import attach_figures, picture
from ocg.selectors import filtered
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.records.lists import attach_conditions, kind_page, records
from pam.records.page import open_record, record_context, record_page
from pam.records.views import refuse
from pam.reference.selectors.lists import attach_reference_values

RELATED = ("stage", "tier", "sro__user", "sro__agency")


def list_groups(request):
    """The groups that the reader may open, last changed first, with threat, risk and harm beside the work."""
    form = OcgFilters(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = filtered(records(request), request.reader, wanted)
    groups = kind_page(request, Ocg, "ocg", rows, related=["lead__user", "agency"])
    attach_conditions(request.reader, groups.rows)
    attach_reference_values(groups.rows, "stage", "tier")
    attach_figures(request.reader, groups.rows)
    log(request.reader, Verb.CONSULTATION, "list", [group.pk for group in groups.rows])
    context = {
        "filter_form": form,
        "page": groups,
        "filtered": any(wanted.values()),
        "may_add": request.reader.team_ids,
    }
    return render(request, "ocg/list.html", context)


def new(request):
    """Records a new group."""
    form = OcgForm(request.POST or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        try:
            ocg = services.create(actor=request.reader, ocg=form.save(commit=False))
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, f"{ocg.reference} is recorded.")
            return redirect(ocg)
    return render(request, "ocg/new.html", {"form": form, "may_add": request.reader.team_ids})


def detail(request, uuid):
    """A group: threat, risk and harm beside the plan, its people, its chronology."""
    ocg = open_record(request, Ocg, uuid, related=RELATED)
    return render(request, "ocg/detail.html", record_page(request, ocg) | picture(request.reader, ocg))


def _change(request, ocg, form, template, save, done):
    """A form that changes a group: saves and goes back to it, or shows the form (again)."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect(ocg)
    return render(request, template, {**record_context(request, ocg), "form": form})


def edit(request, uuid):
    """Changes what is recorded of a group; a save that comes too late shows both texts."""
    ocg = open_record(request, Ocg, uuid, level=Level.MANAGE, how="open to change", related=RELATED)
    # The form works on a copy: what is typed must not show as the record's own name while it is refused.
    form = OcgForm(request.POST or None, instance=copy(ocg), reader=request.reader)

    def save(form):
        version = form.cleaned_data["version"]
        services.edit(
            actor=request.reader, ocg=form.save(commit=False), version=version, changed=form.changed_data
        )

    return _change(request, ocg, form, "ocg/edit.html", save, "Saved.")


def score(request, uuid):
    """Scores threat, risk and harm."""
    ocg = open_record(request, Ocg, uuid, level=Level.CONTRIBUTE, how="open to add", related=RELATED)
    level = visibility.level(request.reader, ocg)
    form = ScoreForm(request.POST or None, reader=request.reader, record=ocg, level=level)

    def save(form):
        services.add_score(
            actor=request.reader, ocg=ocg, score=form.save(commit=False), agencies=form.addressed_to()
        )

    return _change(request, ocg, form, "ocg/score.html", save, "The score is recorded.")


def close(request, uuid):
    """Archives a group, with a reason."""
    ocg = open_record(request, Ocg, uuid, level=Level.MANAGE, how="open to change", related=RELATED)
    form = EndForm(request.POST or None, initial={"version": ocg.version})

    def save(form):
        services.close(actor=request.reader, ocg=copy(ocg), **form.cleaned_data)

    return _change(request, ocg, form, "ocg/close.html", save, "The group is archived.")


def reopen(request, uuid):
    """Takes a group out of the archive, with a reason."""
    ocg = open_record(request, Ocg, uuid, level=Level.MANAGE, how="open to change", related=RELATED)
    form = ReopenForm(request.POST or None, initial={"version": ocg.version})

    def save(form):
        services.reopen(actor=request.reader, ocg=copy(ocg), **form.cleaned_data)

    return _change(request, ocg, form, "ocg/reopen.html", save, "The group is open again.")
