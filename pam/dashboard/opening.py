"""What the first statement of a list's page asks besides who is reading: the count in the header, and for a
list that people keep as they want it, their views. It would be two statements more.
"""

import json
from datetime import date, datetime

from django.http import HttpRequest

from pam.dashboard.selectors.waiting import MOST
from pam.dashboard.selectors.work import FEW, MAX_RECORDS
from pam.db.reading import FirstStatement
from pam.lists.kept import list_at
from pam.lists.selectors import LIMIT

OPEN_WORK = "pam_open_work"


def opening_of(request: HttpRequest) -> FirstStatement | None:
    """The `FirstStatement` of the page of a list; None for all else. A part of a page has no header."""
    if request.method != "GET" or request.headers.get("HX-Request"):
        return None
    if request.path == "/":
        return FirstStatement(OPEN_WORK, (MOST, MAX_RECORDS, FEW))
    code = list_at(request.path)
    if code is None:
        return None
    return FirstStatement("pam_open_list", (code, MOST, LIMIT))


def count_of(request: HttpRequest) -> int | None:
    """How much waits, if the first statement asked it."""
    opening = getattr(request, "opening", None)
    return opening.answer[0] if opening and opening.function != OPEN_WORK and opening.answer else None


def work_of(request: HttpRequest) -> tuple[list[tuple] | None, list[tuple] | None]:
    """What pam_waiting() and pam_my_work() say of the reader; None for each where the first statement did not
    ask them.
    """
    opening = getattr(request, "opening", None)
    if opening is None or opening.function != OPEN_WORK:
        return None, None
    waiting, work = map(json.loads, opening.answer[:2])
    return (
        [(kind, number, urgency, _day(due), _moment(since)) for kind, number, urgency, due, since in waiting],
        [
            (part, record, _day(day), level, _moment(given), _moment(until), agency)
            for part, record, day, level, given, until, agency in work
        ],
    )


def _day(text):
    return text and date.fromisoformat(text)


def _moment(text):
    return text and datetime.fromisoformat(text)
