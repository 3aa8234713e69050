"""Pages of retention groups: read by everyone, an agency's own changed by its administrators."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.models import Membership
from pam.audit.services import Verb, log
from pam.forms.views import call_service
from pam.retention.forms import GroupForm, RetireForm
from pam.retention.selectors import groups as selectors
from pam.retention.services import groups as services
from pam.retention.views.keeping import sections

ADMINISTRATOR = Membership.Role.ADMINISTRATOR


@require_GET
def groups(request):
    """The retention groups that the reader's agency uses, with their periods."""
    may_change = request.reader.has_role(ADMINISTRATOR)
    counts = selectors.records_in(request.reader.agency_id) if may_change else {}
    rows = list(selectors.groups_of(request.reader.agency_id))
    for row in rows:
        row.records = counts.get(row.pk, 0)
        row.many = row.records > selectors.MAX_COUNTED
    log(request.reader, Verb.CONSULTATION, "list", detail="Retention groups")
    context = {"groups": rows, "may_change": may_change, "most": selectors.MAX_COUNTED}
    return render(request, "retention/groups.html", {**context, "tabs": sections(request.reader)})


def _own(request, uuid):
    """The group of the administrator's own agency; 403 for the person who is none, 404 for any other
    group.
    """
    if not request.reader.has_role(ADMINISTRATOR):
        raise PermissionDenied
    group = selectors.own_group(request.reader.agency_id, uuid)
    if group is None:
        raise Http404
    return group


def _form(request, form, save, title, group=None):
    """Shows the form of a group, or saves it and goes back to the list."""
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.fields if name != "version"}
        taken, done = call_service(form, lambda: save(**values))
        if taken:
            messages.success(request, done)
            return redirect("retention:groups")
    context = {"form": form, "title": title, "group": group}
    context["changes"] = selectors.changes_of(group) if group else []
    return render(request, "retention/group_form.html", context)


@require_http_methods(["GET", "POST"])
def group_new(request):
    """Adds a retention group to the agency's own."""
    if not request.reader.has_role(ADMINISTRATOR):
        raise PermissionDenied

    def save(**values):
        row = services.add_group(actor=request.reader, **values)
        return f"“{row.label}” can now be chosen for records of your agency."

    return _form(request, GroupForm(request.POST or None), save, "Add a retention group")


@require_http_methods(["GET", "POST"])
def group_edit(request, uuid):
    """Changes a group of the agency, and with its years the reviews of its records."""
    group = _own(request, uuid)
    form = GroupForm(request.POST or None, instance=copy(group))

    def save(**values):
        version = form.cleaned_data["version"]
        _, moved = services.change_group(actor=request.reader, group=group, version=version, **values)
        records = "1 record has" if moved == 1 else f"{moved:,} records have"
        return f"Saved. {records} another date of review now." if moved else "Saved."

    return _form(request, form, save, "Change a retention group", group)


@require_http_methods(["GET", "POST"])
def group_retire(request, uuid):
    """Takes a group of the agency out of use, or brings it back, after asking."""
    group = _own(request, uuid)
    form = RetireForm(request.POST or None, initial={"version": group.version})
    retire = not group.retired
    if request.method == "POST" and form.is_valid():
        taken, _ = call_service(
            form,
            lambda: services.retire_group(
                actor=request.reader, group=group, retired=retire, **form.cleaned_data
            ),
        )
        if taken:
            messages.success(request, f"“{group.label}” is {'retired' if retire else 'in use again'}.")
            return redirect("retention:groups")
    context = {
        "question": f"{'Retire' if retire else 'Bring back'} “{group.label}”?",
        "consequences": [
            "No one can choose it for a record." if retire else "It can be chosen for records again.",
            "Records that are in it stay in it, and keep their dates of review.",
        ],
        "confirm_label": "Retire" if retire else "Bring back",
        "cancel_url": reverse("retention:groups"),
    }
    return render(request, "ui/confirm.html", {**context, "form": form})
