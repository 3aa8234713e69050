"""Who can see a record, sharing it, ending a share, and the records that one has been told of."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.conditions import named, passed_on
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import LawfulBasis
from pam.audit.services import Verb, log
from pam.disclosure.forms.shares import EndShareForm, ShareForm
from pam.disclosure.selectors import sharing
from pam.disclosure.selectors.signposts import signposts
from pam.disclosure.services import shares
from pam.disclosure.services.sharing import end_share, preview, share_record
from pam.records.models import Record
from pam.records.page import open_record, record_context
from pam.records.parts import kinds_in_words, part_kinds
from pam.ui.panels import sharing_panels_for


def _managed(request, uuid):
    """The record, for those who may share it; 404 or 403 for others."""
    return open_record(request, Record, uuid, level=Level.MANAGE, how="open sharing")


@require_GET
def list_shares(request, uuid):
    """Who can see the record besides its owner team: live shares, and those that ended."""
    record = open_record(request, Record, uuid, level=Level.MANAGE, how="open sharing")
    live, ended = sharing.shares_of(record, request.reader)
    labels = part_kinds(record)
    context = {
        "live": live,
        "ended": ended,
        "kind_labels": labels,
        "panels": sharing_panels_for(request, record),
    }
    return render(request, "disclosure/shares.html", {**record_context(request, record), **context})


@require_http_methods(["GET", "POST"])
def share(request, uuid):
    """Shares the record: the form, then what the receiver will see, then it is done."""
    record = _managed(request, uuid)
    who = request.GET.get("who", "").strip()
    form = ShareForm(request.POST or None, record=record, actor=request.reader, who=who)

    def done(values):
        share_record(actor=request.reader, record=record, **values)
        messages.success(
            request, f"Shared with {sharing.in_sentence(sharing.label_of(values['principal']))}."
        )
        return redirect("disclosure:shares", record.uuid)

    step = next_step(request, record, form, done)
    return step or render(
        request, "disclosure/share_form.html", {**record_context(request, record), "form": form, "who": who}
    )


def next_step(request, record, form, done):
    """What follows a `ShareForm` that was sent: the check of what they will see, and once that is confirmed
    `done(values)`.

    None while there is nothing to check: then the form is shown, with what was refused beside its field.
    """
    if not form.is_bound or "change" in request.POST or not form.is_valid():
        return None
    try:
        return _confirm(request, record, form, done)
    except Refused as refused:
        name = {"lawful_basis": "basis"}.get(refused.field, refused.field)
        form.add_error(name if name in form.fields else None, refused.message)
        return None


def _confirm(request, record, form, done):
    """Shows what they will see; does it once that was confirmed and what it rests on is clear. Raises
    Refused.
    """
    values = form.share()
    grounds = _grounds(request, record, form, values)
    ground, once = values.pop("ground"), values.pop("once")
    if ground or not grounds:
        values["until"] = sharing.end_of_day(
            values["until"] or sharing.default_end(request.reader, values["agreement"], once=once)
        )
    if "confirm" in request.POST:
        ready = _justified(form, values) if once else bool(ground or not grounds)
        if ready:
            return done(values)
        if not once:
            form.add_error("ground", "Choose the legal basis")
    context = (
        _check_once(request, record, form, values)
        if once
        else _check(request, record, form, values, ground, grounds)
    )
    return render(request, "disclosure/share_confirm.html", context)


def _grounds(request, record, form, values):
    """The grounds that fit, none for a share inside the agency; sets `ground`, `agreement` and `basis` in
    `values`.

    The ground that the check showed is kept to, whatever else would fit by now. Raises Refused if it is gone.
    """
    principal, sent = values["principal"], form.cleaned_data["ground"]
    values |= {"ground": None, "agreement": None, "once": False}
    if principal.agency_id == record.agency_id:
        return []
    grounds = sharing.grounds_for(record, principal, basis=values["basis"])
    ground = next((one for one in grounds if one.value == sent), None)
    if sent and ground is None:
        raise Refused("The agreement for this share is no longer in force. Nothing was shared.")
    if not grounds and form.may_share_once:
        values["once"] = True
        return []
    if not grounds:
        raise Refused(shares.no_agreement(principal), field="basis" if values["basis"] else "principal")
    ground = ground or sharing.usual_ground(request.reader, principal, grounds)
    if ground:
        values |= {"ground": ground, "agreement": ground.agreement, "basis": ground.basis}
    form.fields["ground"].choices = [(one.value, one.label) for one in grounds]
    return grounds


def _justified(form, values):
    """Whether a share without an agreement has its lawful basis and its justification; says so beside the
    fields.
    """
    basis, why = form.cleaned_data["once_basis"], form.cleaned_data["justification"].strip()
    if basis is None:
        form.add_error("once_basis", "Choose the lawful basis")
    if not why:
        form.add_error("justification", "Say why it cannot wait for an agreement")
    values |= {"basis": basis, "justification": why}
    return bool(basis and why)


def _check_once(request, record, form, values):
    """The context of the check of a share without an agreement:
    the trial stands on any basis and some words.
    """
    basis = values["basis"] or LawfulBasis.objects.filter(retired=False).first()
    tried = values | {"basis": basis, "justification": values.get("justification") or "Not said yet"}
    return _check(request, record, form, tried, None, []) | {"once": True, "values": values}


def _check(request, record, form, values, ground, grounds):
    """The context of the page that shows what they will see; nothing is kept."""
    principal = values["principal"]
    trial = ground or (grounds[0] if grounds else None)
    tried = values | ({"agreement": trial.agreement, "basis": trial.basis} if trial else {})
    if not ground and grounds:
        tried["until"] = sharing.end_of_day(values["until"] or sharing.default_end(request.reader))
    codes, text = passed_on(
        request.reader, record, principal.pk, values["conditions"], values["condition_text"]
    )
    return {
        **record_context(request, record),
        "form": form,
        "preview": preview(actor=request.reader, record=record, **tried),
        "values": values,
        "ground": ground,
        "choose_ground": bool(grounds) and not ground,
        "level": Level(values["level"]),
        "only": kinds_in_words(record, values["kinds"]) if values["kinds"] is not None else "",
        "on_condition": named(codes, [text]),
        "who": sharing.in_sentence(sharing.label_of(principal)),
        "agency": principal.agency.name,
        "is_signpost": values["level"] == Level.SIGNPOST,
        "standing": sharing.standing_grant(record, principal),
    }


@require_http_methods(["GET", "POST"])
def revoke(request, uuid, grant):
    """Ends a share at once, with the reason."""
    record = _managed(request, uuid)
    found = sharing.grant_of(record, grant)
    labels = {share.uuid: share.who for group in sharing.shares_of(record, request.reader) for share in group}
    if found is None or found.uuid not in labels:
        raise Http404
    who = sharing.in_sentence(labels[found.uuid])
    form = EndShareForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            end_share(
                actor=request.reader, record=record, grant=found, who=who, reason=form.cleaned_data["reason"]
            )
            messages.success(request, f"The share with {who} has ended.")
            return redirect("disclosure:shares", record.uuid)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    return render(
        request, "disclosure/share_end.html", {**record_context(request, record), "form": form, "who": who}
    )


@require_GET
def told_of(request):
    """Records that the reader may know of, and not open: reference, kind and contact."""
    rows = signposts()
    log(request.reader, Verb.CONSULTATION, "list", [], what="Signposts")
    return render(request, "disclosure/signposts.html", {"rows": rows})
