"""What pages and copies say of minutes: tidied words, versions, who has read which copy."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from meetings.issue.models import MinutesReading, MinutesVersion, Wording
from meetings.models import AgendaItem, Decision, Meeting, MinutesCopy
from pam.access import visibility
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.ui.dates import long_date

MOST_MEETINGS = 20


def tidied(reader: Reader, meeting: Meeting, edition: int = 1) -> dict[tuple[int, int | None], Wording]:
    """{(item, decision or None): its tidied words} of one version of the minutes, as `reader` sees them."""
    rows = visibility.visible_to(reader, Wording).filter(record_id=meeting.pk, edition=edition)
    return {(row.item_id, row.decision_id): row for row in rows}


@dataclass
class Passage:
    """A text of the minutes that can be tidied or corrected: a discussion, or a decision."""

    item: AgendaItem
    decision: Decision | None
    original: str
    wording: Wording | None

    @property
    def row(self) -> AgendaItem | Decision:
        """What the address names."""
        return self.decision or self.item

    @property
    def name(self) -> str:
        """ "Item 3, Releases", or "Decision D-7KQ4"."""
        if self.decision:
            return f"Decision {self.decision.code}"
        return f"Discussion of {self.item.title}"

    @property
    def text(self) -> str:
        """What the minutes say."""
        return self.wording.text if self.wording else self.original

    @property
    def typed_since(self) -> bool:
        """Whether what was typed is another than what was tidied."""
        return self.wording is not None and self.wording.original != self.original


def passages(reader: Reader, meeting: Meeting) -> list[Passage]:
    """The texts of a meeting's minutes that `reader` sees, in the order of the agenda. Empty discussions are
    left out. Three queries.
    """
    items = visibility.visible_to(reader, AgendaItem).filter(record_id=meeting.pk, removed_at=None)
    decisions: dict[int, list[Decision]] = {}
    for row in visibility.visible_to(reader, Decision).filter(record_id=meeting.pk).order_by("pk"):
        decisions.setdefault(row.item_id, []).append(row)
    words = tidied(reader, meeting)
    found = []
    for item in items.order_by("position", "pk"):
        if item.notes:
            found.append(Passage(item, None, item.notes, words.get((item.pk, None))))
        for one in decisions.get(item.pk, ()):
            found.append(Passage(item, one, one.text, words.get((item.pk, one.pk))))
    return found


def versions(reader: Reader, meeting: Meeting) -> list[MinutesVersion]:
    """The versions of the minutes, the first first."""
    rows = visibility.visible_to(reader, MinutesVersion).filter(record_id=meeting.pk)
    return list(rows.select_related("agreed_by__user", "author__user").order_by("number"))


def proposed(reader: Reader, version: MinutesVersion) -> list[Wording]:
    """The corrections that a version consists of, as `reader` sees them."""
    rows = visibility.visible_to(reader, Wording).filter(record_id=version.record_id, edition=version.number)
    return list(rows.select_related("item", "decision").order_by("pk"))


def later_meetings(reader: Reader, meeting: Meeting) -> Any:
    """The meetings at which a correction of `meeting`'s minutes can be agreed: later ones that took place,
    of its agency, as `reader` sees them; those of its series first, then the soonest.
    """
    rows = visibility.visible_to(reader, Meeting).filter(
        agency_id=meeting.agency_id, starts_at__gt=meeting.starts_at
    )
    rows = rows.exclude(pk=meeting.pk).exclude(state=Meeting.State.CALLED)
    return rows.order_by("starts_at", "pk")


@dataclass
class CopyReaders:
    """A copy of the minutes and the people it is for: [(Membership, opened, took the file)], moments or
    None.
    """

    copy: MinutesCopy
    people: list[tuple[Membership, datetime | None, datetime | None]]


def who_has_read(reader: Reader, copies: Iterable[MinutesCopy]) -> list[CopyReaders]:
    """For each of `copies`, which `reader` may see, who it is for and when they opened it. Two queries."""
    copies = list(copies)
    principals = {number for copy in copies for number in copy.for_principals}
    rows = Membership.objects.filter(principal_id__in=principals).select_related("user", "agency")
    people = {
        row.principal_id: row for row in rows.order_by("agency__name__folded", "user__name__folded", "pk")
    }
    seen = {}
    for row in visibility.visible_to(reader, MinutesReading).filter(copy_id__in=[copy.pk for copy in copies]):
        seen[row.copy_id, row.author_id, row.taken] = row.created
    return [
        CopyReaders(
            copy,
            [
                (one, seen.get((copy.pk, one.pk, False)), seen.get((copy.pk, one.pk, True)))
                for principal, one in people.items()
                if principal in copy.for_principals
            ],
        )
        for copy in copies
    ]


def corrected_content(
    copy: MinutesCopy, words: Iterable[Wording], version: MinutesVersion, by: Reader, day: Any
) -> dict[str, Any] | None:
    """What `copy` says with the corrections `words` put in; None if it says nothing of them: its readers are
    not told that there are any.
    """
    content, reasons = deepcopy(copy.content), []
    for row in words:
        for item in content["items"]:
            if _put(item, row):
                item["corrected"] = True
                reasons.append(row.reason)
    if not reasons:
        return None
    before = content["approval"]
    earlier = timezone.localtime(datetime.fromisoformat(before["at"]))
    content["approval"] = {
        "by": by.name,
        "role": by.post,
        "at": version.agreed_at.isoformat() if version.agreed_at else "",
        "version": version.number,
        "replaces": f"version {before.get('version', 1)} of {long_date(earlier.date())}",
        "why": " ".join(dict.fromkeys(reasons)),
        "agreed": f"the meeting of {long_date(day)}",
    }
    return content


def _put(item, row):
    """Puts one correction into an item of a copy, if it is there; returns whether it changed anything."""
    if row.decision_id:
        for decision in item["decisions"]:
            if decision["code"] == row.decision.code and decision["text"] != row.text:
                decision["text"] = row.text
                return True
        return False
    if item.get("key") != str(row.item.uuid) or item["notes"] == row.text:
        return False
    item["notes"] = row.text
    return True
