"""Escalations and decisions not to share in the small world, whose texts carry a canary."""

from datetime import timedelta

from django.utils import timezone

from pam.access import visibility
from pam.access.models import LawfulBasis
from pam.disagreements import services
from pam.disagreements.models import Escalation, NotShared


def escalation(canary="", **values):
    """An escalation as it is typed."""
    return Escalation(
        **{"title": f"Closed without a visit {canary}", "why": f"Seen at the wharf {canary}", **values}
    )


def refusal(canary="", **values):
    """A decision not to share as it is typed."""
    today = timezone.localdate()
    return NotShared(
        **{
            "asked_by": f"Lena Ashby, Quay School {canary}",
            "what": f"Whether he lives there {canary}",
            "reason": f"It would tell them of a witness {canary}",
            "decided_by": f"Olive Owner {canary}",
            "review_on": today + timedelta(days=5),
            "told": f"Lena Ashby by telephone {canary}",
            **values,
        }
    )


def duty():
    """A lawful basis that obliges to share."""
    return LawfulBasis.objects.filter(nature="duty").first()


def escalate(people, record, canary="", persona="owner", agency="probation"):
    """The persona escalates a decision of an agency."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.escalate(
            actor=actor, record=record, with_agency=people.agencies[agency], escalation=escalation(canary)
        )


def refuse(people, record, canary="", agencies=None, persona="owner", **values):
    """The persona records a decision not to share."""
    actor, to = people.reader(persona), agencies and [people.agencies[key].pk for key in agencies]
    harms = values.pop("harms_more", None)
    with visibility.reading(actor):
        return services.refuse_to_share(
            actor=actor, record=record, decision=refusal(canary, **values), harms_more=harms, agencies=to
        )


def add_escalation(people, record, canary):
    """{"escalation", "step"}: the owner's with probation, answered."""
    row, actor = escalate(people, record, canary), people.reader("owner")
    with visibility.reading(actor):
        step = services.answer_escalation(actor=actor, escalation=row, text=f"They ring back {canary}")
    return {"escalation": row, "step of an escalation": step}
