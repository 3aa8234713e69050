"""The shapes of what the API takes and answers: times are ISO 8601 with their zone, rows named by uuid."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict


def without_nul(text):
    """`text`, as it is. Raises ValueError if it holds a sign that the database cannot keep."""
    if "\x00" in text:
        raise ValueError("holds a character that cannot be kept")
    return text


def _kept_moment(moment):
    if not 1900 <= moment.year <= 2200:
        raise ValueError("must be between the years 1900 and 2200")
    return moment


Text = Annotated[str, AfterValidator(without_nul)]
Day = Annotated[date, AfterValidator(_kept_moment)]
Moment = Annotated[datetime, AfterValidator(_kept_moment)]
Short = Annotated[str, AfterValidator(without_nul), Field(max_length=200)]


class Sent(Schema):
    """What is sent: a name that is not expected is refused, and never ignored."""

    model_config = ConfigDict(extra="forbid")


class Person(Schema):
    """A person acting for an agency, or a system."""

    uuid: UUID
    name: str
    agency: str


class Row(Schema):
    """What each row has. Send `version` with a change: it is refused with 409 if the row is newer."""

    uuid: UUID
    version: int
    updated: datetime


class RecordRow(Row):
    """A record in a list."""

    kind: str
    reference: str
    title: str
    marking: str
    handling: str
    agency: str
    team: str
    lead: Person | None
    opened_at: datetime
    closed_at: datetime | None
    next_review: date | None
    url: str = Field(description="Its page in pam, for people.")


class EntryRow(Row):
    """A line of a record's chronology."""

    kind: str
    title: str
    text: str
    happened_at: datetime
    time_known: bool
    author: Person


class SubjectRow(Row):
    """A person, place or object as one record knows it. `born` is "1990-05-01", "1990-05", "1990",
    "~1990" for about 1990, "1988-1990", "30@2026" for about 30 in 2026, or "14-15@2026" for 14 or 15 then.
    """

    kind: str
    name: str
    born: str | None
    category: str
    role: str
    details: str
    ended_at: datetime | None


class LinkedRecord(Schema):
    """The record at the other end of a link."""

    uuid: UUID
    kind: str
    reference: str
    title: str


class LinkRow(Row):
    """A link between two records, both of which the system may open."""

    kind: str
    why: str
    other: LinkedRecord


class DocumentRow(Row):
    """A document's metadata. `ready` is whether its file can be downloaded by now."""

    title: str
    name: str
    content_type: str
    size: int
    sha256: str
    created: datetime
    ready: bool


class OwnerOf(Schema):
    """Who owns an action: a person, a team or an agency."""

    kind: str
    uuid: UUID
    name: str
    holder: str


class ActionRow(Row):
    """An action."""

    code: str
    record: UUID
    title: str
    details: str
    strand: str
    status: str
    owner: OwnerOf
    due: date
    outcome: str
    evidence: str
    ended_at: datetime | None
    url: str


class PageOf(Schema):
    """What each list says besides its items: `next` is sent as `after` for the next page, null at the end.
    `total` counts to 1,000; `total_is_more` says whether there are more. `left_out` is how many rows of this
    page were shared on condition that nothing is copied.
    """

    next: str | None
    total: int
    total_is_more: bool
    left_out: int = 0


def page_schema(name: str, row: Any) -> type[Schema]:
    """The shape of a page of `row`s."""
    return type(name, (PageOf,), {"__annotations__": {"items": list[row]}, "__module__": __name__})


RecordPage = page_schema("RecordPage", RecordRow)
EntryPage = page_schema("EntryPage", EntryRow)
SubjectPage = page_schema("SubjectPage", SubjectRow)
DocumentPage = page_schema("DocumentPage", DocumentRow)
ActionPage = page_schema("ActionPage", ActionRow)
LinkPage = page_schema("LinkPage", LinkRow)


class TeamRow(Schema):
    """A team of an agency."""

    uuid: UUID
    name: str


class AgencyRow(Schema):
    """An agency and its teams: who an action can be given to."""

    uuid: UUID
    name: str
    kind: str
    teams: list[TeamRow]


class Written(Schema):
    """What was added or changed: read it at `url` with a token that may. No case text."""

    uuid: UUID
    version: int
    reference: str = ""
    url: str


class Wrong(Schema):
    """One field that is wrong."""

    field: str
    detail: str


class Problem(Schema):
    """What went wrong (RFC 9457). `code` stays when the sentence is written anew."""

    type: str
    title: str
    status: int
    detail: str = ""
    code: str = ""
    errors: list[Wrong] = []


class NewEntry(Sent):
    """A note for a record's chronology."""

    title: Short
    text: Text = ""
    happened_at: Moment | None = None


class NewSubject(Sent):
    """A person, place or object of a record. `category` is for people alone."""

    kind: str = "person"
    name: Annotated[str, AfterValidator(without_nul), Field(max_length=160)]
    born: str | None = Field(None, max_length=10)
    category: str = ""
    role: Annotated[str, AfterValidator(without_nul), Field(max_length=80)] = ""
    details: Text = ""


class NewOwner(Sent):
    """Who is to own an action: one of person, team or agency by its uuid; `holder` names a person without a
    sign-in beside a team or agency.
    """

    person: UUID | None = None
    team: UUID | None = None
    agency: UUID | None = None
    holder: Annotated[str, AfterValidator(without_nul), Field(max_length=120)] = ""


class NewAction(Sent):
    """An action of a record."""

    title: Short
    owner: NewOwner
    due: Day
    details: Text = ""
    strand: Annotated[str, AfterValidator(without_nul), Field(max_length=20)] = ""


class ActionEnd(Sent):
    """How an action ended: `status` is done, impossible, not_done, superseded or withdrawn."""

    version: int = Field(ge=0, le=2**31 - 1)
    outcome: Text
    status: str = "done"
    evidence: Annotated[str, AfterValidator(without_nul), Field(max_length=300)] = ""


class ActionMove(Sent):
    """A new due date, and why."""

    version: int = Field(ge=0, le=2**31 - 1)
    due: Day
    reason: Text


class NewRecord(Sent):
    """What a new record of any kind says: for a team of the system, by its uuid."""

    title: Short
    summary: Text = ""
    team: UUID
    lead: UUID | None = None
    marking: str = "OFFICIAL-SENSITIVE"
    handling: Short = ""
    next_review: Day | None = None
