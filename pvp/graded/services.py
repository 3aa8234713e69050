"""Every write to graded information, as verbs. Each takes `actor`, a `Reader`; rows come from the gate."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.records.services import add_part, chronicle, save_part
from pam.reference.selectors.settings import setting
from pvp.graded.declared_settings import HINTS
from pvp.graded.identity import identifying_pieces, words_of
from pvp.models import GradedInformation

LINE = "graded"  # the kind of its lines in the chronology


@transaction.atomic
def add(
    *,
    actor: Reader,
    record: Record,
    graded: GradedInformation,
    checked: bool = False,
    agencies: Iterable[int] | None = None,
) -> GradedInformation:
    """Adds graded information to a case, for `agencies`. `checked` says that its author looked again at what
    may tell who the source is.

    Raises PermissionDenied without `contribute`, or Refused: a day to come, conditions that are not written,
    or a text that may tell who the source is and was not looked at again (field: the one that tells).
    """
    if graded.on and graded.on > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="on")
    if not checked:
        for name in ("text", "conditions", "log_reference"):
            if pieces := identifying_pieces(
                getattr(graded, name) or "", words_of(setting(HINTS, actor.agency_id))
            ):
                raise Refused(warning(pieces), code="telling", field=name)
    add_part(actor=actor, part=graded, record=record, agencies=agencies, operation="add graded information")
    _say(actor, graded, f"Graded information {graded.grading}", "")
    return graded


def warning(pieces: list[str]) -> str:
    """The sentence that says what may tell who the source is."""
    said = ", ".join(f"“{one}”" for one in pieces)
    return (
        f"This may tell who the source is: {said}. Write it so that no one can tell, or tick that you looked "
        "at it again."
    )


@transaction.atomic
def withdraw(*, actor: Reader, graded: GradedInformation, version: int, reason: str) -> GradedInformation:
    """Withdraws graded information that was wrong, with a reason; it stays to be read.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: withdrawn, or no reason.
    """
    if graded.withdrawn_at:
        raise Refused("It was withdrawn already.", code="withdrawn")
    graded.withdrawn_reason = require_text(reason, "Say why.", field="reason")
    if len(graded.withdrawn_reason) > 300:
        raise Refused("The reason must be 300 characters or fewer.", code="max_length", field="reason")
    graded.withdrawn_at = timezone.now()
    save_part(actor=actor, part=graded, version=version, operation="withdraw graded information")
    _say(actor, graded, f"Graded information {graded.grading} withdrawn", graded.withdrawn_reason)
    return graded


def _say(actor, graded, title, text):
    chronicle(
        actor=actor,
        record=Record(pk=graded.record_id),
        kind=LINE,
        title=title,
        text=text,
        agencies=graded.agencies,
    )
