"""Who may see what of a pack, and which copies that makes; what one reader's copy says."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from meetings.carried.selectors import carried_of
from meetings.models import (
    AgendaItem,
    CarriedAction,
    Meeting,
    Pack,
    PackOpening,
    Paper,
    UpdateRequest,
)
from meetings.papers.selectors import ShownPaper, papers_of
from meetings.selectors.composing import carried_row, record_line, shown_on
from meetings.selectors.meetings import numbered
from meetings.selectors.sight import audiences_by, sight, whole_size
from meetings.updates.selectors import attach_updates, changes_of, changes_since_last
from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.levels import Marking
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.records.models import Document, Entry, Record
from pam.reference.selectors.settings import setting
from pam.ui.dates import long_date


@dataclass(frozen=True)
class PackSight:
    """What a person may see of a pack: numbers of items and carried actions, (paper, its file) as pairs, of
    updates, and of what changed in the records that these are about.
    """

    items: frozenset
    carried: frozenset
    papers: frozenset
    updates: frozenset
    changes: frozenset

    def __len__(self) -> int:
        return len(self.items) + len(self.carried) + len(self.papers)

    def __le__(self, other: "PackSight") -> bool:
        names = ("items", "carried", "papers", "updates", "changes")
        return all(getattr(self, name) <= getattr(other, name) for name in names)


def pack_sight(reader: Reader, meeting: Meeting) -> PackSight | None:
    """The `PackSight` of `reader`, asked behind the wall as them; None if they can't open the meeting."""
    seen = sight(reader, meeting)
    if seen is None:
        return None
    with visibility.reading(reader):
        papers = _papers(reader, meeting, seen.items)
        updates = _updates(reader, meeting, seen.items)
        changes = changes_since_last(reader, meeting, updates).values_list("pk", flat=True)
        changes = frozenset(changes)
    return PackSight(
        seen.items,
        seen.carried,
        frozenset((one.paper.pk, one.file.uuid) for one in papers),
        frozenset(row.pk for row in updates),
        changes,
    )


def _papers(reader: Reader, meeting: Meeting, items: Collection[int]) -> list[ShownPaper]:
    return [one for one in papers_of(reader, meeting) if one.paper.item_id in items]


def _updates(reader: Reader, meeting: Meeting, items: Collection[int]) -> list[UpdateRequest]:
    about = {record for item, record in _about_of(reader, meeting.pk) if item in items}
    return [row for row in _requests_of(reader, meeting.pk) if row.record_id in about]


def _about(reader, number, today):
    rows = visibility.visible_to(reader, AgendaItem).filter(record_id=number).exclude(about=None)
    return rows.values_list("pk", "about_id")


def _requests(reader, number, today):
    return visibility.visible_to(reader, UpdateRequest).filter(meeting_id=number).order_by("pk")


_about_of, _requests_of = RowsOf(_about), RowsOf(_requests)


def pack_audiences(*, actor: Reader, meeting: Meeting) -> list[Any]:
    """The `CopyAudience`s of the pack, the fullest first: the people of one agency who may see the same of
    it. Who they are is as for the minutes (`sight.audiences`).
    """
    return audiences_by(meeting, pack_sight, whole=whole_size(actor, meeting, "pam_pack_size"))


def limits(agency_id: int) -> dict[str, int]:
    """How many pages of one paper, and of papers in all, a pack of this agency has."""
    return {name: setting(f"meetings.{name}_pages", agency_id) for name in ("paper", "pack")}


@dataclass(frozen=True)
class Composed:
    """What a copy says, the numbers of the records that it speaks of, its marking, and the rows it holds."""

    content: dict[str, Any]
    about: list[int]
    marking: int
    holds: dict[str, list[int]]


def compose_pack(reader: Reader, meeting: Meeting, audience: Any) -> Composed:
    """The pack as `reader`, one of the audience, may read it. Call it inside `visibility.reading(reader)`."""
    sees = audience.sees
    rows = visibility.visible_to(reader, AgendaItem).filter(pk__in=sees.items)
    items = numbered(meeting, list(rows.select_related("presenter__user").order_by("position", "pk")))
    carried = carried_of(reader, meeting, sees.carried)
    about = {item.about_id for item in items} | {row.about_id for rows in carried.values() for row in rows}
    about = sorted(about - {None})
    names = visibility.names(reader, Record, about)
    conditions = shown_on(audience.people, [meeting.pk, *about])
    attach_updates(reader, meeting, items)
    papers: dict[int, list[ShownPaper]] = defaultdict(list)
    for one in _papers(reader, meeting, sees.items):
        papers[one.paper.item_id].append(one)
    changes = changes_of(reader, meeting, [row for item in items for row in item.updates])
    markings = [meeting.marking, *visibility.visible_to(reader, Record).filter(pk__in=about).values_list(
        "marking", flat=True)]  # fmt: skip
    markings += [one.marking for rows in papers.values() for one in rows]
    markings += [entry.own_marking or 0 for rows in changes.values() for entry in rows]
    content = {
        "reference": meeting.reference,
        "title": meeting.title,
        "series": meeting.series,
        "place": meeting.place,
        "starts": meeting.starts_at.isoformat(),
        "marking": Marking(max(markings)).label,
        "handling": meeting.handling,
        "training": reader.training,
        "copy_for": audience.copy_for,
        "withheld": audience.says_withheld,
        "conditions": conditions.get(meeting.pk, []),
        "items": [
            {
                "key": str(item.uuid),
                "number": str(item.number),
                "title": item.title,
                "record": record_line(item, names),
                "kind": item.kind_words,
                "presenter": item.presenter.user.name if item.presenter_id else "",
                "minutes": item.planned_minutes,
                "confidential": item.for_principals is not None,
                "conditions": conditions.get(item.about_id, []),
                "carried": [carried_row(row) for row in carried.get(item.pk, [])],
                "updates": [_update(row) for row in item.updates],
                "changes": [_change(entry) for entry in changes.get(item.about_id, [])],
                "papers": [_paper(one) for one in papers[item.pk]],
            }
            for item in items
        ],
    }
    shown = [one for item in items for one in papers[item.pk]]
    carried_rows = [row for rows in carried.values() for row in rows]
    holds = {
        "items": [item.pk for item in items],
        "carried": [row.pk for row in carried_rows],
        "actions": [row.action_id for row in carried_rows],
        "papers": [one.paper.pk for one in shown],
        "documents": [one.file.pk for one in shown if one.paper.document_id],
        "updates": [row.pk for item in items for row in item.updates],
        "changes": [entry.pk for rows in changes.values() for entry in rows],
    }
    return Composed(content, about, max(markings), {what: sorted(rows) for what, rows in holds.items()})


def _update(row):
    return {
        "text": row.text if row.given_at else "",
        "by": row.given_by.user.name if row.given_by_id else row.asked.user.name,
        "agency": row.asked_agency.name,
        "words": row.words,
        "due": row.due.isoformat(),
    }


def _change(entry):
    day = timezone.localtime(entry.happened_at).date()
    return [long_date(day), entry.title]


def _paper(one):
    file = one.file
    return {
        "key": str(one.paper.uuid),
        "title": one.title,
        "late": one.late,
        "confidential": one.paper.for_principals is not None,
        "marking": Marking(one.marking).label if one.marking else "",
        "name": file.name,
        "type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
        "path": file.file.name,
        "closed": file.closed_because,
        "password": file.needs_password,
    }


def fingerprint(content: dict[str, Any]) -> str:
    """The SHA-256 of what a pack says."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# --- What pages show ---


def packs_of(reader: Reader, meeting: Meeting) -> list[Pack]:
    """The copies of the newest edition that `reader` may read, the fullest first."""
    rows = list(
        visibility.visible_to(reader, Pack).filter(record_id=meeting.pk).order_by("-edition", "number")
    )
    return still_seen(reader, [row for row in rows if row.edition == rows[0].edition])


HELD: dict[str, type[Model]] = {
    "items": AgendaItem,
    "carried": CarriedAction,
    "actions": Action,
    "papers": Paper,
    "documents": Document,
    "updates": UpdateRequest,
    "changes": Entry,
}


def still_seen(reader: Reader, packs: Collection[Pack]) -> list[Pack]:
    """Those of `packs` of which `reader` may see all that they hold at this moment: a document that was
    narrowed or marked higher after a pack was made closes that pack. As many queries as there are kinds of
    rows; one of which it is not known what it holds is closed.
    """
    lost: dict[str, set[int]] = {}
    for what, model in HELD.items():
        wanted = {number for pack in packs for number in pack.holds.get(what, ())}
        rows = visibility.visible_to(reader, model).filter(pk__in=wanted)
        lost[what] = wanted - set(rows.values_list("pk", flat=True)) if wanted else set()
    return [
        pack
        for pack in packs
        if pack.holds and not any(lost[what] & set(pack.holds.get(what, ())) for what in HELD)
    ]


def papers_now(reader: Reader, meeting: Meeting) -> set[tuple[str, str]]:
    """(key, SHA-256) of the papers that `reader` sees at this moment."""
    return {(str(one.paper.uuid), one.file.sha256) for one in papers_of(reader, meeting)}


def changed_since(pack: Pack, now: Iterable[tuple[str, str]]) -> bool:
    """Whether there are other papers now than the pack holds."""
    held = {(one["key"], one["sha256"]) for item in pack.content["items"] for one in item["papers"]}
    return held != set(now)


def openings_of(reader: Reader, packs: Collection[Pack]) -> list[tuple[Membership, Any, Any]]:
    """[(person, when they opened it, when they took its file)] of the readers of these packs, by agency and
    name; None for not yet.
    """
    principals = {number for pack in packs for number in pack.for_principals}
    people = Membership.objects.filter(principal_id__in=principals).select_related("user", "agency")
    rows = visibility.visible_to(reader, PackOpening).filter(pack__in=[pack.pk for pack in packs])
    when: dict[tuple[int, bool], Any] = {}
    for row in rows.order_by("-pk"):
        when[row.author_id, row.taken] = row.created
    ordered = people.order_by("agency__name__folded", "user__name__folded", "pk")
    return [(person, when.get((person.pk, False)), when.get((person.pk, True))) for person in ordered]
