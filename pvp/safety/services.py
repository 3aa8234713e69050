"""Every write to safety plans, as verbs. Each takes `actor`, a `Reader`; rows come from the gate."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.pdf.errors import PdfUnavailable
from pam.records.models import Record
from pam.records.services import add_part, chronicle, save_part
from pam.reference.selectors.settings import setting
from pvp.models import CaseFile, SafetyAgreedItem, SafetyAgreement, SafetyItem
from pvp.safety import selectors
from pvp.safety.copies import on_paper
from pvp.safety.declared_settings import TITLE

LINE = "safety"  # the kind of their lines in the chronology


@transaction.atomic
def add_item(
    *, actor: Reader, record: Record, item: SafetyItem, agencies: Iterable[int] | None = None
) -> SafetyItem:
    """Adds an item to the plan of a case, shared with `agencies`. Raises PermissionDenied without
    `contribute`, or Refused for one that nobody owns.
    """
    add_part(actor=actor, part=item, record=record, agencies=agencies, operation="add to safety plan")
    _say(actor, item, f"Safety plan: {item.what}"[:200], "")
    return item


@transaction.atomic
def change_item(*, actor: Reader, item: SafetyItem, version: int) -> SafetyItem:
    """Saves what was changed of an item; what the person agreed to stays as it was. Raises PermissionDenied,
    Stale, or Refused: it has ended, or nobody owns it.
    """
    _require_current(item)
    return save_part(actor=actor, part=item, version=version, operation="change safety plan")


@transaction.atomic
def end_item(*, actor: Reader, item: SafetyItem, version: int, reason: str) -> SafetyItem:
    """Ends an item, with a reason; it stays to be read. Raises PermissionDenied, Stale or Refused."""
    _require_current(item)
    item.ended_reason = require_text(reason, "Say why.", field="reason")
    if len(item.ended_reason) > 300:
        raise Refused("The reason must be 300 characters or fewer.", code="max_length", field="reason")
    item.state = SafetyItem.State.ENDED
    save_part(actor=actor, part=item, version=version, operation="end item of safety plan")
    _say(actor, item, f"Ended in the safety plan: {item.what}"[:200], item.ended_reason)
    return item


def _require_current(item):
    if item.state == SafetyItem.State.ENDED and item.ended_reason:
        raise Refused("It has ended. Add it again if it is needed.", code="ended")


@transaction.atomic
def agree(*, actor: Reader, record: Record, agreement: SafetyAgreement) -> SafetyAgreement:
    """Keeps that the person agreed to the plan as the actor sees it now, line by line, each for the agencies
    that its item is for.

    Raises PermissionDenied without `contribute`, or Refused: a day to come, or a plan without items.
    """
    visibility.require(actor, record, Level.CONTRIBUTE)
    if agreement.agreed_on and agreement.agreed_on > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="agreed_on")
    items = selectors.current_items(actor, record)
    if not items:
        raise Refused("Add items to the plan first.", code="empty")
    add_part(actor=actor, part=agreement, record=record, operation="agree safety plan")
    for one in items:
        line = SafetyAgreedItem(agreement=agreement, item=one, what=one.what, kind=one.kind)
        line.owner, line.due, line.record_id = one.owner_words[:400], one.due, one.record_id
        line.author_id, line.author_agency_id = actor.membership_id, actor.agency_id
        line.agencies = one.agencies
        save_valid(line)
    chronicle(
        actor=actor,
        record=record,
        kind=LINE,
        title=f"Safety plan agreed with {agreement.spoke_with}"[:200],
        text=agreement.views,
    )
    return agreement


@transaction.atomic
def print_copy(*, actor: Reader, case: CaseFile, items: Collection[str], safe: bool) -> bytes:
    """The person's own copy, a PDF of one page, of the items with these uuids; logged as a disclosure to the
    person. Nothing of it names an agency, a person of one, or the record.

    Raises Refused: it is not safe for them to have paper, nothing chosen, a line that tells too much, or more
    than a page.
    """
    if not safe:
        words = "Then print nothing. Go through the plan with them, and agree what they will remember."
        raise Refused(words, code="not_safe", field="safe")
    chosen = [one for one in selectors.for_copy(actor, case) if str(one.uuid) in items]
    if not chosen:
        raise Refused("Choose at least one line.", code="missing", field="items")
    if wrong := [one for one in chosen if one.telling]:
        said = ", ".join(f"“{word}”" for one in wrong for word in one.telling)
        words = f"Some lines tell another person too much: {said}. Change their words, or leave them out."
        raise Refused(words, code="telling", field="items")
    try:
        content, pages = on_paper(setting(TITLE, actor.agency_id), [one.own_words for one in chosen])
    except PdfUnavailable as error:
        raise Refused(str(error), code="no_pdf") from error
    if pages > 1:
        raise Refused("This is longer than one page. Leave some lines out.", code="too_long", field="items")
    log(
        actor,
        Verb.DISCLOSURE,
        "print own copy of safety plan",
        [case.pk],
        detail=f"{len(chosen)} lines",
        recipient="The person",
        reason="Their own copy",
    )
    return content


def _say(actor, item, title, text):
    chronicle(
        actor=actor,
        record=Record(pk=item.record_id),
        kind=LINE,
        title=title,
        text=text,
        agencies=item.agencies,
    )
