"""Disruptions in the small world: one that waits and one that was returned, whose texts carry a canary."""

from decimal import Decimal

from django.utils import timezone

from ocg.disruptions import services
from ocg.disruptions.selectors import Output
from ocg.models import Disruption, DisruptionAssessment
from pam.access import visibility
from pam.records.bulk import rows
from pam.reference.models import ReferenceValue


def term(listing, code):
    """The shipped term of a list."""
    return ReferenceValue.objects.get(listing=listing, code=code)


def claim(canary="", **values):
    """A disruption as it is typed, not kept yet."""
    return Disruption(
        **{
            "on": timezone.localdate(),
            "what": f"Seen at the wharf {canary}",
            "strand": "pursue",
            "claimed": term("ocg.disruption-level", "moderate"),
            "claim_reason": f"Because {canary}",
            "evidence": f"Exhibit {canary}",
            **values,
        }
    )


def output(code, amount, drug=""):
    """An output of a shipped kind."""
    kind = term("ocg.disruption-output", code)
    return Output(kind, term("ocg.drug", drug) if drug else None, Decimal(amount))


def add_disruptions(people, record, canary, agencies=None):
    """{"disruption": one that waits, "disruption returned"} of a group, by the owner."""
    to = agencies and [people.agencies[key].pk for key in agencies]
    return {
        "disruption": _submitted(people, record, canary, to),
        "disruption returned": _returned(people, _submitted(people, record, canary, to), canary),
    }


def _submitted(people, record, canary, to):
    actor = people.reader("owner")
    with visibility.reading(actor):
        outputs = [output("arrests", 7), output("drugs", "1.25", "heroin")]
        return services.submit(
            actor=actor, record=record, disruption=claim(canary), outputs=outputs, agencies=to
        )


def _returned(people, row, canary):
    """Nobody of the small world assesses: the owner of the database writes that the colleague did."""
    member = people.memberships["colleague"]
    DisruptionAssessment.objects.create(
        disruption=row,
        record_id=row.record_id,
        author=member,
        author_agency_id=member.agency_id,
        agencies=row.agencies,
        round=1,
        outcome="returned",
        reason=f"Say more {canary}",
    )
    rows(Disruption).filter(pk=row.pk).update(state="returned")
    row.refresh_from_db()
    return row
