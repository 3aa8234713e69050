"""What pages show of a meeting: chained after the gate, a constant number of queries."""

from django.db import connection

from meetings.carried.selectors import carried_of
from meetings.models import AgendaItem, Attendance, Decision, Meeting, MeetingAction
from meetings.selectors.kinds import attach_standing, outcomes_of
from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.actions.selectors.actions import actions_among
from pam.records.models import Record
from pam.records.selectors.names import Name, names_for
from pam.reference.selectors.settings import setting
from pam.ui.dates import long_moment


def _items(reader, number, today):
    rows = visibility.visible_to(reader, AgendaItem).filter(record_id=number, removed_at=None)
    return rows.select_related("presenter__user").order_by("position", "pk")


def _attendance(reader, number, today):
    rows = visibility.visible_to(reader, Attendance).filter(record_id=number, removed_at=None)
    rows = rows.select_related("person__user", "person__agency", "deputy_for__user")
    return rows.order_by("person__agency__name__folded", "person__user__name__folded")


def _by_record(model):
    def build(reader, number, today):
        return visibility.visible_to(reader, model).filter(record_id=number).order_by("pk")

    return RowsOf(build)


_items_of, _attendance_of = RowsOf(_items), RowsOf(_attendance)
_decisions_of, _raised_of = _by_record(Decision), _by_record(MeetingAction)


def agenda(reader, meeting, *, only=None):
    """The items of the agenda that `reader` may see, in order, each with `number`, `raised_decisions`,
    `raised_actions`, `carried_actions`, `came_to`, its `Outcome`, and what its standing item says
    (`attach_standing`).

    `only` is a `minutes.Sight` to narrow them to: for the wall, what everyone present may see. The answer is
    an `Agenda`: a list that knows whether the meeting has further items.
    """
    items, decisions = _items_of(reader, meeting.pk), _decisions_of(reader, meeting.pk)
    raised = _raised_of(reader, meeting.pk)
    if only is not None:
        items = [item for item in items if item.pk in only.items]
        decisions = [decision for decision in decisions if decision.pk in only.decisions]
        raised = [row for row in raised if row.pk in only.actions]
    items = numbered(meeting, items)
    outcomes = outcomes_of(meeting)
    attach_standing(meeting, items)
    carried = carried_of(reader, meeting, None if only is None else only.carried)
    for item in items:
        item.came_to = outcomes.get(item.outcome)
        item.raised_decisions, item.raised_actions = [], []
        item.carried_actions = carried.get(item.pk, [])
    by_number = {item.pk: item for item in items}
    for decision in decisions:
        decision.late_words = late_words(meeting, decision)
        if decision.item_id in by_number:
            by_number[decision.item_id].raised_decisions.append(decision)
    for row in _with_actions(reader, raised):
        if row.item_id in by_number:
            by_number[row.item_id].raised_actions.append(row)
    return items


class Agenda(list):
    """The items of an agenda that a reader sees. `withheld`: there are others, and the reader is told so;
    `others`: there are, for who manages the meeting, and so sees a gap in the numbers.
    """

    withheld = others = False


def numbered(meeting, items):
    """The `Agenda` of `items`, each with its `number` on the full agenda, the same on every page and copy.

    Below manage a reader gets the numbers only where the force says that a part is withheld (setting
    `meetings.say_withheld`): a gap, or a missing number, would give away the others.
    Otherwise `number` is empty.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item, number, others, manages FROM pam_agenda_numbers(%s, %s)",
            [meeting.pk, [i.pk for i in items]],
        )
        rows = {item: row for item, *row in cursor.fetchall()}
    agenda = Agenda(items)
    said = says_what_is_withheld(meeting)
    agenda.withheld = said and any(others for _, others, _ in rows.values())
    agenda.others = any(others and manages for _, others, manages in rows.values())
    for place, item in enumerate(items, 1):
        item.place = place
        number, _, manages = rows.get(item.pk, ("", False, False))  # none: it was closed to them just now
        item.number = number if said or manages else ""
    return agenda


def says_what_is_withheld(meeting):
    """Whether readers of `meeting` are told that a part is withheld from them: as its agency has set it."""
    return setting("meetings.say_withheld", meeting.agency_id)


def name_records(reader, items):
    """{number: name} of the records that the items are about; marks items whose title is that name and no
    more.
    """
    names = names_for(reader, [item.about_id for item in items])
    for item in items:
        name = names.get(item.about_id)
        item.is_name = isinstance(name, Name) and item.title == f"{name.reference} {name.title}"[:200]
    return names


def _with_actions(reader, raised):
    """The raised actions, each with its Action in `raised_action`; without those whose action the reader
    can't see.
    """
    actions = actions_among(reader, [row.action_id for row in raised])
    for row in raised:
        row.raised_action = actions.get(row.action_id)
    return [row for row in raised if row.raised_action]


def attendance(reader, meeting):
    """Those invited, by agency and name, chair and secretary first."""
    rows = _attendance_of(reader, meeting.pk)
    first = {meeting.lead_id: "Chair", meeting.secretary_id: "Secretary"}
    for row in rows:
        row.part = first.get(row.person_id, "")
    return sorted(rows, key=lambda row: (row.part == "", row.part))


def record_of(reader, item, meeting):
    """The record that an action of `item` is on: the one it is about, or the meeting itself."""
    return visibility.visible_to(reader, Record).get(pk=item.about_id or meeting.pk)


def unfinished(items, people):
    """What a chair should know before closing, as sentences:
    items without an outcome, attendance not taken.
    """
    open_items = [
        item for item in items if not (item.outcome or item.raised_decisions or item.raised_actions)
    ]
    lines = [
        f"Item {item.number}, {item.title}: no outcome, no decision and no action" for item in open_items
    ]
    waiting = sum(not row.came_to for item in items for row in item.carried_actions)
    if waiting:
        lines.append(f"{waiting} action{'' if waiting == 1 else 's'} of earlier meetings not gone through")
    missing = [row.person.user.name for row in people if row.state == Attendance.State.INVITED]
    if missing:
        lines.append(
            f"Attendance not taken for {', '.join(missing)}: the minutes will say that it was not recorded"
        )
    return lines


def has_minutes(meeting):
    """Whether attendance, a discussion, a decision or an action is recorded, as far as the person at work
    sees it.
    """
    noted = Attendance.objects.filter(record_id=meeting.pk).exclude(state=Attendance.State.INVITED)
    rows = (AgendaItem.objects.exclude(notes="", outcome=""), Decision.objects, MeetingAction.objects)
    return noted.exists() or any(found.filter(record_id=meeting.pk).exists() for found in rows)


def invited_last_time(reader, meeting):
    """The numbers of those invited to the latest other meeting of the same series that `reader` may see."""
    if not meeting.series:
        return set()
    earlier = visibility.visible_to(reader, Meeting).filter(series=meeting.series).exclude(pk=meeting.pk)
    last = earlier.order_by("-starts_at", "-id").values_list("pk", flat=True).first()
    if last is None:
        return set()
    rows = visibility.visible_to(reader, Attendance).filter(record_id=last, removed_at=None)
    return set(rows.values_list("person_id", flat=True))


def late_words(meeting, decision):
    """ "Made 3 November 2026, 10:40; written 3 November 2026, 12:05, because …"; "" for one that was written
    when it was made, before the meeting ended.
    """
    written = long_moment(decision.created)
    if decision.made_at:
        return f"Made {long_moment(decision.made_at)}; written {written}, because: {decision.late_why}"
    if meeting.ended_at and decision.created > meeting.ended_at:
        return f"Written {written}, after the meeting."
    return ""
