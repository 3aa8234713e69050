"""Papers as a reader may see them: which are late, which changed; and proposed items."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from meetings.models import AgendaItem, Attendance, ItemProposal, Meeting, Paper, PaperOpening
from meetings.selectors.kinds import body_of, standing_item
from meetings.series.rhythm import working_days_before
from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.records.models import Document
from pam.reference.selectors.settings import setting


def due_day(meeting: Meeting) -> date:
    """The day by which papers are wanted: so many working days before the meeting (as its series said, else
    the kind's `papers-due`, or a setting).
    """
    days = meeting.paper_days
    if days is None:
        days = body_of(meeting).get("timings", {}).get("papers-due")
    left = setting("meetings.paper_days", meeting.agency_id) if days is None else days
    return working_days_before(timezone.localtime(meeting.starts_at).date(), left)


@dataclass
class ShownPaper:
    """A paper as a reader sees it: `file` is the row that has its file, the newest version."""

    paper: Paper
    file: Paper | Document
    late: bool
    changed: bool  # since the reader opened it

    @property
    def title(self) -> str:
        """What it is."""
        return self.paper.title or self.file.title

    @property
    def marking(self) -> int:
        """Its own marking, 0 for that of its record."""
        return max(self.paper.own_marking or 0, self.file.own_marking or 0)


def newest_of(reader: Reader, document: Document) -> Document:
    """The newest version of a document that `reader` may see."""
    rows = visibility.visible_to(reader, Document).filter(record_id=document.record_id)
    return _follow({row.replaces_id: row for row in rows.exclude(replaces=None)}, document)


def _follow(newer, document):
    while document.pk in newer:
        document = newer[document.pk]
    return document


def _papers(reader, number, today):
    rows = visibility.visible_to(reader, Paper).filter(record_id=number, removed_at=None)
    return rows.select_related("author__user").order_by("pk")


def _openings(reader, number, today):
    rows = visibility.visible_to(reader, PaperOpening)
    rows = rows.filter(record_id=number, author_id=reader.membership_id)
    return rows.values_list("paper_id", "sha256")


_papers_of, _openings_of = RowsOf(_papers), RowsOf(_openings)


def papers_of(reader: Reader, meeting: Meeting) -> list[ShownPaper]:
    """The papers of a meeting that `reader` may see, in the order in which they were added. Documents of
    records are shown in their newest version, to who may see them there. A constant number of queries.
    """
    rows = _papers_of(reader, meeting.pk)
    replaced = {row.replaces_id for row in rows}
    rows = [row for row in rows if row.pk not in replaced]
    documents, newer = _documents(reader, [row.document_id for row in rows if row.document_id])
    opened: dict[int, set[str]] = {}
    for paper, sha256 in _openings_of(reader, meeting.pk):
        opened.setdefault(paper, set()).add(sha256)
    found = []
    for row in rows:
        file = documents.get(row.document_id) if row.document_id else row
        if file is None:
            continue
        file = _follow(newer, file) if row.document_id else file
        came = timezone.localtime(file.created if file.created > row.created else row.created).date()
        mine = opened.get(row.pk, set()) | opened.get(row.replaces_id or 0, set())
        found.append(ShownPaper(row, file, came > row.due, bool(mine) and file.sha256 not in mine))
    return found


def _documents(reader, numbers):
    """({number: Document}, {number of a version: the one after it}) of the records of these documents."""
    if not numbers:
        return {}, {}
    visible = visibility.visible_to(reader, Document)
    records = visible.filter(pk__in=numbers).values("record_id")
    rows = list(visible.filter(record_id__in=records))
    return {row.pk: row for row in rows}, {row.replaces_id: row for row in rows if row.replaces_id}


def papers_to_come(reader: Reader, meeting: Meeting) -> list[AgendaItem]:
    """The items that `reader` sees which are to have a paper, have none yet, and are not built by pam."""
    rows = visibility.visible_to(reader, AgendaItem).filter(record_id=meeting.pk, removed_at=None)
    there = {one.paper.item_id for one in papers_of(reader, meeting)}
    items = [row for row in rows.filter(kind="paper").order_by("position", "pk") if row.pk not in there]
    return [row for row in items if not standing_item(meeting, row).get("built-from")]


def attach_papers(reader: Reader, meeting: Meeting, items: Collection[AgendaItem]) -> None:
    """Sets `shown_papers` of each item. A constant number of queries."""
    by_item: dict[int, list[ShownPaper]] = {}
    for shown in papers_of(reader, meeting):
        by_item.setdefault(shown.paper.item_id, []).append(shown)
    for item in items:
        item.shown_papers = by_item.get(item.pk, [])


def attach_unseen(meeting: Meeting, items: Iterable[AgendaItem]) -> None:
    """Sets `unseen_by` of each item (that a reader sees): the names of its chair and secretary, where it is
    confidential to others. An item that was made confidential before they were chosen is.
    """
    officers = [person for person in (meeting.lead, meeting.secretary) if person]
    for item in items:
        named = item.for_principals
        item.unseen_by = [
            one.user.name for one in officers if named is not None and one.principal_id not in named
        ]


def shown_paper(reader: Reader, meeting: Meeting, paper: Paper) -> ShownPaper | None:
    """One of them."""
    return next((one for one in papers_of(reader, meeting) if one.paper.pk == paper.pk), None)


def documents_to_offer(reader: Reader, item: AgendaItem) -> list[Document]:
    """The documents of the item's record that `reader` may see: of each its newest version, latest first."""
    if item.about_id is None:
        return []
    rows = list(visibility.visible_to(reader, Document).filter(record_id=item.about_id))
    replaced = {row.replaces_id for row in rows}
    return [row for row in rows if row.pk not in replaced]


def invited_people(reader: Reader, meeting: Meeting) -> list[Membership]:
    """The people who are invited, by agency and name."""
    rows = visibility.visible_to(reader, Attendance).filter(record_id=meeting.pk, removed_at=None)
    rows = rows.select_related("person__user", "person__agency")
    order = ("person__agency__name__folded", "person__user__name__folded", "pk")
    return [row.person for row in rows.order_by(*order)]


def named_people(people: Iterable[Membership], principals: Collection[int] | None) -> list[Membership]:
    """Those of `people` who are among `principals`."""
    return [person for person in people if person.principal_id in (principals or ())]


def proposals_of(reader: Reader, meeting: Meeting) -> list[ItemProposal]:
    """The items that were proposed, as far as `reader` sees them: those that wait first."""
    rows = visibility.visible_to(reader, ItemProposal).filter(record_id=meeting.pk)
    rows = list(rows.select_related("author__user", "author_agency").order_by("pk"))
    return sorted(rows, key=lambda row: row.state != ItemProposal.State.PROPOSED)
