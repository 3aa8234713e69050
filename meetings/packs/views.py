"""Pages of packs: on the screen with the page numbers of the file, the file, who has opened it."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from meetings.models import Meeting, Pack
from meetings.packs import selectors, services
from meetings.packs.document import with_dates
from meetings.packs.drawing import drawn
from meetings.papers.selectors import due_day, papers_to_come
from meetings.views.meetings import around, opened, shown_names
from pam.access import visibility
from pam.access.conditions import conditions_on
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.forms.views import press
from pam.records.models import Record
from pam.records.views.pages import refuse_copy

State = Meeting.State


@require_GET
def pack(request, uuid):
    """The pack that the reader may read; for who manages the meeting also its other copies, the buttons that
    make it, and who has opened it.
    """
    reader, meeting = request.reader, opened(request, uuid, operation="open pack")
    context = around(request, meeting)
    packs = selectors.packs_of(reader, meeting)
    context |= {
        "packs": packs,
        "waiting": any(one.state == Pack.State.WAITING for one in packs),
        "lost": not packs and visibility.visible_to(reader, Pack).filter(record_id=meeting.pk).exists(),
        "may_make": context["may_manage"] and meeting.state in services.OPEN_STATES,
    }
    if packs:
        mine = packs[0]
        services.note_opening(actor=reader, pack=mine, owner_agency=meeting.agency_id)
        _log_reading(reader, meeting, mine, "read pack")
        context |= {
            "mine": mine,
            "content": _on_screen(mine),
            "changed": selectors.changed_since(mine, selectors.papers_now(reader, meeting)),
            "conditions": conditions_on(reader, [meeting.pk, *mine.about_records]),
        }
    if context["may_make"]:
        context["to_come"] = papers_to_come(reader, meeting)
        context["due"] = due_day(meeting)
        context["names"] = context.get("names", {}) | shown_names(reader, context["to_come"])
    if context["may_manage"]:
        context["openings"] = selectors.openings_of(reader, packs)
    return render(request, "meetings/packs/pack.html", context)


def _on_screen(mine):
    """What the pack says, each item and paper with the page that it begins on, each paper with its pages."""
    content = with_dates(mine.content)
    starts = sorted({*mine.places.values(), mine.pages + 1})
    for item in content["items"]:
        item["page"] = mine.places.get(item["key"])
        for paper in item["papers"]:
            paper["page"] = mine.places.get(paper["key"])
            after = next((page for page in starts if paper["page"] and page > paper["page"]), None)
            paper["leaves"] = range(paper["page"], after) if after else ()
    return content


def _log_reading(reader, meeting, mine, operation):
    """A pack that leaves the owning agency is a disclosure, on the screen as on paper."""
    outside = reader.agency_id != meeting.agency_id
    log(
        reader,
        Verb.DISCLOSURE if outside else Verb.CONSULTATION,
        operation,
        [meeting.pk, *mine.about_records],
        detail=f"{meeting.reference}, {mine.label}, version {mine.edition}",
        recipient=reader.agency_name if outside else "",
        recipient_agency=reader.agency_id if outside else None,
    )


@require_POST
def make(request, uuid):
    """Makes the pack, or makes it again."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open pack")
    press(
        request,
        lambda: services.make_pack(actor=request.reader, meeting=meeting),
        "The pack is being made. If nothing has changed, the one that is there stays.",
    )
    return redirect("meetings:pack", uuid)


@require_POST
def again(request, uuid):
    """Has the file of a pack made now that could not be made."""
    row = visibility.get(request.reader, Pack, uuid)
    press(request, lambda: services.make_again(actor=request.reader, pack=row), "It is being made again.")
    rows = visibility.visible_to(request.reader, Meeting).filter(pk=row.record_id)
    return redirect("meetings:pack", rows.values_list("uuid", flat=True)[0])


@require_GET
def progress(request, uuid):
    """Asked every few seconds while files are being made: says nothing, but has the page loaded anew once
    they are.
    """
    meeting = visibility.get(request.reader, Meeting, uuid)
    waiting = any(one.state == Pack.State.WAITING for one in selectors.packs_of(request.reader, meeting))
    return HttpResponse(status=204, headers={} if waiting else {"HX-Refresh": "true"})


def _made(request, uuid):
    """(meeting, pack whose file is made). Raises Http404."""
    row = visibility.get(request.reader, Pack, uuid)
    if row.state != Pack.State.MADE or not selectors.still_seen(request.reader, [row]):
        raise Http404
    meeting = visibility.visible_to(request.reader, Record).select_related("team", "agency", "lead__user")
    return meeting.get(pk=row.record_id), row


@require_GET
def page(request, uuid, number):
    """One page of the file as a picture."""
    meeting, row = _made(request, uuid)
    if not 1 <= number <= row.pages:
        raise Http404
    log(
        request.reader,
        Verb.CONSULTATION,
        "read pack",
        [meeting.pk, *row.about_records],
        detail=f"{meeting.reference}, {row.label}, page {number}",
    )
    response = HttpResponse(drawn(row, number), content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def download(request, uuid):
    """Hands out the file of a pack. Its name says the reference and nothing else."""
    reader = request.reader
    meeting, row = _made(request, uuid)
    if conditions_on(reader, [meeting.pk, *row.about_records]).no_print:
        return refuse_copy(request, meeting)
    _log_reading(reader, meeting, row, "download")
    services.note_opening(actor=reader, pack=row, owner_agency=meeting.agency_id, taken=True)
    response = FileResponse(
        row.file.open("rb"),
        as_attachment=True,
        filename=f"Pack {meeting.reference}.pdf",
        content_type="application/pdf",
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
