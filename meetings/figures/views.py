"""Pages of figures over several meetings, and the register of decisions as a file."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from meetings.figures import selectors
from meetings.figures.downloads import DECISIONS
from meetings.figures.forms import FiguresForm
from meetings.issue.services import note_readings
from pam.access.levels import Marking
from pam.audit.services import Verb, log
from pam.records.views.download import ListDownload
from pam.ui.sorting import Column, Sorting


def _chosen(request):
    """(form, what was chosen, the meetings)."""
    form = FiguresForm(request.GET or None, reader=request.reader)
    chosen = form.chosen()
    return form, chosen, selectors.ended_meetings(request.reader, chosen)


@require_GET
def figures(request):
    """Actions, attendance, decisions, length and hours given back of the meetings that were chosen."""
    reader = request.reader
    form, chosen, meetings = _chosen(request)
    log(reader, Verb.CONSULTATION, "list", [one.pk for one in meetings], detail="Figures of meetings")
    taken = list(
        selectors.decisions(reader, meetings).select_related("record", "item")[: selectors.MOST_LINES]
    )
    found = selectors.found_in_minutes(reader, meetings, chosen.get("q", ""))
    about = {row.about_id for row in taken} | {passage.about for passage in found}
    log(reader, Verb.CONSULTATION, "list", sorted(about - {None}), detail="Decisions of meetings")
    actions = selectors.action_counts(reader, meetings)
    hours = selectors.hours_given_back(reader, meetings)
    context = {
        "form": form,
        "chosen": chosen,
        "meetings": meetings,
        "most": selectors.MOST_MEETINGS,
        "actions": actions,
        "by_agency": selectors.by_agency(actions),
        "items": selectors.item_lengths(reader, meetings)[: selectors.MOST_LINES],
        "attendance": selectors.attendance_by_agency(reader, meetings),
        "lengths": selectors.lengths(reader, meetings)[: selectors.MOST_LINES],
        "decisions": taken,
        "hours": hours,
        "hours_total": sum(step.hours for step in hours),
        "hours_asked": all(step.before is not None for step in hours),
        "months": selectors.by_month(meetings),
        "found": found,
    }
    return render(request, "meetings/figures/page.html", context)


@require_GET
def together(request):
    """The issued minutes of the meetings that were chosen, one after the other, each in the reader's own
    copy.
    """
    reader = request.reader
    form, chosen, meetings = _chosen(request)
    rows, more = selectors.minutes_together(reader, meetings)
    for outside in (False, True):
        some = [row for row in rows if (row.meeting.agency_id != reader.agency_id) == outside]
        if some:
            log(
                reader,
                Verb.DISCLOSURE if outside else Verb.CONSULTATION,
                "open minutes",
                sorted({number for row in some for number in (row.meeting.pk, *row.copy.about_records)}),
                detail=", ".join(row.meeting.reference for row in some),
                recipient=reader.agency_name if outside else "",
                recipient_agency=reader.agency_id if outside else None,
            )
    note_readings(actor=reader, copies=[(row.copy, row.meeting.agency_id) for row in rows])
    highest = max((row.meeting.marking for row in rows), default=None)
    context = {
        "form": form,
        "chosen": chosen,
        "rows": rows,
        "more": more,
        "most": selectors.MOST_TOGETHER,
        "marked": Marking(highest).label if highest else "",
    }
    return render(request, "meetings/figures/together.html", context)


class DownloadDecisions(ListDownload):
    """The register of decisions of the meetings that were chosen."""

    list_name, file_name, columns = "meetings:figures", "decisions", DECISIONS

    def wanted(self):
        """The decisions of the meetings in the address."""
        _, _, meetings = _chosen(self.request)
        rows = selectors.decisions(self.reader, meetings)
        return rows, Sorting(self.request, Column("when", "Date", "-created"))
