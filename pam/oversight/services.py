"""Writing and reading the log."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from pam.audit.services import Verb, log
from pam.oversight.models import Unusual
from pam.oversight.selectors import log_of_record


def record_access_log(record, *, verb="", before=None, most=50):
    """The log rows of `record`, newest first, for a reader who manages it; nothing for others.

    `verb` narrows them to one kind. `before` is the id of the last row already shown.
    """
    return log_of_record(record.pk, verb=verb, before=before, most=most)


def follow_up_unusual(*, actor, line, outcome, note):
    """Writes down, once, what came of an `Unusual` line. Raises ValidationError with a sentence.

    Nobody follows up their own looking; the database refuses that too.
    """
    if line.user_id == actor.user_id:
        raise ValidationError("This is about your own access. Ask another auditor to follow it up.")
    now = timezone.now()
    done = Unusual.objects.filter(pk=line.pk, followed_up_at=None).update(
        followed_up_at=now, followed_up_by=actor.name, outcome=outcome, note=note
    )
    if not done:
        raise ValidationError(
            "A colleague has already followed this up. Open it again to see what they wrote."
        )
    log(
        actor,
        Verb.ALTERATION,
        "follow up unusual access",
        [],
        what=f"{line.name}, {line.day:%-d %B %Y}: {line.get_kind_display()}",
    )
