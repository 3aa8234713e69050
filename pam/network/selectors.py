"""The network of a record or a person, as far as the reader may see it, a step at a time.

What is hidden leaves no trace: every row comes through the gate, keys are uuids, and nothing is counted that
is not shown.
"""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from pam.access import visibility
from pam.access.conditions import conditions_each
from pam.access.levels import Marking
from pam.access.visibility import Reader
from pam.network.graph import RECORD, Edge, Network, Node
from pam.records.kinds import all_kinds, kind_of
from pam.records.models import Link, Record, Subject
from pam.ui.addresses import address

MOST_NODES = 300  # of one chart: what a screen still shows apart
MOST_OPENED = 40  # nodes whose connections are shown
MOST_TIES = 1000  # rows that are looked at for who is the same
ROUNDS = 3  # of looking for rows of the same person: tied, merged, tied again


def network_of(
    reader: Reader,
    start: Record | Subject,
    opened: Collection[UUID] = (),
    *,
    leave_out: Collection[int] = (),
) -> Network:
    """What `start` (through the gate) is connected with, and what each of the nodes with the uuids `opened`
    is. A uuid of what the reader may not see does nothing, like one of nothing at all. `leave_out` are the
    numbers of records that are taken for hidden.
    """
    rows = _Rows(reader, leave_out)
    wanted = [start.uuid, *list(opened)[:MOST_OPENED]]
    records = rows.records(Q(uuid__in=wanted))
    in_records = rows.subjects(Q(record_id__in=records.keys()))
    asked_for = rows.subjects(Q(uuid__in=wanted))
    people = _People(rows.same({**in_records, **asked_for}))
    open_people = {people.of[row.pk] for row in asked_for.values()}
    links = rows.links(records.keys())
    beside = {end for link in links for end in (link.record_id, link.other_id)}
    beside |= {row.record_id for first in open_people for row in people.rows[first]}
    every = rows.records(Q(pk__in={*beside, *(row.record_id for row in people.every)}))
    shown = {number: every[number] for number in [*records, *sorted(beside)] if number in every}
    first = people.of.get(start.pk) if isinstance(start, Subject) else None
    met = [one for one in people.rows if any(row.record_id in shown for row in people.rows[one])]
    nodes = [
        *(
            _record_node(row, number in records, first is None and row.uuid == start.uuid)
            for number, row in shown.items()
        ),
        *(people.node(one, one in open_people, one == first, shown, every, start) for one in met),
    ]
    nodes.sort(key=lambda node: (not node.start, not node.opened, node.label.casefold(), node.key))
    kept = {node.key for node in nodes[:MOST_NODES]}
    edges = [*_link_edges(links, shown), *people.edges(shown)]
    held = conditions_each(reader, {*every, *shown})
    return Network(
        nodes=nodes[:MOST_NODES],
        edges=[edge for edge in edges if edge.source in kept and edge.target in kept],
        opened=sorted(records),
        named=sorted(shown.keys() - records.keys()),
        marking=Marking(max((row.marking for row in shown.values()), default=Marking.OFFICIAL)),
        capped=len(nodes) > MOST_NODES,
        not_copied=frozenset(number for number, one in held.items() if one.no_print),
    )


class _Rows:
    """Rows through the gate, without those of records that wait for terms or are to be left out."""

    def __init__(self, reader, leave_out):
        self.reader, self.leave_out = reader, leave_out
        waits = reader.unaccepted_terms
        self.kinds = [kind.code for kind in all_kinds() if kind.required_terms in waits]

    def records(self, condition):
        """{number: record}."""
        rows = visibility.visible_to(self.reader, Record).filter(condition)
        rows = rows.exclude(Q(kind__in=self.kinds) | Q(pk__in=self.leave_out))
        return {row.pk: row for row in rows.order_by("pk")}

    def subjects(self, condition):
        """{number: subject}."""
        rows = visibility.visible_to(self.reader, Subject).filter(condition)
        rows = rows.exclude(record_id__in=self.leave_out)
        if self.kinds:  # subjects know their readers: with nothing to leave out, no record need be looked at
            rows = rows.exclude(record__kind__in=self.kinds)
        return {row.pk: row for row in rows.order_by("pk")[:MOST_TIES]}

    def same(self, rows):
        """`rows` and every row that is the same person, place or object: tied, or merged in its record."""
        rows = dict(rows)
        for _ in range(ROUNDS):
            identities = {row.identity_id for row in rows.values()} - {None}
            merged = {row.merged_into_id for row in rows.values()} - {None, *rows}
            tied = Q(identity_id__in=identities) | Q(pk__in=merged) | Q(merged_into_id__in=rows.keys())
            found = self.subjects(tied & ~Q(pk__in=rows.keys()))
            if not found:
                break
            rows |= found
        return rows

    def links(self, numbers):
        """The live links of the records with these numbers, the newest first."""
        rows = visibility.visible_to(self.reader, Link).filter(ended_at=None)
        rows = rows.filter(Q(record_id__in=numbers) | Q(other_id__in=numbers))
        return list(rows.order_by("-created", "-pk")[:MOST_NODES])


def _record_node(record, opened, is_start):
    kind = kind_of(record.kind)
    return Node(
        key=str(record.uuid),
        shape=RECORD,
        what=kind.label,
        label=record.title,
        note=record.reference,
        url=kind.url(record.uuid),
        opened=opened,
        more=not opened,
        start=is_start,
    )


def _link_edges(links, shown):
    """One edge a link, both of whose ends are shown."""
    for link in links:
        ends = shown.get(link.record_id), shown.get(link.other_id)
        if all(ends):
            words = str(link.get_kind_display())
            yield Edge(str(ends[0].uuid), str(ends[1].uuid), words, timezone.localdate(link.created))


class _People:
    """Rows of subjects put together by who is the same. `of` gives the first row's number of each, `rows`
    the rows of each first one.
    """

    def __init__(self, rows):
        self.every = list(rows.values())
        self._above = {number: number for number in rows}
        by_identity = {}
        for row in self.every:
            if row.identity_id:
                self._join(row.pk, by_identity.setdefault(row.identity_id, row.pk))
            if row.merged_into_id in rows:
                self._join(row.pk, row.merged_into_id)
        self.of = {number: self._first(number) for number in rows}
        self.rows = defaultdict(list)
        for row in self.every:
            self.rows[self.of[row.pk]].append(row)

    def _first(self, number):
        while self._above[number] != number:
            number = self._above[number]
        return number

    def _join(self, one, other):
        low, high = sorted((self._first(one), self._first(other)))
        self._above[high] = low

    def node(self, first, opened, is_start, shown, every, start):
        """The node of one: named as its first row, as the page that the chart begins with where it is that
        one's.
        """
        rows = self.rows[first]
        row = start if is_start else rows[0]
        names = dict.fromkeys(one.name for one in rows if one.name != row.name)
        more = not opened and any(one.record_id in every and one.record_id not in shown for one in rows)
        return Node(
            key=str(rows[0].uuid),
            shape=row.kind,
            what=str(row.get_kind_display()),
            label=row.name,
            note=f"Also recorded as {', '.join(names)}" if names else "",
            url=address("subjects:subject", row.uuid),
            opened=opened,
            more=more,
            start=is_start,
        )

    def edges(self, shown):
        """An edge from each to each record that is shown and knows them; with their part in it."""
        for rows in self.rows.values():
            by_record = defaultdict(list)
            for row in rows:
                if row.record_id in shown:
                    by_record[row.record_id].append(row)
            for number, here in by_record.items():
                words = "; ".join(dict.fromkeys(map(_part_in_record, here)))
                on = timezone.localdate(min(row.created for row in here))
                yield Edge(str(rows[0].uuid), str(shown[number].uuid), words, on)


def _part_in_record(row):
    """ "Suspect, courier"; "Place"; with "earlier" for one who is no longer involved."""
    words = [str(row.get_category_display() if row.category else row.get_kind_display())]
    words += [row.role] if row.role else []
    return ", ".join([*words, "earlier"] if row.ended_at else words)
