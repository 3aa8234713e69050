"""Break-glass: opening a record that is closed to one, for a reason, for a short time, in everyone's sight.

The wall forbids giving oneself a grant. pam_break_glass() does it for the person who holds the role, and
writes it down in the same statement.
"""

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.disclosure.models import BreakGlassAccess
from pam.disclosure.selectors.break_glass import may_break_glass

NOTHING = "No record opened for that reference. Your attempt and reason have been logged."


@transaction.atomic
def break_glass(*, actor: Reader, reference: str, reason: str) -> int:
    """Opens the record with this reference to `actor` to read, and logs it; returns its number, or None.

    None says that nothing opens under it, for whatever cause: the attempt stays written down. A record that
    the actor sees anyway is returned without an opening. Raises PermissionDenied without the right, Refused
    without a reason.
    """
    if not may_break_glass(actor):
        raise PermissionDenied
    require_text(reason, "Say why you must open it.", field="reason")
    with connection.cursor() as cursor:
        cursor.execute("SELECT record FROM pam_break_glass(%s, %s)", [reference, reason])
        number = cursor.fetchone()[0]
    log(
        actor,
        Verb.CONSULTATION,
        "break-glass",
        [number] if number else [],
        detail=reference.strip(),
        reason=reason.strip(),
    )
    return number


@transaction.atomic
def review_break_glass_use(
    *, actor: Reader, use: BreakGlassAccess, justified: bool, words: str
) -> BreakGlassAccess:
    """Marks an opening as justified or not, once. Raises Refused: for a second mark, or a conflict of
    interest.
    """
    if not actor.has_role(Membership.Role.AUDITOR):
        raise PermissionDenied
    require_text(words, "Give reasons for your decision.", field="words")
    row = BreakGlassAccess.objects.select_for_update(of=("self",)).filter(pk=use.pk, reviewed_at=None).first()
    if row is None:
        raise Refused(
            "You cannot review this: you opened it, you lead the record, or it has already been reviewed.",
            code="not_yours_to_review",
        )
    row.justified, row.review_note = justified, words.strip()
    row.reviewed_by_id, row.reviewed_at = actor.membership_id, timezone.now()
    save_valid(row, update_fields=["justified", "review_note", "reviewed_by", "reviewed_at"])
    log(
        actor,
        Verb.CONSULTATION,
        "mark break-glass",
        [row.record_id] if row.record_id else [],
        detail=row.reference,
        reason=f"{row.outcome}: {words.strip()}",
    )
    return row
