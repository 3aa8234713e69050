"""The minutes: draft, approval, one copy per audience, download."""

import json
from hashlib import sha256

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render

from meetings.issue.selectors import versions
from meetings.issue.services import note_reading
from meetings.models import Meeting, MinutesCopy
from meetings.selectors.composing import compose, from_content, signs_not_printed
from meetings.selectors.sight import audiences, may_approve, readers_in_words, sight
from meetings.services import conduct
from meetings.views.meetings import around, opened
from pam.access import visibility
from pam.access.conditions import conditions_on
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.forms.views import press
from pam.records.models import Record
from pam.records.views.pages import refuse_copy

State = Meeting.State


def _copies(reader, meeting):
    """The copies that `reader` may read: the latest version first, of that whose reader sees most."""
    return list(
        visibility.visible_to(reader, MinutesCopy).filter(record_id=meeting.pk).order_by("-edition", "number")
    )


def minutes(request, uuid):
    """The approved minutes that the reader may read, with their files; before that, for the person who
    manages it, the draft.
    """
    reader, meeting = request.reader, opened(request, uuid, operation="open minutes")
    context = around(request, meeting)
    if meeting.state != State.APPROVED:
        visibility.require(reader, meeting, Level.MANAGE)
        if meeting.state in (State.CALLED, State.CANCELLED):
            raise Http404
        content, about = compose(reader, meeting, sight(reader, meeting))
        if about:
            log(reader, Verb.CONSULTATION, "list", about)
        context["may_approve"] = meeting.state == State.CLOSED and may_approve(
            reader, meeting, context["level"]
        )
        context["may_send"] = meeting.state == State.CLOSED and not versions(reader, meeting)
        return render(request, "meetings/minutes.html", context | {"minutes": from_content(content)})
    copies = _copies(reader, meeting)
    context |= {
        "copies": copies,
        "minutes": from_content(copies[0].content) if copies else None,
        "waiting": any(copy.state == MinutesCopy.State.WAITING for copy in copies),
    }
    if context["may_manage"]:
        readers_in_words(copies)
    if copies:
        note_reading(actor=reader, copy=copies[0], owner_agency=meeting.agency_id)
        context["conditions"] = conditions_on(reader, [meeting.pk, *copies[0].about_records])
        _log_reading(reader, meeting, copies[0], "read minutes")
    return render(request, "meetings/minutes.html", context)


def _log_reading(reader, meeting, copy, operation):
    """Minutes that leave the owning agency are a disclosure, on the screen as on paper."""
    outside = reader.agency_id != meeting.agency_id
    log(
        reader,
        Verb.DISCLOSURE if outside else Verb.CONSULTATION,
        operation,
        [meeting.pk, *copy.about_records],
        detail=f"{meeting.reference}, {copy.label}",  # its number would give away the others
        recipient=reader.agency_name if outside else "",
        recipient_agency=reader.agency_id if outside else None,
    )


def progress(request, uuid):
    """Asked every few seconds while files are being made: says nothing, but has the page loaded anew once
    they are.
    """
    meeting = visibility.get(request.reader, Meeting, uuid)
    waiting = any(copy.state == MinutesCopy.State.WAITING for copy in _copies(request.reader, meeting))
    return HttpResponse(status=204, headers={} if waiting else {"HX-Refresh": "true"})


def _digest(content):
    """Tells whether two texts of the minutes are the same."""
    return sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _changed_since(request, meeting):
    """Whether the minutes that wait are others than those that the person had before them."""
    seen = request.POST.get("seen")
    if not seen or meeting.state != State.CLOSED:
        return False
    content, _ = compose(request.reader, meeting, sight(request.reader, meeting))
    return _digest(content) != seen


def approve(request, uuid):
    """The chair's approval, after showing who will get which copy."""
    reader, meeting = request.reader, opened(request, uuid, level=Level.MANAGE, operation="open to approve")
    context = around(request, meeting)
    if not may_approve(reader, meeting, context["level"]):
        messages.error(request, "The chair approves the minutes, or another chair of the owning agency.")
        return redirect("meetings:minutes", uuid)
    if request.method == "POST" and _changed_since(request, meeting):
        words = "The minutes changed since you opened this page. Read them again before you approve them."
        messages.error(request, words)
        return redirect("meetings:minutes", uuid)
    if request.method == "POST":
        done = "Minutes approved. Copies appear here when they are ready."
        approved = press(request, lambda: conduct.approve(actor=reader, meeting=meeting), done)
        for words in getattr(meeting, "moves_waiting", ()) if approved else ():
            messages.warning(request, words)
        return redirect("meetings:minutes", uuid) if approved else redirect(meeting)
    if meeting.state != State.CLOSED:
        messages.error(
            request, conduct.APPROVED if meeting.state == State.APPROVED else "Close the meeting first."
        )
        return redirect(meeting)
    content, about = compose(reader, meeting, sight(reader, meeting))
    if about:
        log(reader, Verb.CONSULTATION, "list", about)
    context["not_printed"], context["seen"] = signs_not_printed(content), _digest(content)
    context["audiences"] = audiences(actor=reader, meeting=meeting)
    return render(request, "meetings/approve.html", context)


def download(request, uuid):
    """Hands out the PDF of one copy. The file's name says the reference and nothing else."""
    reader = request.reader
    copy = visibility.get(reader, MinutesCopy, uuid)
    if copy.state != MinutesCopy.State.MADE:
        raise Http404
    meeting = (
        visibility.visible_to(reader, Record)
        .select_related("team", "agency", "lead__user")
        .get(pk=copy.record_id)
    )
    if conditions_on(reader, [meeting.pk, *copy.about_records]).no_print:
        return refuse_copy(request, meeting)
    _log_reading(reader, meeting, copy, "download")
    note_reading(actor=reader, copy=copy, owner_agency=meeting.agency_id, taken=True)
    name = f"Minutes {meeting.reference}.pdf"
    response = FileResponse(
        copy.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
