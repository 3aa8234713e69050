"""What the API lists of an organised crime group: its disruptions and its places."""

from datetime import date, datetime

from ninja import Schema

from ocg import api_writes
from ocg.disruptions.selectors import attach_outputs, disruptions_of
from ocg.facts.selectors import place_rows
from pam.api.resources import Listing
from pam.api.schemas import Row
from pam.reference.selectors.lists import attach_reference_values


class OutputRow(Schema):
    """One output of a disruption: a code of the list of outputs, of drugs also which, and how much."""

    kind: str
    drug: str
    amount: float


class DisruptionRow(Row):
    """A disruption. `claimed` is the level that was claimed, `level` the one that an assessor gave: codes of
    the list, `level` empty while it waits or was returned. `state` is submitted, agreed, changed or returned;
    agreed and changed ones count. What it names of the record is on its page alone.
    """

    on: date
    what: str
    target: str
    strand: str
    claimed: str
    claim_reason: str
    level: str
    state: str
    lead_agency: str
    evidence: str
    outputs: list[OutputRow]
    typed_reference: str
    typed_on: date | None
    submitted_at: datetime


class GroupPlaceRow(Row):
    """What a group does in a place. `role` and `area` are codes of their lists."""

    role: str
    area: str
    details: str


def _disruption(row):
    same = ("uuid", "version", "updated", "on", "what", "target", "strand", "claim_reason", "state")
    more = ("evidence", "typed_reference", "typed_on", "submitted_at")
    return {name: getattr(row, name) for name in (*same, *more)} | {
        "claimed": row.claimed.code,
        "level": row.level.code if row.level_id else "",
        "lead_agency": row.lead_agency.name,
        "outputs": [
            {"kind": one.kind.code, "drug": one.drug.code if one.drug else "", "amount": one.amount}
            for one in row.all_outputs
        ],
    }


def _place(row):
    same = {name: getattr(row, name) for name in ("uuid", "version", "updated", "details")}
    return same | {"role": row.role.code, "area": row.area.code}


DISRUPTIONS = Listing(
    kind="ocg",
    path="disruptions",
    schema=DisruptionRow,
    rows=disruptions_of,
    order=("-on", "-pk"),
    row=_disruption,
    what="disruptions",
    words="The disruptions of an organised crime group, the latest day first.",
    related=("lead_agency",),
    prepare=attach_outputs,
    new=api_writes.NewDisruption,
    add=api_writes.submit,
    new_words="A disruption of an organised crime group, submitted for an assessor to agree.",
)
PLACES = Listing(
    kind="ocg",
    path="group-places",
    schema=GroupPlaceRow,
    rows=place_rows,
    order=("-pk",),
    row=_place,
    what="places of the group",
    words="What an organised crime group does where, newest first.",
    prepare=lambda reader, rows: attach_reference_values(rows, "role", "area"),
    new=api_writes.NewPlace,
    add=api_writes.place,
    new_words="A place of an organised crime group; the system must manage the group.",
)
