"""Break-glass: opening a record that is closed to one, for a reason, for a short time, in everybody's sight.

The wall forbids giving oneself a grant. pam_break_glass() does it for whoever holds the role, and writes it
down in the same statement.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Membership
from pam.audit.services import Verb, log
from pam.disclosure.models import BreakGlassAccess
from pam.reference.selectors.settings import setting

NOTHING = "No record opened for that reference. Your attempt and reason have been logged."


def may_break(reader):
    """Whether `reader` holds the right in the agency that they act for. The database asks again."""
    return reader.has_role(Membership.Role.BREAK_GLASS)


@transaction.atomic
def break_glass(*, actor, reference, reason):
    """Opens the record with this reference to `actor` to read, and logs it; returns its number, or None.

    None says that nothing opens under it, for whatever cause: the attempt stays written down. A record that
    the actor sees anyway is returned without an opening. Raises PermissionDenied without the right, Refused
    without a reason.
    """
    if not may_break(actor):
        raise PermissionDenied
    if not reason.strip():
        raise Refused("Say why you must open it.", field="reason")
    with connection.cursor() as cursor:
        cursor.execute("SELECT record FROM pam_break_glass(%s, %s)", [reference, reason])
        number = cursor.fetchone()[0]
    log(
        actor,
        Verb.CONSULTATION,
        "break-glass",
        [number] if number else [],
        what=reference.strip(),
        reason=reason.strip(),
    )
    return number


def openings():
    """The openings, and the attempts that opened nothing, which whoever reads may see."""
    return BreakGlassAccess.objects.select_related("membership__user", "agency", "reviewed_by__user")


def openings_for(reader, *, auditor):
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
    return list(openings().annotate(leads=lead).filter(concerns)[:50])


def opening(uuid):
    """One opening that whoever reads may see, or None; `may_judge` says whether they may mark it."""
    judge = Func(F("pk"), function="pam_may_review_break_glass_use", output_field=models.BooleanField())
    return openings().annotate(may_judge=judge).filter(uuid=uuid).first()


@transaction.atomic
def judge(*, actor, opening, justified, words):
    """Marks an opening as justified or not, once. Raises Refused: for a second mark, or a conflict of
    interest.
    """
    if not actor.has_role(Membership.Role.AUDITOR):
        raise PermissionDenied
    if not words.strip():
        raise Refused("Give reasons for your decision.", field="words")
    row = (
        BreakGlassAccess.objects.select_for_update(of=("self",))
        .filter(pk=opening.pk, reviewed_at=None)
        .first()
    )
    if row is None:
        raise Refused(
            "You cannot review this: you opened it, you lead the record, or it has already been reviewed."
        )
    row.justified, row.review_note = justified, words.strip()
    row.reviewed_by_id, row.reviewed_at = actor.membership_id, timezone.now()
    row.save(update_fields=["justified", "review_note", "reviewed_by", "reviewed_at"])
    log(
        actor,
        Verb.CONSULTATION,
        "mark break-glass",
        [row.record_id],
        what=row.reference,
        reason=f"{row.outcome}: {words.strip()}",
    )
    return row


def minutes(agency_id):
    """How long an opening of a record of this agency lasts, as pam_break_glass() reads it."""
    return setting("disclosure.break_glass_minutes", agency_id)
