"""Uses of break-glass, and who may see and mark them."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from pam.access.models import Membership
from pam.disclosure.models import BreakGlassAccess
from pam.reference.selectors.settings import setting


def may_break_glass(reader):
    """Whether `reader` holds the right in the agency that they act for. The database asks again."""
    return reader.has_role(Membership.Role.BREAK_GLASS)


def break_glass_uses():
    """The openings, and the attempts that opened nothing, visible to the current reader."""
    return BreakGlassAccess.objects.select_related("membership__user", "agency", "reviewed_by__user")


def break_glass_uses_for(reader, *, auditor):
    """The latest openings that concern `reader`: their own of the last day, unmarked ones of records they
    lead, and for an auditor all that wait for a mark.
    """
    since = timezone.now() - timedelta(days=1)
    lead = Func(
        F("record_id"), Value(reader.membership_id), function="pam_leads", output_field=models.BooleanField()
    )
    concerns = Q(membership_id=reader.membership_id, opened_at__gt=since) | Q(leads=True, reviewed_at=None)
    if auditor:
        concerns |= Q(record__isnull=False, reviewed_at=None)
    return break_glass_uses().annotate(leads=lead).filter(concerns)


def break_glass_use(uuid):
    """One opening visible to the current reader, or None; `may_review` says whether they may mark it."""
    may_review = Func(F("pk"), function="pam_may_review_break_glass_use", output_field=models.BooleanField())
    return break_glass_uses().annotate(may_review=may_review).filter(uuid=uuid).first()


def minutes(agency_id):
    """How long an opening of a record of this agency lasts, as pam_break_glass() reads it."""
    return setting("disclosure.break_glass_minutes", agency_id)
