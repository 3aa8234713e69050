"""Writing down how a person can be reached in safety, changing it, taking it off."""

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.records.models import Entry, Record, Subject
from pam.records.services import add_part, chronicle, save_part
from pam.subjects.models import SafeContact


@transaction.atomic
def add_safe_contact(*, actor: Reader, record: Record, subject: Subject, contact: SafeContact) -> SafeContact:
    """Keeps how `subject`, a person in `record` who came through the gate, can be reached; for all agencies
    that the person is for. The chronology says that it was written, not what it says.

    Raises PermissionDenied without `contribute`, Refused for anything but a person, and where it is there
    already.
    """
    if subject.kind != Subject.Kind.PERSON:
        raise Refused("Only a person has a safe contact.", code="not_a_person")
    live = visibility.visible_to(actor, SafeContact).filter(subject_id=subject.pk, ended_at=None)
    if live.exists():
        raise Refused("It is recorded already. Change that one.", code="already_there")
    contact.subject = subject
    add_part(actor=actor, part=contact, record=record, agencies=subject.agencies)
    _say(actor, contact, subject, "Safe contact written down")
    return contact


@transaction.atomic
def save_safe_contact(*, actor: Reader, contact: SafeContact, version: int) -> SafeContact:
    """Saves what was changed in a form that was opened at `version`, with a line in the chronology. Raises
    PermissionDenied, Stale or Refused.
    """
    save_part(actor=actor, part=contact, version=version)
    _say(actor, contact, contact.subject, "Safe contact changed")
    return contact


@transaction.atomic
def end_safe_contact(*, actor: Reader, contact: SafeContact, version: int, reason: str) -> SafeContact:
    """Takes it off, with the reason; it stays in the history. Raises PermissionDenied, Stale or Refused."""
    reason = require_text(reason, "Say why.", field="reason")
    if contact.ended_at:
        raise Refused("It has been taken off already.", code="already_ended")
    contact.ended_at = timezone.now()
    contact._change_reason = reason[:100]  # type: ignore[attr-defined]
    save_part(actor=actor, part=contact, version=version, operation="end safe contact")
    _say(actor, contact, contact.subject, "Safe contact taken off", reason)
    return contact


def _say(actor, contact, subject, words, text=""):
    chronicle(
        actor=actor,
        record=Record(pk=contact.record_id),
        kind=Entry.Kind.SUBJECT,
        title=f"{words}: {subject.name}",
        text=text,
        agencies=contact.agencies,
    )
