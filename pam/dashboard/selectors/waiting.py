"""What waits for a person: one list, most urgent first, and how many rows it has. The database finds the rows
(pam_waiting); what a row says is asked of the gate, in at most one query a kind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.urls import reverse

from meetings.models import Meeting, MinutesCopy
from pam.access import visibility
from pam.access.visibility import Reader
from pam.accounts.models import TeamReview
from pam.accounts.selectors.membership_requests import all_requests
from pam.actions.models import Action, SanitisedAction
from pam.disclosure.models import AccessRequest, BreakGlassAccess
from pam.enquiries.models import EnquiryRecipient
from pam.matching.models import Match
from pam.records.models import Record
from pam.records.selectors.names import Name, names_for
from pam.retention.models import Disposal

MOST = 100  # rows that are looked for; more are "99+"
SHOWN = 25


@dataclass(frozen=True)
class Waiting:
    """One row of the list: what is asked, about what, from which person or agency, since when and until when,
    and where its button leads.

    `urgency` is as pam_waiting says; `record` is the number of the record that the row shows, for the log.
    """

    ask: str
    title: str
    origin: str
    since: datetime
    due: date | None
    urgency: int
    button: str
    url: str
    page: str = ""
    record: int | None = None

    @property
    def tag(self) -> tuple[str, str] | None:
        """(word, colour) for what is urgent without a date, and for news."""
        if self.urgency == 0:
            return "Urgent", "red"
        return ("New", "blue") if self.urgency == 5 else None


@dataclass(frozen=True)
class Kind:
    """How rows of one kind are fetched for a reader, and what each of them says: the further fields of
    `Waiting`, or None for one that may not be shown.
    """

    ask: str
    button: str
    rows: Callable[[Reader], QuerySet]
    say: Callable[[Any, dict], dict | None]
    record_of: Callable[[Any], int | None] = lambda row: None


def waiting_rows(reader: Reader, *, most: int = SHOWN) -> list[Waiting]:
    """What waits for `reader`, most urgent first, at most `most` rows."""
    found = _found(most)
    fetched = {
        kind: KINDS[kind].rows(reader).in_bulk([number for of, number, *_ in found if of == kind])
        for kind in {row[0] for row in found} - {"mail"}
    }
    numbers = {KINDS[kind].record_of(row) for kind, rows in fetched.items() for row in rows.values()}
    names = names_for(reader, numbers)
    return [row for one in found if (row := _said(one, fetched, names)) is not None]


def waiting_count(reader: Reader) -> int:
    """How many rows the list of `reader` has, at most `MOST`. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pam_waiting(%s)", [MOST])
        return cursor.fetchone()[0]


def in_words(count: int) -> str:
    """The count as the header shows it: "7", "99+", or "" for none."""
    return "" if not count else "99+" if count >= MOST else str(count)


def _found(most):
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, id, urgency, due, since FROM pam_waiting(%s)", [most])
        return cursor.fetchall()


def _said(found, fetched, names):
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
    row, how = fetched[kind].get(number), KINDS[kind]
    said = how.say(row, names) if row is not None else None
    if said is None:
        return None
    record = how.record_of(row)
    return Waiting(
        ask=how.ask, button=how.button, since=since, due=due, urgency=urgency, record=record, **said
    )


# --- What each kind says ---


def _of_record(names, number):
    """What a record is called on the list; None for one that may not be opened."""
    name = names.get(number)
    return f"{name.reference} {name.title}" if isinstance(name, Name) else None


def _action(url):
    def say(row: Action, names):
        return {
            "title": row.title,
            "origin": _of_record(names, row.record_id) or "",
            "url": reverse(url, args=[row.uuid]),
            "page": reverse("actions:detail", args=[row.uuid]),
        }

    return say


def _given(row: SanitisedAction, names):
    origin = f"{row.given_by.user.name}, {row.given_by_agency.name}"
    return {"title": row.title, "origin": origin, "url": reverse("actions:given_one", args=[row.uuid])}


def _record(url):
    """The row of a record: its own page, or the page `url` about it."""

    def say(row: Record, names):
        address = reverse(url, args=[row.uuid]) if url else row.get_absolute_url()
        return {"title": f"{row.reference} {row.title}", "origin": row.agency.name, "url": address}

    return say


def _copy(row: MinutesCopy, names):
    title = _of_record(names, row.record_id)
    return title and {
        "title": title,
        "origin": row.author_agency.name,
        "url": reverse("meetings:minutes", args=[names[row.record_id].uuid]),
    }


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


def _seen(model: type[Model], *related: str) -> Callable[[Reader], QuerySet]:
    """The rows of a gated model that the reader may see, with what their lines need."""
    return lambda reader: visibility.visible_to(reader, model).select_related(*related)


def _mine(model: type[Model], *related: str) -> Callable[[Reader], QuerySet]:
    """The rows of a model whose own policies say who reads them."""
    return lambda reader: model._default_manager.select_related(*related)


def _number(row):
    return row.record_id


def _itself(row):
    return row.pk


RECORDS = _seen(Record, "agency")
KINDS = {
    "action": Kind("Do this action", "Report done", _seen(Action), _action("actions:finish"), _number),
    "reported": Kind("Close a reported action", "Close", _seen(Action), _action("actions:finish"), _number),
    "given": Kind(
        "Do this action", "Report", _mine(SanitisedAction, "given_by__user", "given_by_agency"), _given
    ),
    "review": Kind("Review this record", "Review", RECORDS, _record(""), _itself),
    "retention": Kind("Decide how long to keep", "Decide", RECORDS, _record("retention:record"), _itself),
    "approve": Kind(
        "Approve these minutes", "Approve", _seen(Meeting, "agency"), _record("meetings:approve"), _itself
    ),
    "invited": Kind("You are invited to a meeting", "See the meeting", RECORDS, _record(""), _itself),
    "shared": Kind("A record was shared with you", "Open", RECORDS, _record("records:open"), _itself),
    "minutes": Kind("Minutes are ready", "Read", _seen(MinutesCopy, "author_agency"), _copy, _number),
    "access": Kind(
        "Answer a request for access",
        "Answer",
        _mine(AccessRequest, "asker__user", "asker_agency"),
        _access,
        _number,
    ),
    "membership": Kind("Accept or refuse a person", "Decide", lambda reader: all_requests(), _membership),
    "team": Kind("Review who is in your team", "Review", _mine(TeamReview, "team"), _team),
    "enquiry": Kind(
        "Answer a question", "Answer", _mine(EnquiryRecipient, "question__asker_agency"), _enquiry
    ),
    "match": Kind("Look at a match", "Look", _mine(Match, "agency", "known"), _match, _number),
    "glass": Kind(
        "Review a use of break-glass", "Review", _mine(BreakGlassAccess, "membership__user", "agency"), _glass
    ),
    "disposal": Kind(
        "Decide a disposal", "Decide", _mine(Disposal, "record", "proposer__user"), _disposal, _number
    ),
}
