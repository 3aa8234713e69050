"""Who can see a record, sharing it, ending a share, and the records that one has been told of."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pam.access import gate, sharing
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.services import agreements_for
from pam.audit.services import Verb, log

from .forms_sharing import EndShareForm, ShareForm
from .kinds import sharing_panels_for
from .models import Record
from .page import frame, open_record
from .sharing import end_share, preview, share_record
from .signposts import signposts


def _managed(request, uuid):
    """The record, for those who may share it; 404 or 403 for others."""
    record = gate.get(request.reader, Record, uuid, level=Level.MANAGE)
    record.lead, record.team  # noqa: B018  (both are shown by the frame)
    return record


@require_GET
def list_shares(request, uuid):
    """Who can see the record besides its owner team: live shares, and those that ended."""
    record = open_record(request, Record, uuid, level=Level.MANAGE, how="open sharing")
    live, ended = sharing.shares_of(record)
    context = {"live": live, "ended": ended, "panels": sharing_panels_for(request, record)}
    return render(request, "records/sharing.html", {**frame(request, record), **context})


@require_http_methods(["GET", "POST"])
def share(request, uuid):
    """Shares the record: the form, then what the receiver will see, then it is done."""
    record = _managed(request, uuid)
    who = request.GET.get("who", "").strip()
    form = ShareForm(request.POST or None, record=record, who=who)
    if form.is_bound and "change" not in request.POST and form.is_valid():
        try:
            return _confirm(request, record, form)
        except Refused as refused:
            name = {"lawful_basis": "basis"}.get(refused.field, refused.field)
            form.add_error(name if name in form.fields else None, refused.message)
    return render(request, "records/sharing_form.html", {**frame(request, record), "form": form, "who": who})


def _confirm(request, record, form):
    """Shows what they will see; does it once that was confirmed and the agreement is clear. Raises Refused."""
    values, reader = form.share(), request.reader
    principal = values["principal"]
    outside = principal.agency_id != record.agency_id
    agreements = list(agreements_for(record, principal, basis=values["basis"])) if outside and values["basis"] else []
    if len(agreements) == 1:
        values["agreement"] = agreements[0]
    choose = len(agreements) > 1
    if "confirm" in request.POST:
        if not choose or values["agreement"] in agreements:
            share_record(actor=reader, record=record, **values)
            messages.success(request, f"Shared with {sharing.in_sentence(sharing.label_of(principal))}.")
            return redirect("records:sharing", record.uuid)
        form.add_error("agreement", "Choose the agreement that the share rests on")
    shown = preview(actor=reader, record=record, **values | {"agreement": values["agreement"] or next(iter(agreements), None)})
    form.fields["agreement"].queryset = form.fields["agreement"].queryset.filter(pk__in=[a.pk for a in agreements])
    context = {
        "form": form,
        "preview": shown,
        "values": values,
        "level": Level(values["level"]),
        "who": sharing.in_sentence(sharing.label_of(principal)),
        "agency": principal.agency.name,
        "is_signpost": values["level"] == Level.SIGNPOST,
        "choose_agreement": choose,
        "standing": sharing.standing_grant(record, principal),
        "outside": outside,
    }
    return render(request, "records/sharing_confirm.html", {**frame(request, record), **context})


@require_http_methods(["GET", "POST"])
def revoke(request, uuid, grant):
    """Ends a share at once, with the reason."""
    record = _managed(request, uuid)
    found = sharing.grant_of(record, grant)
    if found is None:
        raise Http404
    labels = {share.uuid: share.who for group in sharing.shares_of(record) for share in group}
    who = sharing.in_sentence(labels[found.uuid])
    form = EndShareForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            end_share(actor=request.reader, record=record, grant=found, who=who, reason=form.cleaned_data["reason"])
            messages.success(request, f"The share with {who} has ended.")
            return redirect("records:sharing", record.uuid)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    return render(request, "records/sharing_end.html", {**frame(request, record), "form": form, "who": who})


@require_GET
def told_of(request):
    """Records that the reader may know of, and not open: reference, kind and contact."""
    rows = signposts()
    log(request.reader, Verb.CONSULTATION, "list", [], what="Signposts")
    return render(request, "records/sharing_signposts.html", {"rows": rows})
