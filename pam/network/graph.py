"""What a network chart is made of. Its keys are uuids of rows that the reader sees: they count nothing."""

from dataclasses import dataclass, replace
from datetime import date

from pam.access.levels import Marking

RECORD = "record"  # the shape of every kind of record


@dataclass(frozen=True)
class Node:
    """One record, or one person, place or object as every record that the reader sees knows them.

    `shape` is "record" or the kind of subject, `what` the kind in words, `note` a reference or other names.
    `opened` says whether its connections are shown, `more` whether it has some that are not yet.
    """

    key: str
    shape: str
    what: str
    label: str
    note: str
    url: str
    opened: bool = False
    more: bool = False
    start: bool = False


@dataclass(frozen=True)
class Edge:
    """How two nodes are connected, in words; `source` and `target` are their keys, `on` the day on which pam
    was told.
    """

    source: str
    target: str
    label: str
    on: date


@dataclass(frozen=True)
class Network:
    """A chart: nodes, the one that it begins with first, and the edges between them.

    `opened` are the numbers of the records whose people are shown, `named` those of the others. `capped` says
    whether it has more nodes than one chart shows. `not_copied` are the numbers of the records, of all that
    were looked at, that were shared on condition that nothing is printed or copied.
    """

    nodes: list[Node]
    edges: list[Edge]
    opened: list[int]
    named: list[int]
    marking: Marking
    capped: bool = False
    not_copied: frozenset[int] = frozenset()

    def connections(self) -> list[tuple[Node, list[tuple[str, Node]]]]:
        """[(node, [(how, other node)])], in the order of the nodes: the chart as a table."""
        nodes = {node.key: node for node in self.nodes}
        found: dict[str, list[tuple[str, Node]]] = {key: [] for key in nodes}
        for edge in self.edges:
            found[edge.source].append((edge.label, nodes[edge.target]))
            found[edge.target].append((edge.label, nodes[edge.source]))
        return [(node, found[node.key]) for node in self.nodes]

    def narrowed(self, shapes: list[str], since: date | None = None, until: date | None = None) -> "Network":
        """The same with nodes of these shapes alone (all without any), connected by what was recorded from
        `since` to `until`, and the one that it begins with.
        """
        nodes = [node for node in self.nodes if node.start or not shapes or node.shape in shapes]
        keys = {node.key for node in nodes}
        edges = [
            edge
            for edge in self.edges
            if edge.source in keys
            and edge.target in keys
            and (since is None or edge.on >= since)
            and (until is None or edge.on <= until)
        ]
        if since or until:
            tied = {key for edge in edges for key in (edge.source, edge.target)}
            nodes = [node for node in nodes if node.start or node.key in tied]
        return replace(self, nodes=nodes, edges=edges)
