"""Every write to closing checklists, as verbs. Each takes `actor`, a `visibility.Reader`."""

from collections.abc import Mapping

from django.db import transaction

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.records.models import Entry, Record, RetentionGroup
from pam.records.services import add_part, chronicle, save_part, save_record
from pvp.closure import selectors
from pvp.models import Closing

MOST = 500  # characters of a note
DONE, NOT_APPLICABLE = "done", "not_applicable"


@transaction.atomic
def keep_closing(
    *,
    actor: Reader,
    record: Record,
    version: int,
    answers: Mapping[str, str],
    notes: Mapping[str, str],
    told: str = "",
    told_words: str = "",
    retention_group: RetentionGroup | None = None,
) -> Closing:
    """Keeps the answers so far of the closing checklist of a case; `version` is that of the checklist when
    the form was opened, 0 for one that is new. It may be half done: what is missing keeps the case open.

    Raises PermissionDenied without `manage`, Stale, or Refused: a closed case, an item that always applies,
    one that does not apply without the reason, or whether the person was told without how or why not.
    """
    visibility.require(actor, record, Level.MANAGE)
    if record.closed_at:
        raise Refused("This case file is closed.", code="closed")
    row = selectors.closing_of(actor, record) if version else None
    row = row or _begun(actor, record)
    items = {item["code"]: item for item in selectors.asked_of(actor, record, row)}
    row.answers, row.notes = {}, {}
    for code, item in items.items():
        _answer(row, item, answers.get(code, ""), optional_text(notes.get(code, ""), field=f"note_{code}"))
    row.told = told
    row.told_words = optional_text(told_words, field="told_words")
    if told:
        row.told_words = require_text(told_words, "Say how they were told, or why not.", field="told_words")
    if row.pk:
        save_part(actor=actor, part=row, version=version, level=Level.MANAGE, operation="closing checklist")
    else:
        add_part(
            actor=actor, part=row, record=record, level=Level.MANAGE, operation="begin closing checklist"
        )
        title = f"Closing checklist begun: {row.framework_version.name}"
        chronicle(actor=actor, record=record, kind=Entry.Kind.CHANGE, title=title)
    if retention_group is not None and retention_group.pk != record.retention_group_id:
        record.retention_group = retention_group
        save_record(
            actor=actor,
            record=record,
            version=record.version,
            changed=["retention_group"],
            operation="closing checklist",
        )
    return row


def _begun(actor, record):
    checklist, strand = selectors.versions_for(actor, record)
    if not selectors.items_of(checklist, strand):
        raise Refused("No closing checklist is in force for this strand.", code="no_checklist")
    return Closing(framework_version=checklist or strand, strand_version=strand)


def _answer(row, item, answer, note):
    if answer not in ("", DONE, NOT_APPLICABLE) or answer == NOT_APPLICABLE and not item.get("may-not-apply"):
        raise Refused("Choose an answer of the list.", code="invalid_choice", field=f"item_{item['code']}")
    if answer == NOT_APPLICABLE and not note:
        raise Refused("Say why it does not apply.", code="missing", field=f"note_{item['code']}")
    if len(note) > MOST:
        raise Refused(f"Use {MOST} characters or fewer.", code="max_length", field=f"note_{item['code']}")
    if answer:
        row.answers[item["code"]] = answer
    if note:
        row.notes[item["code"]] = note
