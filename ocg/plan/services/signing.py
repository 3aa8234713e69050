"""Signing a plan: by the lead and by the Senior Responsible Officer, each for themselves."""

from django.db import transaction
from django.utils import timezone

from ocg.models import Plan, PlanObjective, PlanVersion
from ocg.plan.selectors.lines import fingerprint, lines_now, lines_of
from ocg.plan.selectors.plan import group_of, of_plan, signs_next
from ocg.plan.services.head import chronicle_plan
from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.notifications.services import enqueue
from pam.records.models import Record
from pam.records.services import add_part, save_part

TO_SIGN = "plan_to_sign"  # the event
ROLES = {"lro": "Lead Responsible Officer", "sro": "Senior Responsible Officer"}


@transaction.atomic
def sign(*, actor: Reader, plan: Plan, number: int, seen: str) -> PlanVersion:
    """Signs a plan as its group's lead or Senior Responsible Officer: the version that the other has signed
    and waits, or else the plan as it is, which the database copies whole as the next version. `number` and
    `seen` (lines.fingerprint) are what the page showed.

    The other one is told. Raises Refused: the actor is neither, nothing waits for them, no objective, or the
    plan is not as it was shown.
    """
    ocg = group_of(actor, plan.record_id)
    found = signs_next(actor, ocg, plan)
    if found is None:
        words = "The lead and the Senior Responsible Officer sign, each once for a version."
        raise Refused(words, code="not_yours")
    role, waiting, next_number = found
    lines = lines_of(actor, waiting) if waiting else lines_now(actor, ocg)
    if next_number != number or fingerprint(lines) != seen:
        raise Refused("The plan changed while you read it. Read it again, then sign.", code="changed")
    if waiting is None and not of_plan(actor, PlanObjective, plan).exists():
        raise Refused("Add an objective before the plan is signed.", code="no_objective")
    version = waiting or PlanVersion(plan=plan)
    setattr(version, f"{role}_signed_by_id", actor.membership_id)
    setattr(version, f"{role}_signed_at", timezone.now())
    if waiting:
        save_part(actor=actor, part=version, version=version.version, operation="sign plan")
    else:
        record = Record(pk=ocg.pk, agency_id=ocg.agency_id)
        add_part(actor=actor, part=version, record=record, agencies=plan.agencies, operation="sign plan")
    chronicle_plan(actor, plan, f"4P plan, version {version.number}, signed by the {ROLES[role]}")
    if not version.is_signed:
        other = ocg.sro_id if role == "lro" else ocg.lead_id
        people = Membership.objects.filter(pk=other).exclude(user_id=actor.user_id)
        enqueue(TO_SIGN, version.uuid, people, occasion=str(version.number))
    return version
