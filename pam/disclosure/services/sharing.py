"""Sharing a record: the grant, its line in the chronology,
and what the receiver will see before it is done.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache

from django.db import transaction

from pam.access import visibility
from pam.access.conditions import OWN, named
from pam.access.errors import Refused
from pam.access.kept_rows import RowsOf
from pam.access.levels import Level, Marking
from pam.access.models import Agency, Grant, Membership, Principal
from pam.access.reader import reader_of_membership
from pam.access.selectors import people_behind
from pam.access.visibility import Reader
from pam.disclosure.models import Correction
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services import receipts, shares
from pam.notifications.services import enqueue
from pam.records.models import Entry, Record, Subject
from pam.records.parts import kinds_in_words, part_models, title_of
from pam.records.services import chronicle
from pam.ui.dates import long_date

TITLES = 5  # of each kind of part, in a preview
PLAIN = {
    Entry: "Chronology",
    Subject: "People, places and objects",
}  # where the model's own name is not the field's


@transaction.atomic
def share_record(
    *, actor: Reader, record: Record, proposal: ShareProposal, owner_notified: Collection[int | None] = ()
) -> Grant:
    """Shares `record` as the `ShareProposal` says, tells both sides by a line in its chronology, and the
    people who are let in by mail; not those in `owner_notified` (numbers of memberships). Raises as
    `shares.share`.
    """
    grant = shares.share(actor=actor, record=record, proposal=proposal)
    receiver = proposal.principal
    _chronicle(actor, record, f"Shared with {receiver.label}", _in_words(record, grant), receiver.agency_id)
    hear_already = {actor.membership_id, *owner_notified}
    people = [person for person in people_behind(receiver) if person.pk not in hear_already]
    enqueue("record_shared", record.uuid, people, occasion=grant.given_at.isoformat())
    return grant


def _in_words(record, grant):
    """How far, until when and on what ground, in sentences."""
    words = [f"Level: {Level(grant.level).label.lower()}."]
    words += [f"Until {long_date(grant.until)}."] if grant.until else []
    words += [f"Lawful basis: {grant.lawful_basis}."] if grant.lawful_basis_id else []
    words += ["Without an agreement, once."] if grant.justification else []
    words += [f"Only: {kinds_in_words(record, grant.kinds)}."] if grant.kinds is not None else []
    held = named(grant.conditions, [grant.condition_text])
    if held:
        on = "; ".join(text if label == OWN else label for label, text in held.rows)
        words += [f"On condition: {on}."]
    return " ".join(words)


@transaction.atomic
def end_share(*, actor: Reader, record: Record, grant: Grant, receiver_name: str, reason: str) -> None:
    """Ends a share at once, with a line for the owner. Raises as `shares.revoke` does."""
    if reason.strip():
        # Before the grant is gone: its end may be the end of what a partner who manages can write.
        _chronicle(actor, record, f"Share with {receiver_name} ended", "", actor.agency_id)
    shares.revoke(actor=actor, grant=grant, reason=reason)


@transaction.atomic
def correct_record(*, actor: Reader, record: Record, part_kind: str, text: str) -> Correction:
    """Tells those it was disclosed to what was wrong, with a line for the owner. Raises as
    `receipts.correct`.
    """
    row = receipts.correct(actor=actor, record=record, part_kind=part_kind, text=text)
    _chronicle(actor, record, "Partners told about a correction", text, actor.agency_id)
    return row


def _chronicle(actor, record, title, text, agency_id):
    """A line for the owning agency, the actor's and the receiver's; for no other partner."""
    chronicle(
        actor=actor,
        record=record,
        kind=Entry.Kind.SHARE,
        title=title,
        text=text,
        agencies=sorted({record.agency_id, actor.agency_id, agency_id}),
    )


@dataclass
class PartsSeen:
    """How many parts of one kind the receiver will see, some titles, and how many stay hidden."""

    name: str
    count: int
    hidden: int
    titles: list = field(default_factory=list)


@dataclass
class Preview:
    """What a share would show: whether the record opens at all, and its parts by kind."""

    opens: bool
    why_not: str = ""
    parts: list = field(default_factory=list)

    @property
    def hidden(self) -> int:
        """How many parts stay hidden."""
        return sum(row.hidden for row in self.parts)


class _TakenBack(Exception):
    """Undoes the trial share."""


def preview(*, actor: Reader, record: Record, proposal: ShareProposal) -> Preview:
    """What the receiver of `proposal` would see of `record`, as a `Preview`. Nothing is kept.

    The share is made in a savepoint, read as its receiver, and taken back, log and all. Raises as `share`.
    """
    own_parts = _own_sight(actor, record)
    found = Preview(opens=False)
    try:
        with transaction.atomic():
            shares.share(actor=actor, record=record, proposal=proposal)
            found = _as_receiver(receiver_of(proposal.principal), record, proposal.level, own_parts)
            raise _TakenBack
    except _TakenBack:
        return found


def sees_all_of(actor: Reader, receiver: Reader, record: Record) -> bool:
    """Whether `actor` sees each part of `record` that `receiver` sees. Both see the record."""
    with visibility.reading(receiver):
        theirs = _own_sight(receiver, record)
    with visibility.reading(actor):
        own = _own_sight(actor, record)
    return all(numbers <= own.get(model, set()) for model, numbers in theirs.items())


def receiver_of(principal: Principal) -> Reader:
    """A reader behind `principal`: the person, or one of the team or agency with the highest clearance.

    Raises Refused if the person's membership is not in force.
    """
    if principal.kind == Principal.Kind.PERSON:
        membership = Membership.objects.live().filter(principal_id=principal.pk).first()
        reader = reader_of_membership(membership.pk) if membership else None
        if reader is None:
            raise Refused("Their membership is not in force.", code="not_in_force", field="principal")
        return reader
    agency = Agency.objects.get(principals=principal)  # empty only while an agency is being made
    principals = {principal.pk, agency.principal_id}
    return visibility.Reader(
        user_id=0,
        membership_id=0,
        agency_id=agency.pk,
        name=principal.label,
        agency_name=agency.name,
        principals=tuple(sorted(principals)),
        clearance=Marking.OFFICIAL_SENSITIVE,
        ticket=f"principal {principal.pk} {Marking.OFFICIAL_SENSITIVE:d}",
    )


def _as_receiver(receiver, record, level, own_parts):
    if level == Level.SIGNPOST:
        return Preview(opens=False)
    if record.marking > receiver.clearance:
        return Preview(
            opens=False,
            why_not=(
                f"{receiver.name} is not cleared for {record.get_marking_display()}. They will see "
                "nothing until they are."
            ),
        )
    with visibility.reading(receiver):
        rows = [_parts_seen(receiver, record, model, numbers) for model, numbers in own_parts.items()]
    return Preview(opens=True, parts=[row for row in rows if row.count or row.hidden])


def _parts_seen(receiver, record, model, own_parts):
    # Only what the one who shares sees too: a preview must not show them more than the record does.
    seen = _current(visibility.visible_to(receiver, model).filter(record_id=record.pk, pk__in=own_parts))
    count = seen.count()
    rows = seen.order_by("-pk")[:TITLES] if count else ()
    titles = [title for row in rows if (title := title_of(row))]
    plural = str(model._meta.verbose_name_plural)
    name = PLAIN.get(model) or plural[:1].upper() + plural[1:]
    return PartsSeen(name=name, count=count, hidden=len(own_parts) - count, titles=titles)


def _own_sight(actor, record):
    """{model: the numbers of its rows on `record` that the actor sees} for each kind of part that has any."""
    seen = {}
    for model in part_models():
        if rows := _numbers_of(model)(actor, record.pk):
            seen[model] = {number for (number,) in rows}
    return seen


@cache
def _numbers_of(model):
    def _of(reader, number):
        return _current(visibility.visible_to(reader, model).filter(record_id=number))

    return RowsOf(lambda reader, number, today: _of(reader, number).values_list("pk"))


def _current(rows):
    """Without those that ended."""
    names = {f.name for f in rows.model._meta.fields} & {"ended_at", "removed_at"}
    return rows.filter(**{f"{name}__isnull": True for name in names})
