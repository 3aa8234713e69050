"""Writing and reading the log."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from pam.plans import planned_once

from .models import LogEntry, Unusual
from .reading import log_of_record

Verb = LogEntry.Verb


def log(reader, verb, how, records=(), *, what="", recipient="", recipient_agency=None, reason=""):
    """Appends one row for `reader` (a `gate.Reader`, or None before anybody is known).

    `records` are the numbers of the records concerned; `what` names the thing (never case text that the row
    would outlive); `recipient`, `recipient_agency` (its number) and `reason` belong to disclosures. Part of
    the caller's transaction.
    """
    with planned_once():
        return LogEntry.objects.create(
            verb=verb,
            how=how,
            actor_id=reader.user_id if reader else None,
            actor_name=reader.name if reader else "Nobody signed in",
            agency_id=reader.agency_id if reader else None,
            agency_name=reader.agency_name if reader else "",
            address=(reader.address or None) if reader else None,
            records=list(records),
            what=what[:200],
            recipient=recipient[:200],
            recipient_agency_id=recipient_agency,
            reason=reason,
        )


def log_of_job(verb, how, records, *, what):
    """Appends what a job of the system did for nobody in particular, for example that it found a match."""
    return LogEntry.objects.create(
        verb=verb, how=how, actor_name="pam", agency_name="", records=list(records), what=what[:200]
    )


def log_sign_in(how, *, name="", address=None):
    """Appends that somebody signed in or out, or failed to. There is no reader yet, or no more.

    Without `name` nobody is named: a wrong e-mail address is often somebody's password.
    """
    with connection.cursor() as cursor:
        # No RETURNING: nobody may read rows that belong to nobody.
        cursor.execute(
            "INSERT INTO audit_logentry (at, verb, how, actor_id, actor_name, agency_name, address, records, what,"
            " recipient, reason) VALUES (now(), %s, %s, pam_user(), %s, '', %s, '{}', '', '', '')",
            [Verb.SIGN_IN, how, name or "Nobody signed in", address or None],
        )


def looks_at(record, *, verb="", before=None, most=50):
    """The log rows of `record`, newest first, for a reader who manages it; nothing for others.

    `verb` narrows them to one kind. `before` is the id of the last row already shown.
    """
    return log_of_record(record.pk, verb=verb, before=before, most=most)


def follow_up_unusual(*, actor, line, outcome, note):
    """Writes down, once, what came of an `Unusual` line. Raises ValidationError with a sentence.

    Nobody follows up their own looking; the database refuses that too.
    """
    if line.user_id == actor.user_id:
        raise ValidationError("This is about your own looking. Another auditor must follow it up.")
    now = timezone.now()
    done = Unusual.objects.filter(pk=line.pk, followed_up_at=None).update(
        followed_up_at=now, followed_up_by=actor.name, outcome=outcome, note=note
    )
    if not done:
        raise ValidationError(
            "Somebody else has followed this up in the meantime. Open the line again to see what they wrote."
        )
    log(
        actor,
        Verb.ALTERATION,
        "follow up unusual looking",
        [],
        what=f"{line.name}, {line.day:%-d %B %Y}: {line.get_kind_display()}",
    )
