"""Making packs: composed behind the gate as one reader of each audience, rendered by a job, made again when
what they hold has changed.
"""

from collections.abc import Collection
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from meetings.models import AgendaItem, Meeting, Pack, PackOpening
from meetings.packs.document import render_pack
from meetings.packs.selectors import compose_pack, fingerprint, limits, pack_audiences
from meetings.services.minutes import lock
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.reader import readers_of
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.db.reading import working
from pam.notifications.services import enqueue
from pam.records import making

READY, CHANGED = "pack_ready", "pack_changed"
MOST = 200  # meetings whose packs one run looks at
OPEN_STATES = (Meeting.State.CALLED, Meeting.State.HELD)


@transaction.atomic
def make_pack(*, actor: Reader, meeting: Meeting) -> list[Pack]:
    """Composes the pack for each audience, and asks the worker for the files. If none of them says anything
    new, nothing is made.

    Returns what is made. Raises PermissionDenied without `manage`, or Refused once the meeting is closed.
    """
    with visibility.reading(actor):
        visibility.require(actor, meeting, Level.MANAGE)
        lock(meeting, *OPEN_STATES)
        found = pack_audiences(actor=actor, meeting=meeting)
        copies = [_copy(actor, meeting, number, one, found) for number, one in enumerate(found, 1)]
    with working("packs"):
        rows = Pack.objects.filter(record_id=meeting.pk).order_by("-edition")
        last = rows.values_list("edition", flat=True).first() or 0
        made = rows.filter(edition=last).exclude(holds={})
        before = {(p.fingerprint, tuple(p.for_principals)) for p in made}
        if before == {(copy.fingerprint, tuple(copy.for_principals)) for copy in copies}:
            return []
        for copy in copies:
            copy.edition = last + 1
            save_valid(copy)
    with visibility.reading(actor):
        log(actor, Verb.COLLECTION, "make pack", [meeting.pk], detail=f"Edition {last + 1}")
    make_soon(copies)
    return copies


def _copy(actor, meeting, number, audience, everybody):
    """One unsaved copy, composed as one of those who will read it."""
    with visibility.reading(audience.people[0]):
        said = compose_pack(audience.people[0], meeting, audience)
    readers = {reader.membership_id for reader in audience.people}
    # Chair and secretary check what goes out, as far as they may see all of it themselves.
    checkers = {meeting.lead_id, meeting.secretary_id}
    for other in everybody:
        if audience.sees <= other.sees:
            readers |= checkers & {reader.membership_id for reader in other.people}
    principals = Membership.objects.filter(pk__in=readers).values_list("principal_id", flat=True)
    return Pack(
        record_id=meeting.pk,
        author_id=actor.membership_id,
        author_agency_id=actor.agency_id,
        number=number,
        label=audience.label,
        for_principals=sorted(principals),
        about_records=said.about,
        own_marking=said.marking if said.marking > meeting.marking else None,
        withheld=audience.says_withheld,
        content=said.content | {"pages": limits(meeting.agency_id)},
        holds=said.holds,
        fingerprint=fingerprint(said.content),  # of what it says: another limit makes no new edition
    )


def make_soon(packs: Collection[Pack]) -> None:
    """Asks the worker for the files of `packs`, once what is being written is committed."""
    numbers = [pack.pk for pack in packs]
    transaction.on_commit(lambda: _nudge(numbers), robust=True)


def _nudge(numbers):
    from meetings.tasks import make_pack_file

    making.nudge(make_pack_file, numbers)


def close_packs(item: AgendaItem) -> None:
    """Takes the packs that hold an item from those who may not see it any longer: from who is out of it, and
    from who is not named where it is confidential. Part of the verb that closes it.
    """
    key, out, named = str(item.uuid), set(item.withheld_from or ()), item.for_principals
    with working("packs"):
        for pack in Pack.objects.select_for_update().filter(record_id=item.record_id):
            if all(row["key"] != key for row in pack.content["items"]):
                continue
            left = [one for one in pack.for_principals if one not in out and (named is None or one in named)]
            if left != pack.for_principals:
                pack.for_principals = left
                save_valid(pack, update_fields=["for_principals"])


# --- Made again on change ---


def refresh(meeting_id: int) -> int:
    """Makes the pack of a meeting again if it says something else now, as a person who manages the meeting;
    returns how many copies are made. Nothing for a meeting without a pack, or one that has started.
    """
    with working("packs"):
        rows = Pack.objects.filter(record_id=meeting_id).order_by("-edition", "number")
        packs = [(pack.author_id, pack.for_principals) for pack in rows[:20]]
    if not packs:
        return 0
    principals = {number for _, numbers in packs for number in numbers}
    people = Membership.objects.filter(principal_id__in=principals).values_list("pk", flat=True)
    found = readers_of({packs[0][0], *people})
    author = found.pop(packs[0][0], None)
    for reader in filter(None, [author, *found.values()]):
        with visibility.reading(reader):
            meeting = visibility.visible_to(reader, Meeting).filter(pk=meeting_id).first()
            if meeting is None or visibility.level(reader, meeting) < Level.MANAGE:
                continue
            if meeting.state != Meeting.State.CALLED:
                return 0
            return len(make_pack(actor=reader, meeting=meeting))
    return 0


def refresh_all() -> int:
    """`refresh` for the meetings whose packs were made last; returns how many copies are made."""
    with working("packs"):
        rows = Pack.objects.order_by("-pk").values_list("record_id", flat=True)
        numbers = list(dict.fromkeys(rows[: MOST * 10]))[:MOST]
    return sum(refresh(number) for number in numbers)


# --- Making the files ---


def waiting() -> list[int]:
    """The numbers of the packs that wait to be made, oldest first."""
    return making.waiting(Pack)


def make(number: int) -> bool:
    """Makes the PDF of one pack, unless it is made or another worker is at it; returns whether it did."""
    return making.make(Pack, number, _render, _tell)


def _render(pack):
    pdf, pack.places, pack.pages = render_pack(pack.content, edition=pack.edition, created=pack.created)
    return pdf


def _tell(pack):
    """Tells those a pack is for that it is ready; of a later edition, if it says something new to them."""
    earlier = Pack.objects.filter(record_id=pack.record_id, edition__lt=pack.edition)
    same = earlier.filter(fingerprint=pack.fingerprint)
    known = {number for row in same for number in row.for_principals}
    had = {number for row in earlier for number in row.for_principals}
    people = Membership.objects.live().filter(principal_id__in=set(pack.for_principals) - known)
    batch = uuid5(NAMESPACE_URL, f"pam:pack:{pack.record_id}:{pack.edition}")
    people = list(people.exclude(pk=pack.author_id))
    for event, wanted in ((READY, False), (CHANGED, True)):
        told = [person for person in people if (person.principal_id in had) == wanted]
        enqueue(event, pack.uuid, told, batch=batch)


@transaction.atomic
def make_again(*, actor: Reader, pack: Pack) -> None:
    """Has the file of a pack made now that could not be made. Raises PermissionDenied without `manage`, or
    Refused if it is made.
    """
    visibility.require(actor, pack, Level.MANAGE)
    if pack.state == Pack.State.MADE:
        raise Refused("The file is ready.", code="is_made")
    log(actor, Verb.ALTERATION, "make pack again", [pack.record_id])
    make_soon([pack])


def note_opening(*, actor: Reader, pack: Pack, owner_agency: int, taken: bool = False) -> None:
    """Keeps that the actor opened a pack that they may see, or took its file, the first time."""
    row = PackOpening(
        record_id=pack.record_id,
        author_id=actor.membership_id,
        author_agency_id=actor.agency_id,
        agencies=sorted({owner_agency, actor.agency_id}),
        pack=pack,
        taken=taken,
    )
    PackOpening.objects.bulk_create([row], ignore_conflicts=True)
