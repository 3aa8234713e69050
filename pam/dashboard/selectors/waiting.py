"""What waits for a person: one list, most urgent first, and how many rows it has. The database finds the rows
(pam_waiting); what a row says is asked of the gate, in at most one query a kind.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.urls import reverse

from pam.access.kept_rows import KeptRows
from pam.access.visibility import Reader
from pam.accounts.models import TeamReview
from pam.accounts.selectors.membership_requests import all_requests
from pam.actions.models import Action, SanitisedAction
from pam.db.prepared import prepared_statements
from pam.disclosure.models import AccessRequest, BreakGlassAccess
from pam.enquiries.models import EnquiryRecipient
from pam.matching.models import Match
from pam.records.kinds import kind_of
from pam.records.models import Record
from pam.records.selectors.names import names_for
from pam.records.waiting import (
    Kind,
    Waiting,
    itself,
    name_in_list,
    of_record,
    own_policies,
    record_number,
    registered,
    seen_by_reader,
)
from pam.reference.models import SettingRequest
from pam.retention.models import Disposal

MOST = 100  # rows that are looked for; more are "99+"
SHOWN = 25


@dataclass(frozen=True)
class Figure:
    """How many rows of the list are of one urgency, or several: `show` in the address narrows it to these.
    `chosen` is whether it does. `number` is "7", or "7+" where more than `MOST` rows wait.
    """

    show: str
    label: str
    number: str
    chosen: bool


# What `show` may be in the address, with its label and the urgencies that it is for (see pam_waiting).
FIGURES = {
    "late": ("Overdue", (0, 1)),
    "today": ("Today", (2,)),
    "decide": ("To decide", (3,)),
    "soon": ("Coming up", (4,)),
    "read": ("To read", (5,)),
}


def _figures(found, show):
    counts = Counter(urgency for _, _, urgency, *_ in found)
    last = found[-1][2] if len(found) >= MOST else None
    for code, (label, urgencies) in FIGURES.items():
        count = sum(counts[one] for one in urgencies)
        if count or show == code:
            more = "+" if last is not None and max(urgencies) >= last else ""
            yield Figure(code, label, f"{count}{more}", show == code)


class Found:
    """What waits for `reader`, most urgent first: `count` rows (at most `MOST`), and the first `most` of them
    fetched, in one query a kind; with `show`, a key of `FIGURES`, of those rows alone. `found` is what
    pam_waiting() answered, if that is known.

    `figures` are the `Figure`s of all. `records` are the numbers whose names the rows say: `rows(names)`
    takes them. `more` is whether there are rows that were not fetched.
    """

    def __init__(
        self, reader: Reader, *, most: int = SHOWN, show: str = "", found: list | None = None
    ) -> None:
        found, self._kinds = _found(MOST) if found is None else found, OWN | registered()
        show = show if show in FIGURES else ""
        self.count, self.figures = len(found), list(_figures(found, show))
        if show:
            found = [row for row in found if row[2] in FIGURES[show][1]]
        self.more, self._first = len(found) > most, found[:most]
        self._fetched = {
            kind: _kept_rows(self._kinds[kind].rows)(reader, [n for of, n, *_ in self._first if of == kind])
            for kind in {row[0] for row in self._first} - {"mail"}
        }

    @property
    def records(self) -> set[int]:
        """The numbers of the records that the rows are about."""
        return {
            number
            for kind, rows in self._fetched.items()
            for row in rows.values()
            if (number := self._kinds[kind].record_of(row))
        }

    def rows(self, names: dict) -> list[Waiting]:
        """The rows, with `names` (names_for) of the records."""
        said = (_said(one, self._kinds, self._fetched, names) for one in self._first)
        return [row for row in said if row is not None]


@cache
def _kept_rows(rows):
    """The `KeptRows` of a kind's `rows`: what each of them asks is the same for every reader."""
    return KeptRows(lambda reader, today: rows(reader))


def waiting_rows(reader: Reader, *, most: int = SHOWN) -> list[Waiting]:
    """What waits for `reader`, most urgent first, at most `most` rows."""
    found = Found(reader, most=most)
    return found.rows(names_for(reader, found.records))


def waiting_count() -> int:
    """How many rows the list of the current reader has, at most `MOST`. One query."""
    with prepared_statements(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pam_waiting(%s)", [MOST])
        return cursor.fetchone()[0]


def in_words(count: int) -> str:
    """The count as the header shows it: "7", "99+", or "" for none."""
    return "" if not count else "99+" if count >= MOST else str(count)


def _found(most):
    with prepared_statements(), connection.cursor() as cursor:
        cursor.execute("SELECT kind, id, urgency, due, since FROM pam_waiting(%s)", [most])
        return cursor.fetchall()


def _said(found, kinds, fetched, names):
    kind, number, urgency, due, since = found
    if kind == "mail":
        return Waiting(
            "Mail could not be sent",
            "Mail of your agency",
            "",
            since,
            None,
            urgency,
            "See which",
            reverse("notifications:not_sent"),
        )
    row, how = fetched[kind].get(number), kinds[kind]
    said = how.say(row, names) if row is not None else None
    if said is None:
        return None
    record = how.record_of(row)
    return Waiting(
        ask=how.ask, button=how.button, since=since, due=due, urgency=urgency, record=record, **said
    )


# --- What each kind says ---


def _action(url):
    def say(row: Action, names):
        return {
            "title": row.title,
            "origin": name_in_list(names, row.record_id) or "",
            "url": reverse(url, args=[row.uuid]),
            "page": reverse("actions:detail", args=[row.uuid]),
        }

    return say


def _offered(row: Action, names):
    return {
        **_action("actions:accept")(row, names),
        "template": "actions/answer_buttons.html",
        "uuid": row.uuid,
    }


def _review(row: Record, names):
    """The page on which a record is reviewed; its own where its kind has none."""
    return of_record("")(row, names) | {"url": kind_of(row.kind).review_url(row.uuid)}


def _given(row: SanitisedAction, names):
    origin = f"{row.given_by.user.name}, {row.given_by_agency.name}"
    return {"title": row.title, "origin": origin, "url": reverse("actions:given_one", args=[row.uuid])}


def _access(row: AccessRequest, names):
    url = reverse("disclosure:access_request_answer", args=[row.uuid])
    return {"title": row.reference, "origin": f"{row.asker.user.name}, {row.asker_agency.name}", "url": url}


def _membership(row, names):
    url = reverse("accounts:request_accept", args=[row.uuid])
    return {
        "title": f"{row.membership.user.name}: {row.wish}",
        "origin": row.asked_by.user.name,
        "url": url,
    }


def _setting(row: SettingRequest, names):
    url = reverse("reference:setting_request_accept", args=[row.uuid])
    return {"title": row.label, "origin": row.asked_by.user.name, "url": url}


def _team(row: TeamReview, names):
    return {"title": row.team.name, "origin": "", "url": reverse("accounts:review", args=[row.uuid])}


def _enquiry(row: EnquiryRecipient, names):
    origin, url = row.question.asker_agency.name, reverse("enquiries:answer", args=[row.uuid])
    return {"title": f"About {row.question.name}", "origin": origin, "url": url}


def _match(row: Match, names):
    url = reverse("matching:match", args=[row.uuid])
    return {"title": row.known.name, "origin": row.agency.name, "url": url}


def _glass(row: BreakGlassAccess, names):
    url = reverse("disclosure:break_glass_use", args=[row.uuid])
    return {"title": row.reference, "origin": f"{row.membership.user.name}, {row.agency.name}", "url": url}


def _disposal(row: Disposal, names):
    url = reverse("retention:proposal", args=[row.uuid])
    return {"title": row.record.reference, "origin": row.proposer.user.name, "url": url}


ACTIONS, RECORDS = seen_by_reader(Action), seen_by_reader(Record, "agency")
GIVEN = own_policies(SanitisedAction, "given_by__user", "given_by_agency")
REQUESTS = own_policies(AccessRequest, "asker__user", "asker_agency")
QUESTIONS = own_policies(EnquiryRecipient, "question__asker_agency")
OPENINGS = own_policies(BreakGlassAccess, "membership__user", "agency")
DISPOSALS = own_policies(Disposal, "record", "proposer__user")
SETTINGS = own_policies(SettingRequest, "asked_by__user")
OWN = {
    "action": Kind("Do this action", "Report", ACTIONS, _action("actions:finish"), record_number),
    "reported": Kind("Close a reported action", "Close", ACTIONS, _action("actions:finish"), record_number),
    "offered": Kind("Accept or decline this action", "Accept", ACTIONS, _offered, record_number),
    "declined": Kind(
        "An action that you raised was declined",
        "Choose another owner",
        ACTIONS,
        _action("actions:hand_on"),
        record_number,
    ),
    "given": Kind("Do this action", "Report", GIVEN, _given),
    "review": Kind("Review this record", "Review", RECORDS, _review, itself),
    "retention": Kind("Decide how long to keep", "Decide", RECORDS, of_record("retention:record"), itself),
    "access": Kind("Answer a request for access", "Answer", REQUESTS, _access, record_number),
    "membership": Kind("Accept or refuse a person", "Decide", lambda reader: all_requests(), _membership),
    "setting": Kind("Accept or refuse a change of a setting", "Decide", SETTINGS, _setting),
    "team": Kind("Review who is in your team", "Review", own_policies(TeamReview, "team"), _team),
    "enquiry": Kind("Answer a question", "Answer", QUESTIONS, _enquiry),
    "match": Kind("Look at a match", "Look", own_policies(Match, "agency", "known"), _match, record_number),
    "glass": Kind("Review a use of break-glass", "Review", OPENINGS, _glass),
    "disposal": Kind("Decide a disposal", "Decide", DISPOSALS, _disposal, record_number),
}
