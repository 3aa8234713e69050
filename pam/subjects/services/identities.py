"""Which rows of several records are the same human, place or object."""

from collections.abc import Iterable

from django.db import transaction

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.validation import create_valid, require_text
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records.models import Entry, Identity, Record, Subject
from pam.records.services import add_subject, chronicle, save_part


@transaction.atomic
def add_known_subject(
    *,
    actor: Reader,
    record: Record,
    subject: Subject,
    same_as: Subject,
    agencies: Iterable[int] | None = None,
) -> Subject:
    """Adds a person, place or object that `actor` knows from another record: the two rows have one identity.

    It opens neither record to anyone. Logged as a combination (DPA 2018 s.62). Raises PermissionDenied
    without `contribute` on `record`, NoLongerVisible if the actor can no longer see `same_as`, Refused for
    one of another kind or of the same record.
    """
    known = visibility.visible_to(actor, Subject).filter(pk=same_as.pk).first()
    if known is None:
        raise NoLongerVisible
    if known.kind != subject.kind:
        raise Refused("They are not of one kind.", code="another_kind", field="same")
    if known.record_id == record.pk:
        raise Refused("This record has them already.", code="already_there", field="same")
    subject.identity_id = identity_of(actor, known)
    add_subject(actor=actor, record=record, subject=subject, agencies=agencies)
    log(actor, Verb.COMBINATION, "same subject", sorted([record.pk, known.record_id]))
    return subject


@transaction.atomic
def merge_subject(*, actor: Reader, subject: Subject, into: Subject, version: int, reason: str) -> Subject:
    """Says that `subject` and `into`, rows of one record, are the same: `into` is shown for both in lists.
    Nothing is moved, so that it can be undone and nobody sees more than before.

    Raises PermissionDenied unless the actor may change both, Stale, or Refused: for rows of different kinds
    or records, one that was merged, and one that fewer agencies may see.
    """
    reason = require_text(reason, "Say why.", field="reason")
    visibility.require_change(actor, into)
    _require_mergeable(subject, into)
    subject.merged_into = into
    subject._change_reason = reason[:100]  # type: ignore[attr-defined]
    save_part(actor=actor, part=subject, version=version, operation="merge subjects")
    _chronicle(actor, subject, f"{subject.name} and {into.name} are the same", reason)
    return subject


def _require_mergeable(subject, into):
    if subject.pk == into.pk or subject.record_id != into.record_id or subject.kind != into.kind:
        raise Refused("Choose another one of the same kind in this record.", code="not_alike", field="into")
    if subject.merged_into_id or into.merged_into_id:
        raise Refused("One of them was merged already. Undo that first.", code="merged", field="into")
    if Subject.objects.filter(merged_into=subject).exists():
        raise Refused("Others were merged into this one. Keep this one.", code="has_merged", field="into")
    if into.agencies is not None and not set(subject.agencies or [0]) <= set(into.agencies):
        words = "Fewer agencies can see that one. Open it and merge it into this one instead."
        raise Refused(words, code="narrower", field="into")


@transaction.atomic
def undo_merge(*, actor: Reader, subject: Subject, version: int, reason: str) -> Subject:
    """Undoes the merge of a row. Raises PermissionDenied, Stale, or Refused if it was not
    merged.
    """
    reason = require_text(reason, "Say why.", field="reason")
    if subject.merged_into_id is None:
        raise Refused("It is not merged.", code="not_merged")
    subject.merged_into = None
    subject._change_reason = reason[:100]  # type: ignore[attr-defined]
    save_part(actor=actor, part=subject, version=version, operation="undo merge of subjects")
    _chronicle(actor, subject, f"{subject.name} is no longer merged", reason)
    return subject


def _chronicle(actor, subject, title, text):
    chronicle(
        actor=actor,
        record=Record(pk=subject.record_id),
        kind=Entry.Kind.SUBJECT,
        title=title,
        text=text,
        agencies=subject.agencies,
    )


@transaction.atomic
def tie_subject(*, actor: Reader, subject: Subject, same_as: Subject, version: int) -> Subject:
    """Says that `subject` is the same human, place or object as `same_as` of another record, which came
    through the gate. It opens neither record to anyone. Logged as a combination (DPA 2018 s.62).

    Raises PermissionDenied unless the actor may change `subject`, Stale, or Refused for another kind, or for
    one that is tied to others already.
    """
    known = visibility.visible_to(actor, Subject).filter(pk=same_as.pk).first()
    if known is None:
        raise NoLongerVisible
    if known.kind != subject.kind or known.record_id == subject.record_id:
        raise Refused("Choose one of the same kind in another record.", code="not_alike", field="same")
    if known.identity_id is not None and known.identity_id == subject.identity_id:
        raise Refused("They are tied already.", code="already_tied", field="same")
    subject.identity_id = identity_of(actor, known)
    save_part(actor=actor, part=subject, version=version, operation="tie subject")
    log(actor, Verb.COMBINATION, "same subject", sorted([subject.record_id, known.record_id]))
    return subject


def untie_subject(*, actor: Reader, subject: Subject, version: int, reason: str) -> Subject:
    """Gives a row an identity of its own again: it is not the same as those in other records. Raises
    PermissionDenied, Stale or Refused.
    """
    reason = require_text(reason, "Say why.", field="reason")
    with transaction.atomic():
        subject.identity = create_valid(Identity)
        subject._change_reason = reason[:100]  # type: ignore[attr-defined]
        return save_part(actor=actor, part=subject, version=version, operation="untie subject")


def identity_of(actor: Reader, known: Subject) -> int | None:
    """The number of the identity of `known`; a new one for an old row without any, if `actor` may change
    it. Raises Refused.
    """
    if known.identity_id is None:
        if not visibility.may_change(actor, known, visibility.level(actor, known)):
            words = "Ask the lead of the other record to open and save them once, then try again."
            raise Refused(words, code="without_identity", field="same")
        known.identity = create_valid(Identity)
        save_part(actor=actor, part=known, version=known.version, operation="give identity")
    return known.identity_id
