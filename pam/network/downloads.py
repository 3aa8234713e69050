"""A chart that leaves pam: what is kept of that."""

from collections.abc import Iterator
from typing import IO, Any

from django.utils import timezone

from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.network.graph import Network
from pam.ui.dates import long_moment
from pam.ui.spreadsheets import spreadsheet
from pam.ui.training import NOT_REAL

PICTURE = "png"


def download_network(
    *, actor: Reader, network: Network, name: str, kind: str, recipient: str, reason: str
) -> IO[bytes] | None:
    """The file of `kind` (csv or xlsx) with the connections of a chart, logged as a disclosure to `recipient`
    of each record that it shows. None for a picture (png), which the browser draws. `name` is what the chart
    is of: a reference.
    """
    log(
        actor,
        Verb.DISCLOSURE,
        "download network",
        sorted({*network.opened, *network.named}),
        detail=f"Network of {name}, {kind.upper()}, {len(network.nodes):,} nodes",
        recipient=recipient,
        reason=reason,
    )
    return None if kind == PICTURE else spreadsheet(kind, _lines(actor, network, name))


def _lines(actor: Reader, network: Network, name: str) -> Iterator[list[Any]]:
    yield [network.marking.label]
    if actor.training:
        yield [NOT_REAL]
    by = f"{actor.name}, {actor.agency_name}, {long_moment(timezone.now())}"
    yield [f"Network of {name}. Downloaded from pam by {by}. Follow the handling of each record."]
    if network.capped:
        yield [f"Only the first {len(network.nodes):,} are included."]
    yield ["From", "What it is", "Note", "Connection", "To", "What it is", "Note"]
    nodes = {node.key: node for node in network.nodes}
    for edge in network.edges:
        source, target = nodes[edge.source], nodes[edge.target]
        yield [
            *(source.label, source.what, source.note),
            edge.label,
            *(target.label, target.what, target.note),
        ]
