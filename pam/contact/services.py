"""Every write to messages from the front page, as verbs; and their erasure by the system's job."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Membership, Team
from pam.access.validation import require_text, save_valid, valid_values
from pam.access.visibility import Reader
from pam.accounts.services import invitations
from pam.audit.services import Verb, log
from pam.contact.models import ContactRequest
from pam.contact.selectors import messages_of
from pam.db.request_id import current_request_id
from pam.notifications.selectors import not_yet_enqueued
from pam.notifications.services import LIMIT, LOOKED_BACK, enqueue

Outcome = ContactRequest.Outcome
FULL = (
    "Too many messages have been sent to us today, so yours was not sent. Try again tomorrow, or ask the "
    "administrator of your agency."
)
CLOSED = "Messages are not taken at the moment. Ask the administrator of your agency."


@transaction.atomic
def send(
    *,
    kind: str,
    name: str,
    email: str,
    organisation: str,
    words: str,
    telephone: str = "",
    post: str = "",
    updates: bool = False,
) -> None:
    """Keeps what a person wrote on the front page, for the agency that answers. The same message again within
    a day is counted and not kept twice.

    It answers the same for an address that has an account and for one that has not. Raises Refused if no
    agency answers, or once a day has brought the most that it may.
    """
    texts = {"name": name, "email": email, "telephone": telephone, "organisation": organisation}
    values = valid_values(ContactRequest, kind=kind, post=post, words=words, **texts)
    for field, text in {"name": name, "email": email, "organisation": organisation, "words": words}.items():
        require_text(text, "Fill this in.", field=field)
    names = ("kind", "name", "email", "telephone", "organisation", "post", "words")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pam_keep_contact_request(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [*(values[name] for name in names), updates, current_request_id()],
        )
        said = cursor.fetchone()[0]
    if said != "kept":
        raise Refused(FULL if said == "full" else CLOSED, code=said)


@transaction.atomic
def take(*, actor: Reader, message: ContactRequest) -> ContactRequest:
    """Says that the actor looks after `message`, also where another administrator did. Raises
    PermissionDenied, Refused.
    """
    row = _claim(actor, message)
    row.taken_by_id, row.taken_at = actor.membership_id, timezone.now()
    save_valid(row, update_fields=["taken_by", "taken_at"])
    log(actor, Verb.ALTERATION, "take message", detail=_detail(row))
    return row


@transaction.atomic
def answer(*, actor: Reader, message: ContactRequest, outcome: str, note: str) -> ContactRequest:
    """Notes how `message` was answered: `outcome` is "telephone", "mail" or "refused", which needs `note`.
    Raises PermissionDenied, Refused.
    """
    if outcome not in (Outcome.TELEPHONE, Outcome.MAIL, Outcome.REFUSED):
        raise Refused("Select how it was answered.", code="invalid", field="outcome")
    if outcome == Outcome.REFUSED:
        require_text(note, "Say why it is refused.", field="note")
    return _settle(actor, _claim(actor, message), outcome, note)


@transaction.atomic
def invite(
    *,
    actor: Reader,
    message: ContactRequest,
    name: str,
    email: str,
    post: str,
    roles: Collection[str],
    clearance: int,
    teams: Iterable[Team],
) -> ContactRequest:
    """Invites the person who wrote `message` to act for the actor's agency, as any person is invited. Raises
    as `invitations.invite` does.
    """
    row = _claim(actor, message)
    row.invitation = invitations.invite(
        actor=actor, name=name, email=email, post=post, roles=roles, clearance=clearance, teams=teams
    )
    return _settle(actor, row, Outcome.INVITED, "")


@transaction.atomic
def end_updates(*, actor: Reader, message: ContactRequest) -> ContactRequest:
    """Takes away the consent to updates, because the person said so. Raises PermissionDenied, Refused."""
    row = _locked(actor, message).exclude(consent="").first()
    if row is None:
        raise Refused("They do not get updates.", code="no_consent")
    row.consent = ""
    save_valid(row, update_fields=["consent"])
    log(actor, Verb.ALTERATION, "end updates", detail=_detail(row))
    return row


def _settle(actor, row, outcome, note):
    row.outcome, row.note = outcome, note.strip()
    row.answered_by_id, row.answered_at = actor.membership_id, timezone.now()
    save_valid(row, update_fields=["outcome", "note", "answered_by", "answered_at", "invitation"])
    log(actor, Verb.ALTERATION, "answer message", detail=f"{_detail(row)}: {row.get_outcome_display()}")
    return row


def _locked(actor, message):
    rows = messages_of(actor).select_related(None).select_for_update()
    return rows.filter(pk=message.pk)


def _claim(actor, message):
    row = _locked(actor, message).open().first()
    if row is None:
        raise Refused("Another administrator has answered this message.", code="no_longer_waiting")
    return row


def _detail(row):
    return f"Message {str(row.uuid)[:8]}"


# --- The system's jobs ---


def enqueue_notices() -> int:
    """Owes word of each new message to the administrators of the agency that answers; returns of how many."""
    since = timezone.now() - LOOKED_BACK
    rows = ContactRequest.objects.open().filter(not_yet_enqueued("message_came"), received_at__gt=since)
    rows = list(rows.order_by("pk")[:LIMIT])
    for row in rows:
        administrators = Membership.objects.live().filter(
            agency_id=row.agency_id, roles__contains=[Membership.Role.ADMINISTRATOR]
        )
        enqueue("message_came", row.uuid, list(administrators))
    return len(rows)


# A message is over so many days after its answer, or after it came where nobody answered.
OVER = """(
  c.answered_at < %(now)s - make_interval(days => pam_setting('contact.kept_days', c.agency_id)::int)
  OR (c.outcome = '' AND c.received_at
      < %(now)s - make_interval(days => pam_setting('contact.open_days', c.agency_id)::int)))"""
ERASE = f"""
UPDATE contact_contactrequest c
   SET telephone = '', organisation = '', post = '', words = '', note = '', erased_at = %(now)s
 WHERE c.erased_at IS NULL AND c.consent <> '' AND {OVER}"""
DELETE = f"""
DELETE FROM contact_contactrequest c
 WHERE (c.consent = '' AND (c.erased_at IS NOT NULL OR {OVER}))
    OR (c.erased_at IS NOT NULL AND c.received_at
        < %(now)s - make_interval(days => pam_setting('contact.updates_days', c.agency_id)::int))"""


def erase(now: datetime | None = None) -> int:
    """Erases the messages that their agency's days are over for; returns how many rows were deleted. Of those
    who want updates, name, address and consent are kept for their own days. Runs as the jobs' role.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ERASE, {"now": now or timezone.now()})
        cursor.execute(DELETE, {"now": now or timezone.now()})
        return cursor.rowcount
