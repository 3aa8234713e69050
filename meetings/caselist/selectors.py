"""What may be read of the list of cases of a meeting. Each starts at the gate."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from meetings.caselist.models import CaseEntry, CasePerson, ListOpening, Research, ResearchLine
from meetings.models import Meeting
from meetings.selectors.kinds import body_of
from pam.access import visibility
from pam.access.models import Principal, Team
from pam.access.visibility import Reader
from pam.caselists import registry
from pam.caselists.registry import Referral
from pam.disclosure.selectors.grounds import grounds_by_agency
from pam.reference.selectors.settings import setting
from pam.ui.dates import long_moment

CASES = "cases"  # the code of the standing item of a kind of meeting that has a list of cases
State = CaseEntry.State


def has_list(meeting: Meeting) -> bool:
    """Whether the kind of the meeting has a list of cases: a standing item with the code “cases”."""
    return any(item["code"] == CASES for item in body_of(meeting).get("items", ()))


def list_choices(reader: Reader, list_kind: str) -> list[tuple[str, str]]:
    """[(code, label)] of the lists of a kind to come that take referrals by `reader`, the soonest first."""
    rows = visibility.visible_to(reader, Meeting).filter(
        framework_version__code=list_kind, state=Meeting.State.CALLED, starts_at__gt=timezone.now()
    )
    rows = rows.select_related("framework_version").order_by("starts_at", "pk")[:20]
    return [
        (str(row.uuid), f"{row.reference}, {long_moment(row.starts_at)}") for row in rows if has_list(row)
    ]


def referrals_waiting(reader: Reader, meeting: Meeting) -> list[Referral]:
    """The referrals that wait for a list of the meeting's kind, as `reader` may see them."""
    return registry.waiting_for(reader, meeting.framework_version.code) if meeting.framework_version else []


@dataclass
class Case:
    """A case on the list as a reader sees it: its people, what each agency was asked, what was released."""

    entry: CaseEntry
    people: list[CasePerson] = field(default_factory=list)
    research: list[Research] = field(default_factory=list)
    lines: list[ResearchLine] = field(default_factory=list)
    own: Research | None = None

    @property
    def name(self) -> str:
        """ "C-7KQ4, Jane Roe"."""
        return f"{self.entry.code}, {self.people[0].name}" if self.people else self.entry.code

    @property
    def progress(self) -> dict[str, int]:
        """{what an agency answered: how many}, for the agency that keeps the list."""
        found = {"known": 0, "nothing known": 0, "asked": 0, "late": 0}
        for row in self.research:
            word = {Research.State.KNOWN: "known", Research.State.NOTHING: "nothing known"}.get(row.state)
            found[word or ("late" if row.is_late else "asked")] += 1
        return {word: count for word, count in found.items() if count}

    @property
    def by_agency(self) -> list[tuple[Any, list[ResearchLine]]]:
        """[(agency, its lines that were released)], by name."""
        found: dict[Any, list[ResearchLine]] = {}
        for line in self.lines:
            if line.state == ResearchLine.State.RELEASED:
                found.setdefault(line.author_agency, []).append(line)
        return sorted(found.items(), key=lambda pair: pair[0].name.lower())


def cases(reader: Reader, meeting: Meeting) -> list[Case]:
    """The list of a meeting as `reader` sees it: four queries, whatever it holds."""
    entries = visibility.visible_to(reader, CaseEntry).filter(record_id=meeting.pk)
    return _whole(reader, entries.select_related("agency", "item").order_by("-emergency", "pk"))


def case(reader: Reader, uuid: UUID) -> Case:
    """One case of a list. Raises Http404 if it is hidden or absent."""
    rows = visibility.visible_to(reader, CaseEntry).filter(uuid=uuid).select_related("agency", "item")
    found = _whole(reader, rows)
    if not found:
        raise Http404
    return found[0]


def _whole(reader, entries):
    found = {row.pk: Case(row) for row in entries}
    for person in visibility.visible_to(reader, CasePerson).filter(entry_id__in=found).order_by("pk"):
        found[person.entry_id].people.append(person)
    rows = visibility.visible_to(reader, Research).filter(entry_id__in=found)
    for row in rows.select_related("agency", "answered_by__user").order_by("agency__name__folded", "pk"):
        found[row.entry_id].research.append(row)
        if row.agency_id == reader.agency_id:
            found[row.entry_id].own = row
    lines = visibility.visible_to(reader, ResearchLine).filter(entry_id__in=found)
    for line in lines.select_related("author_agency", "person", "author__user").order_by("kind", "pk"):
        found[line.entry_id].lines.append(line)
    return list(found.values())


def meeting_of(reader: Reader, part: Any) -> Meeting:
    """The meeting that a part of its list hangs off."""
    rows = visibility.visible_to(reader, Meeting).select_related("framework_version", "team", "agency")
    return rows.get(pk=part.record_id)


def due_at(meeting: Meeting, *, emergency: bool) -> datetime:
    """When agencies must have answered: hours before the meeting; of an emergency, hours from now."""
    hours = timedelta(hours=setting("meetings.research_hours", meeting.agency_id))
    if emergency:
        soon = timezone.now() + timedelta(hours=setting("meetings.emergency_hours", meeting.agency_id))
        return min(soon, max(meeting.starts_at, timezone.now()))
    return meeting.starts_at - hours


def openings(reader: Reader, meeting: Meeting) -> list[ListOpening]:
    """To which agencies and teams the list is or was open, for those who manage the meeting."""
    rows = visibility.visible_to(reader, ListOpening).filter(record_id=meeting.pk)
    return list(rows.select_related("principal", "agency").order_by("agency__name__folded", "pk"))


def principals_offered(meeting: Meeting) -> list[Principal]:
    """What the list can be opened to: each agency that an agreement in force covers, as a whole or one of its
    teams, and the teams of the owning agency but for that of the meeting.
    """
    agencies = set(grounds_by_agency(meeting))
    teams = Team.objects.filter(agency_id__in={*agencies, meeting.agency_id}).exclude(pk=meeting.team_id)
    rows = Principal.objects.filter(
        pk__in=[
            *Principal.objects.filter(kind="agency", agency_id__in=agencies).values_list("pk", flat=True),
            *teams.values_list("principal_id", flat=True),
        ]
    )
    return list(rows.select_related("agency").order_by("agency__name__folded", "kind", "label__folded"))


def opened_last_time(reader: Reader, meeting: Meeting) -> set[int]:
    """The numbers of the principals to which the last list of the same kind was open."""
    if meeting.framework_version is None:
        return set()
    earlier = visibility.visible_to(reader, Meeting).filter(
        framework_version__framework_id=meeting.framework_version.framework_id,
        agency_id=meeting.agency_id,
        starts_at__lt=meeting.starts_at,
    )
    last = earlier.order_by("-starts_at", "-pk").values_list("pk", flat=True).first()
    rows = visibility.visible_to(reader, ListOpening).filter(record_id=last)
    return set(rows.values_list("principal_id", flat=True)) if last else set()


def numbers_of(found: Iterable[Case]) -> list[int]:
    """The numbers of the meetings that cases are of, for the log."""
    return sorted({one.entry.record_id for one in found})
