"""Which rows of several records are the same human, place or object."""

from collections.abc import Iterable

from django.db import transaction

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.validation import create_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records.models import Identity, Record, Subject
from pam.records.services import add_subject, save_part


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
    without `contribute` on `record`, NoLongerVisible if the actor can't see `same_as` any more, Refused for
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
