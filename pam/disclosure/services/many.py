"""Sharing many records with one receiver at once, each as it would be shared alone; and ending that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from pam.access.errors import NoLongerVisible, Refused
from pam.access.models import Grant, Principal
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.sharing import end_share, share_record
from pam.records import bulk
from pam.records.models import Batch, Record
from pam.reference.selectors.settings import setting

SHARE = "share records"
UNDONE = "Shared with others by mistake: undone"


@dataclass
class Shared:
    """What became of sharing many records: its `Batch` or None, the records that were shared (or whose share
    ended), and [(record, why)] of those that were not.
    """

    batch: Batch | None
    changed: list[Record]
    left: list[tuple[Record, str]]


@transaction.atomic
def share_many(*, actor: Reader, proposals: Iterable[tuple[Record, ShareProposal]]) -> Shared:
    """Shares each record as its proposal says. One that is refused stays as it is, and why is said; the
    others are shared.
    """
    done, grants = Shared(None, [], []), []
    for record, proposal in proposals:
        try:
            with transaction.atomic():
                grants.append(share_record(actor=actor, record=record, proposal=proposal).pk)
        except Refused as refusal:
            done.left.append((record, refusal.message))
        except NoLongerVisible:
            pass  # nothing is said of what is hidden by now
        else:
            done.changed.append(record)
    if grants:
        made = Batch(
            model="access.Grant", added=True, rows=grants, operation=SHARE, made_by_id=actor.membership_id
        )
        done.batch = save_valid(made)
        numbers = [record.pk for record in done.changed]
        log(actor, Verb.ALTERATION, SHARE, numbers, detail=f"{len(grants)} shares, batch {made.uuid}")
    return done


@transaction.atomic
def undo_shares(*, actor: Reader, batch: Batch) -> Shared:
    """Ends the shares of a `share_many` at once; those that were changed or ended since stay as they are.

    Raises PermissionDenied for another person's; Refused if it was undone, or once the hours for it are over.
    """
    if batch.made_at < timezone.now() - timedelta(hours=setting("records.undo_hours", actor.agency_id)):
        raise Refused("The time to undo this is over. End each share on its own page.", code="too_late")
    batch, done = bulk.claim(actor, batch), Shared(None, [], [])
    rows = Grant.objects.filter(
        pk__in=batch.rows, given_by_id=actor.membership_id, given_at__lte=batch.made_at
    )
    for grant in rows.select_related("content_object"):
        record, name = grant.content_object, Principal.objects.get(pk=grant.group_id).label  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                end_share(actor=actor, record=record, grant=grant, receiver_name=name, reason=UNDONE)
        except Refused as refusal:
            done.left.append((record, refusal.message))
        except NoLongerVisible:
            pass
        else:
            done.changed.append(record)
    return done


def shares_or_404(reader: Reader, uuid: UUID) -> Batch:
    """A `share_many` that `reader` made and has not undone. Raises Http404."""
    rows = Batch.objects.filter(made_by_id=reader.membership_id, operation=SHARE, undone_at=None)
    row = rows.filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row
