"""What the minutes of a meeting hold once they are paper: plain data, nothing that asks a database.

The person who fills it has already left out what the reader of this copy may not see.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import formats, timezone

from pam.pdf.engine import render

NOT_RECORDED = "Attendance not recorded"
SHORT = 1200  # characters
ATTENDANCE = ("Present", "Present for part", "Present as a deputy", "Apologies", "Apologies with a report")
ATTENDANCE += ("Absent", NOT_RECORDED)


@dataclass(frozen=True)
class Attendee:
    """One person at the meeting. `attendance` is one of ATTENDANCE."""

    name: str
    role: str
    agency: str
    attendance: str = "Present"
    times: str = ""
    deputy_for: str = ""

    @property
    def words(self):
        """What is said behind the name: role, times, whose deputy."""
        deputy = self.deputy_for and f"deputy for {self.deputy_for}"
        return ", ".join(filter(None, [self.role, deputy, self.times]))


@dataclass(frozen=True)
class MinutedDecision:
    """`code` as spoken of later ("D-7KQ4"); `decided_by` as "Agreed by all"."""

    code: str
    text: str
    rationale: str = ""
    decided_by: str = ""
    alternatives: str = ""
    dissent: str = ""
    considered: tuple[tuple[str, str], ...] = ()
    late: str = ""

    @property
    def is_short(self):
        """Whether it takes less than about a third of a page: then it is not divided."""
        return len(self.text) + len(self.rationale) < SHORT


@dataclass(frozen=True)
class MinutedAction:
    """`strand` as people call it, or empty; `owner` names person and agency."""

    code: str
    text: str
    owner: str
    due: date | None = None
    status: str = "Open"
    strand: str = ""


@dataclass(frozen=True)
class MinutedCarried:
    """An action of an earlier meeting, and the outcome: `came_to` is empty where nothing was said."""

    code: str
    text: str
    owner: str
    times: str = ""
    came_to: str = ""
    words: str = ""
    moved_to: date | None = None


@dataclass(frozen=True)
class Item:
    """One point of the agenda. `record` is the line that names the record discussed, or "Restricted".

    `conditions` are the sentences on which its readers were shown that record; `outcome` is what became of it
    ("Deferred to the next meeting"); `corrected` whether this version changed what it says.
    """

    number: str
    title: str
    record: str = ""
    notes: str = ""
    outcome: str = ""
    decisions: tuple[MinutedDecision, ...] = ()
    actions: tuple[MinutedAction, ...] = ()
    conditions: tuple[str, ...] = ()
    corrected: bool = False
    carried: tuple[MinutedCarried, ...] = ()

    @property
    def name(self):
        """How the table of contents calls it: "3 Releases"."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True)
class Approval:
    """Who approved the minutes, when (an aware datetime), and as which version. Of a later version `replaces`
    says which it takes the place of, `why` what was put right, `agreed` at which meeting ("MTG-26-K7QX").
    """

    by: str
    role: str
    at: datetime
    version: str
    replaces: str = ""
    why: str = ""
    agreed: str = ""


@dataclass(frozen=True)
class Minutes:
    """One copy of the minutes. `copy_for` names the reader's agency; empty in the owner's own copy.

    `conditions` are those of the meeting itself. `withheld` prints that something is missing from this copy,
    never what. `training` prints that nothing is real. Without `approval` each page says that it's a draft.
    `distribution` is (agency, names) of its readers; `fingerprint` the SHA-256 of its text.
    """

    reference: str
    title: str
    held_on: date
    marking: str
    handling: str = ""
    statement_read: bool = False
    series: str = ""
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    copy_for: str = ""
    withheld: bool = False
    training: bool = False
    attendance: tuple[Attendee, ...] = ()
    items: tuple[Item, ...] = ()
    conditions: tuple[str, ...] = ()
    approval: Approval | None = None
    distribution: tuple[tuple[str, str], ...] = ()
    fingerprint: str = ""

    @property
    def groups(self):
        """Return the attendance as (heading, people) pairs, empty groups left out."""
        pairs = [(word, [who for who in self.attendance if who.attendance == word]) for word in ATTENDANCE]
        return [pair for pair in pairs if pair[1]]

    @property
    def groups_by_agency(self):
        """`groups`, the people of each as (agency, people) pairs in the order of the list."""
        found = []
        for heading, people in self.groups:
            agencies = {}
            for who in people:
                agencies.setdefault(who.agency, []).append(who)
            found.append((heading, list(agencies.items())))
        return found

    @property
    def actions(self):
        """Return every action of every item, in the order of the agenda."""
        return [action for item in self.items for action in item.actions]

    @property
    def decisions(self):
        """Return every decision with its item, as (item, decision), in the order of the agenda."""
        return [(item, decision) for item in self.items for decision in item.decisions]


def render_minutes(minutes, *, created):
    """Return the bytes of the PDF of `minutes`. `created`: when they were approved. Raises as `render`."""
    copy = minutes.copy_for and f"copy for {minutes.copy_for}"
    when = formats.date_format(minutes.held_on, "j F Y")
    return render(
        "pdf/minutes.html",
        {
            "minutes": minutes,
            "marking": minutes.marking,
            "handling": minutes.handling,
            "reference": minutes.reference + ("" if minutes.approval else ", draft"),
            "copy_for": minutes.copy_for,
            "training": minutes.training,
        },
        title=f"Minutes: {minutes.title}, {when}",
        subject=", ".join(filter(None, [minutes.reference, minutes.marking, copy])),
        created=timezone.localtime(created),
    )
