"""Following up unusual access, opening reasons, and letting a log leave pam, as verbs."""

from collections.abc import Callable, Collection
from typing import IO

from django.db import connection, transaction
from django.utils import timezone

from pam.access.errors import NoLongerVisible, Refused
from pam.access.validation import require_text, valid_values
from pam.access.visibility import Reader
from pam.audit.models import LogEntry
from pam.audit.services import Verb, log
from pam.db.request_id import current_request_id
from pam.oversight.exporting import TooMany, written_out
from pam.oversight.models import Unusual


def follow_up_unusual(*, actor: Reader, line: Unusual, outcome: str, note: str) -> None:
    """Writes down, once, what came of an `Unusual` line. Raises Refused.

    Nobody follows up their own looking; the database refuses that too.
    """
    if line.user_id == actor.user_id:
        raise Refused(
            "This is about your own access. Ask another auditor to follow it up.", code="own_looking"
        )
    now = timezone.now()
    came_of_it = valid_values(
        Unusual, followed_up_at=now, followed_up_by=actor.name, outcome=outcome, note=note
    )
    done = Unusual.objects.filter(pk=line.pk, followed_up_at=None).update(**came_of_it)
    if not done:
        raise Refused(
            "A colleague has already followed this up. Open it again to see what they wrote.",
            code="already_followed_up",
        )
    log(
        actor,
        Verb.ALTERATION,
        "follow up unusual access",
        [],
        detail=f"{line.name}, {line.day:%-d %B %Y}: {line.get_kind_display()}",
    )


@transaction.atomic
def open_reason(*, actor: Reader, line: LogEntry, purpose: str) -> str:
    """The reason of a row of the log, in its writer's own words, for `purpose`; logged with it by the
    database.

    Raises Refused without a purpose, NoLongerVisible for a row that is not the actor's to open.
    """
    require_text(purpose, "Say why you need to read it.", field="purpose")
    with connection.cursor() as cursor:
        values: list[str | int | None] = [line.pk, purpose, actor.address or None, current_request_id()]
        cursor.execute("SELECT pam_open_reason(%s, %s, %s, %s)", values)
        words = cursor.fetchone()[0]
    if words is None:
        raise NoLongerVisible
    return words


def export_log(
    *,
    actor: Reader,
    pages: Callable[[int | None, int], list[LogEntry]],
    records: Collection[int],
    detail: str,
    recipient: str,
    reason: str,
) -> IO[bytes]:
    """A file with the rows that `pages(before, limit)` gives, logged as a disclosure to `recipient`.

    `records` are the numbers of the records that it is about, `detail` says so in words. Raises Refused for
    more rows than one file may hold.
    """
    try:
        file = written_out(pages)
    except TooMany as error:
        raise Refused(str(error), code="too_much", field="since") from None
    log(actor, Verb.DISCLOSURE, "export log", records, detail=detail, recipient=recipient, reason=reason)
    return file
