"""Many new disruptions at once, of any groups: what `submit` does, in a constant number of queries."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from ocg.disruptions.selectors import Output, drugs_kind
from ocg.disruptions.services import LINE, require_amounts, submitted_in_words
from ocg.models import Disruption, DisruptionOutput
from pam.access.errors import Refused
from pam.access.validation import require_valid
from pam.access.visibility import Reader
from pam.records import bulk
from pam.records.models import Entry, Record

About = Callable[[Any], AbstractContextManager]


@dataclass
class NewDisruption:
    """A disruption of a group that is not kept yet, with its outputs; it names no person and no action."""

    record: Record
    disruption: Disruption
    outputs: Sequence[Output] = field(default_factory=tuple)


@transaction.atomic
def submit_many(
    *, actor: Reader, new: Sequence[NewDisruption], about: About = lambda one: nullcontext()
) -> list[Entry]:
    """Submits new disruptions that the actor's own agency leads, alone, each with its line in the chronology;
    returns these, in this order. All or none.

    Raises PermissionDenied without `contribute` on one of the groups, or Refused as `submit`; what is refused
    of one is raised within `about(one)`.
    """
    drugs = drugs_kind()
    for one in new:
        with about(one):
            _require_plain(actor, one)
            require_amounts(one.outputs, drugs)
    about_part = {id(one.disruption): one for one in new}
    batch = bulk.add_to_records(
        actor=actor,
        parts=[one.disruption for one in new],
        operation="submit disruptions",
        about=lambda part: about(about_part[id(part)]),
    )
    outputs = [row for one in new for row in _outputs(actor, one)]
    if outputs:
        bulk.keep_parts(actor, outputs, "submit outputs")
    lines = [(row, LINE, submitted_in_words(row), row.what) for row in batch.parts]
    return bulk.chronicle_parts(actor=actor, batch=batch, lines=lines)


def _require_plain(actor, one):
    row, row.record = one.disruption, one.record
    row.lead_agency_id, row.contributors = actor.agency_id, []
    if row.subject_id or row.action_id:
        raise Refused("Submit it by itself to name a person or an action.", code="not_here", field="subject")
    if row.on > timezone.localdate():
        raise Refused("The day of a disruption cannot be in the future.", code="too_late", field="on")


def _outputs(actor, one):
    for output in one.outputs:
        row = DisruptionOutput(
            record=one.record,
            disruption=one.disruption,
            kind=output.kind,
            drug=output.drug,
            amount=output.amount,
            author_id=actor.membership_id,
            author_agency_id=actor.agency_id,
            agencies=one.disruption.agencies,
        )
        require_valid(row)
        yield row
