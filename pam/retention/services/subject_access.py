"""Subject access: a data protection officer says who asks and why, chooses who that means, and collects what
is held.
"""

from collections.abc import Collection
from typing import IO

from django.db import connection, transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.validation import create_valid, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.retention import collecting
from pam.retention.models import SubjectRequest
from pam.retention.selectors.subject_access import Named, Person, require
from pam.ui.partial_dates import PartialDate


@transaction.atomic
def ask(
    *,
    actor: Reader,
    name: str,
    born: PartialDate | None,
    number: str,
    purpose: str,
    recipient: str,
    reason: str,
) -> SubjectRequest:
    """Writes down who asks, for what and for which person; only then can anything be found. Raises
    PermissionDenied, Refused.
    """
    require(actor)
    if not reason.strip() or not name.strip():
        raise Refused("Say why.", code="missing", field="reason")
    row = create_valid(
        SubjectRequest,
        agency_id=actor.agency_id,
        made_by_id=actor.membership_id,
        name=name.strip(),
        born=born,
        number=number.strip(),
        purpose=purpose,
        recipient=recipient.strip(),
        reason=reason.strip(),
    )
    log(
        actor,
        Verb.COLLECTION,
        "open subject access request",
        detail=f"Request {row.number}",
        reason=row.reason,
    )
    return row


@transaction.atomic
def collect(
    *, actor: Reader, request: SubjectRequest, people: Collection[Person], named: Collection[Named] = ()
) -> IO[bytes]:
    """The file of everything that is held on `people` (of `people_of`) and `named` (of `named_in`), for
    review; logged as a disclosure.

    Raises PermissionDenied without the role; Refused if nobody is chosen, or for more than one file may hold.
    """
    require(actor)
    if not people and not named:
        raise Refused("Select at least one row that is this person.", code="missing", field="people")
    rows = collecting.held(request, [row.id for row in people], [row.value for row in named])
    request.collected_at, request.collected_by_id, request.rows = (
        timezone.now(),
        actor.membership_id,
        len(rows),
    )
    save_valid(request, update_fields=["collected_at", "collected_by", "rows"])
    log(
        actor,
        Verb.DISCLOSURE,
        "collect for subject access",
        sorted({row.record for row in rows if row.record}),
        detail=f"Request {request.number}",
        recipient=request.recipient,
        reason=f"{request.get_purpose_display()}: {request.reason}",
    )
    return collecting.packed(request, rows)


def people_of(actor: Reader, request: SubjectRequest) -> list[Person]:
    """The `Person`s who `request` may mean; logs the search with the records in which they are."""
    require(actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pam_subjects_held(%s, %s)", [request.uuid, collecting.LIMIT])
        found = [Person(*row) for row in cursor.fetchall()]
    log(
        actor,
        Verb.CONSULTATION,
        "search",
        sorted({row.record for row in found}),
        detail=f"Request {request.number}",
    )
    return found


def named_in(actor: Reader, request: SubjectRequest) -> list[Named]:
    """The referrals and lists of cases (`Named`) that name a person who `request` may mean; logs the search
    with the records in which they are.
    """
    require(actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pam_named_elsewhere(%s, %s)", [request.uuid, collecting.LIMIT])
        found = [Named(*row) for row in cursor.fetchall()]
    records = sorted({row.record for row in found if row.record})
    if records:
        log(actor, Verb.CONSULTATION, "search", records, detail=f"Request {request.number}")
    return found
