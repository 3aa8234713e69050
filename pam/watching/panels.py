"""The button *Watch* on a record's page and a person's, and the saved searches on the page of the search."""

from pam.watching.selectors.searches import address_of, searches_of, team_of
from pam.watching.selectors.watches import watch_of, watch_of_record

FEW = 12  # saved searches beside the empty search


def watch_record_button(request, record):
    """The button of a record's page: to watch, or to stop."""
    watch = watch_of_record(request.reader, record)
    return {
        "button": "watching/button.html",
        "watch": watch,
        "address": "watching:watch_record",
        "row": record,
    }


def watch_subject_button(request, subjects):
    """The button of a person's page; `subjects` begins with the row of that page."""
    row = subjects[0]
    watch = watch_of(request.reader, subject_id=row.pk)
    return {"button": "watching/button.html", "watch": watch, "address": "watching:watch_subject", "row": row}


def saved_beside_search(request):
    """The reader's saved searches and their teams'."""
    rows = searches_of(request.reader)
    for row in rows:
        row.address, row.team = address_of(row), team_of(row)
    return {"template": "watching/beside_search.html", "rows": rows[:FEW]} if rows else None
