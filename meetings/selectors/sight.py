"""Who may see what of a meeting, and which copies of its minutes that makes."""

from collections import defaultdict
from dataclasses import astuple, dataclass

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q

from meetings.models import AgendaItem, Attendance, CarriedAction, Decision, Meeting, MeetingAction
from meetings.selectors.kinds import LOG, weight_of
from meetings.selectors.meetings import says_what_is_withheld
from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.levels import Level
from pam.access.models import Grant, Membership
from pam.access.reader import readers_of
from pam.actions.models import Action
from pam.records.owning import is_owner


@dataclass(frozen=True)
class Sight:
    """What a person may see of a meeting: the numbers of its agenda items, decisions, raised and
    carried actions.
    """

    items: frozenset
    decisions: frozenset
    actions: frozenset
    carried: frozenset = frozenset()

    def __len__(self):
        return sum(len(mine) for mine in astuple(self))

    def __le__(self, other):
        return all(mine <= theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True))

    def __and__(self, other):
        return Sight(*(mine & theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


NOTHING = Sight(frozenset(), frozenset(), frozenset(), frozenset())


def _items(reader, number, today):
    rows = visibility.visible_to(reader, AgendaItem).filter(record_id=number, removed_at=None)
    return rows.values_list("pk")


def _on_items(model, *, with_action=True):
    """(number, number of its item) of each row of a part of a meeting whose action, if it has one, can be
    seen.
    """

    def build(reader, number, today):
        rows = visibility.visible_to(reader, model).filter(record_id=number)
        if with_action:
            rows = rows.filter(action__in=visibility.visible_to(reader, Action))
        return rows.values_list("pk", "item_id")

    return RowsOf(build)


_meeting_of = RowsOf(
    lambda reader, number, today: visibility.visible_to(reader, Meeting).filter(pk=number).values_list("pk")
)
_items_of, _decisions_of = RowsOf(_items), _on_items(Decision, with_action=False)
_raised_of, _carried_of = _on_items(MeetingAction), _on_items(CarriedAction)


def sight(reader, meeting):
    """The `Sight` that `reader` has of `meeting`,
    asked behind the wall as them; None if they can't open it.
    """
    with visibility.reading(reader):
        if reader is None or not _meeting_of(reader, meeting.pk):
            return None
        items = frozenset(number for (number,) in _items_of(reader, meeting.pk))

        def on_these(rows):
            return frozenset(number for number, item in rows(reader, meeting.pk) if item in items)

        return Sight(items, on_these(_decisions_of), on_these(_raised_of), on_these(_carried_of))


@dataclass
class CopyAudience:
    """The people of one agency who may see the same things of a meeting, and so get the same copy of its
    minutes. `says_withheld` is whether the copy may say that a part is withheld.
    """

    label: str
    copy_for: str
    people: list  # Readers, by name
    sees: Sight
    withheld: bool
    says_withheld: bool = False


def audiences(*, actor, meeting):
    """The `CopyAudience`s of the minutes, the fullest first.

    Those invited (present or not), the chair, the secretary and all who manage the meeting; grouped by their
    agency and what each of them may see at this moment: a copy for several agencies would tell each of them
    what the others may see, and on which conditions. Who can no longer open the meeting is in none.
    """
    return audiences_by(meeting, sight, whole=whole_size(actor, meeting, "pam_meeting_size"))


def audiences_by(meeting, look, *, whole):
    """The `CopyAudience`s of a file of the meeting, the fullest first: `look(reader, meeting)` says what a
    person may see of it, None for nothing at all; `whole` is how much there is.
    """
    groups = defaultdict(list)
    for reader in readers_of(invited_and_managers(meeting)).values():
        sees = look(reader, meeting)
        if sees is not None:
            groups[sees, reader.agency_id].append(reader)
    ordered = sorted(
        groups.items(), key=lambda pair: (-len(pair[0][0]), min(r.membership_id for r in pair[1]))
    )
    return [audience_of(meeting, sees, people, withheld=len(sees) < whole) for (sees, _), people in ordered]


def invited_and_managers(meeting):
    """The numbers of the memberships that minutes and packs are for."""
    people = set(
        Attendance.objects.filter(record_id=meeting.pk, removed_at=None).values_list("person_id", flat=True)
    )
    people |= {meeting.lead_id, meeting.secretary_id} - {None}
    manage = list(
        Grant.objects.live()
        .filter(content_object_id=meeting.pk, level=Level.MANAGE)
        .values_list("group_id", flat=True)
    )
    managers = Membership.objects.live().filter(
        Q(teams=meeting.team_id) | Q(principal_id__in=manage) | Q(teams__principal_id__in=manage)
    )
    return people | set(managers.values_list("pk", flat=True))


def whole_size(actor, meeting, function):
    """How much there is, no matter who may see it, as the SQL function named says. It answers those who
    manage the meeting; raises PermissionDenied for others.
    """
    with visibility.reading(actor), connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [meeting.pk])
        size = cursor.fetchone()[0]
    if size is None:
        raise PermissionDenied
    return size


def audience_of(meeting, sees, people, *, withheld):
    """The `CopyAudience` of people of one agency who see the same; `withheld` is whether there is more."""
    agency, said = people[0].agency_name, says_what_is_withheld(meeting)
    people = sorted(people, key=lambda reader: reader.name)
    if withheld or not said:
        return CopyAudience(f"Copy for {agency}"[:190], agency, people, sees, withheld, withheld and said)
    if is_owner(people[0], meeting):
        return CopyAudience("Full copy", "", people, sees, withheld)
    return CopyAudience(f"Full copy for {agency}"[:190], agency, people, sees, withheld)


def readers_in_words(copies):
    """Gives each copy `for_words`, the names of those who may read it: for the person who manages the
    meeting.

    Labels alone don't tell two copies for one agency apart, and a number would tell a reader of others.
    """
    principals = {number for copy in copies for number in copy.for_principals}
    rows = (
        Membership.objects.filter(principal_id__in=principals)
        .select_related("user")
        .order_by("user__name__folded", "pk")
    )
    names = {row.principal_id: row.user.name for row in rows}
    for copy in copies:
        copy.for_words = ", ".join(sorted(names[number] for number in copy.for_principals if number in names))


def may_approve(actor, meeting, level):
    """Whether `actor`, at `level` on the meeting, may approve its minutes: its chair, or another with that
    role, for the agency that owns it; of a log, the person who closes it. Approving closes the record.
    """
    if level < Level.MANAGE or not is_owner(actor, meeting):
        return False
    if weight_of(meeting) == LOG:
        return True
    return meeting.lead_id == actor.membership_id or actor.has_role("chair")
