"""A wall of clocks over all records that its reader sees: as a list, on a screen in the room, as a file."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.levels import Marking
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.clocks.downloads import COLUMNS
from pam.clocks.models import Clock
from pam.clocks.wall import ROWS, WallFilters, clock_sorting
from pam.clocks.words import with_words
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import names_in
from pam.records.views.download import ListDownload

ON_SCREEN = 16  # rows that are read from across a room


def _wanted(request):
    """(form, rows, Sorting) of the wall, as the address asks."""
    filters = WallFilters(request.GET or None, reader=request.reader)
    return filters, filters.narrow(visibility.visible_to(request.reader, Clock)), clock_sorting(request)


def _shown(request, size):
    """The context of a page of the wall; logs the records that it names."""
    filters, rows, sorting = _wanted(request)
    shown = page(rows, sorting, request, size=size, fetch=ROWS.of(request.reader))
    with_words(shown.rows)
    attach_conditions(request.reader, shown.rows)
    ids = [clock.record_id for clock in shown.rows]
    log(request.reader, Verb.CONSULTATION, "list", sorted(set(ids)), detail="Clocks")
    query = request.GET.urlencode()
    return {
        "list_name": "Clocks",
        "filters": filters,
        "page": shown,
        "names": names_in(request.reader, shown.rows),
        "now": timezone.now(),
        "marking": Marking(max(clock.marking for clock in shown.rows)).label if shown.rows else "",
        "query": f"?{query}" if query else "",
    }


@require_GET
def wall(request):
    """The clocks that the reader sees, soonest due first; narrowed by team, lead, clock, state, time."""
    return render(request, "clocks/wall.html", _shown(request, 25))


@require_GET
def screen(request):
    """The same in large type, for a screen on the wall."""
    context = _shown(request, ON_SCREEN)
    context["leave_url"] = reverse("clocks:wall") + context["query"]
    return render(request, "clocks/screen.html", context)


class DownloadWall(ListDownload):
    """The wall as a file."""

    list_name, file_name, columns = "clocks:wall", "clocks", COLUMNS

    def wanted(self):
        """The clocks of the wall."""
        _, rows, sorting = _wanted(self.request)
        return rows, sorting
