"""What minutes say: from a meeting, read as one reader through the gate, to plain data and back.

The plain data (JSON) is kept in the copy; the page on the screen and the PDF are both made of it.
"""

import hashlib
import json
from datetime import date, datetime

from django.utils import timezone

from meetings import minutes_document
from meetings.carried.selectors import carried_of
from meetings.issue.selectors import tidied
from meetings.models import AgendaItem, Attendance, Decision, MeetingAction
from meetings.selectors.kinds import decision_model, outcomes_of, weight_of
from meetings.selectors.meetings import late_words, numbered
from pam.access import visibility
from pam.access.conditions import OWN, conditions_each
from pam.access.levels import Marking
from pam.actions.models import Action
from pam.pdf.text import not_printable
from pam.records.models import Record

ELSEWHERE = "The owner’s conditions are on the record’s page."
WORDS = {
    **{state: state.label for state in Attendance.State},
    Attendance.State.INVITED: minutes_document.NOT_RECORDED,
}


def compose(reader, meeting, sees, *, copy_for="", withheld=False, approval=None, people=()):
    """(content, numbers of the records it speaks of) of the minutes as `reader` may read them.

    `sees` is their `Sight`; `approval` is (name, post, moment), or None for a draft; `people` are
    all who will read it, if there are others. Call it inside of
    `visibility.reading(reader)`: each row is read through the gate. As many queries for each of
    `people`, whatever the meeting holds.
    """
    items = visibility.visible_to(reader, AgendaItem).filter(pk__in=sees.items).order_by("position", "pk")
    items = numbered(meeting, list(items))
    about = sorted({item.about_id for item in items} - {None})
    names = visibility.names(reader, Record, about)
    decisions = _by_item(visibility.visible_to(reader, Decision).filter(pk__in=sees.decisions).order_by("pk"))
    actions = _actions(reader, sees)
    words = tidied(reader, meeting)
    carried = carried_of(reader, meeting, sees.carried)
    about = sorted({*about, *(row.about_id for rows in carried.values() for row in rows)} - {None})
    outcomes = {code: one.label for code, one in outcomes_of(meeting).items()}
    headings = dict(decision_model(meeting))
    conditions = shown_on(people or [reader], [meeting.pk, *about])
    content = {
        "reference": meeting.reference,
        "title": meeting.title,
        "weight": weight_of(meeting),
        "series": meeting.series,
        "place": meeting.place,
        "marking": Marking(meeting.marking).label,
        "handling": meeting.handling,
        "statement_read": meeting.statement_read_at is not None,
        "starts": (meeting.started_at or meeting.starts_at).isoformat(),
        "ends": meeting.ended_at.isoformat() if meeting.ended_at else "",
        "copy_for": copy_for,
        "withheld": withheld,
        "training": reader.training,
        "conditions": conditions.get(meeting.pk, []),
        "attendance": _attendance(reader, meeting),
        "distribution": _distribution(people),
        "items": [
            {
                "key": str(item.uuid),
                "number": str(item.number),
                "title": item.title,
                "record": record_line(item, names),
                "conditions": conditions.get(item.about_id, []),
                "notes": _words(words, item.notes, item.pk, None),
                "outcome": outcomes.get(item.outcome, ""),
                "decisions": [_decision(meeting, row, headings, words) for row in decisions.get(item.pk, [])],
                "actions": actions.get(item.pk, []),
                "carried": [carried_row(row) for row in carried.get(item.pk, [])],
            }
            for item in items
        ],
        "approval": {"by": approval[0], "role": approval[1], "at": approval[2].isoformat()}
        if approval
        else None,
    }
    return content, about


def _words(tidied_words, typed, item, decision):
    """What the minutes say of a passage: its tidied words, or else what was typed."""
    row = tidied_words.get((item, decision))
    return row.text if row else typed


def _decision(meeting, row, headings, words):
    """A decision as plain data."""
    considered = [[label, row.considered[code]] for code, label in headings.items() if code in row.considered]
    return {
        "code": row.code,
        "text": _words(words, row.text, row.item_id, row.pk),
        "rationale": row.rationale,
        "alternatives": row.alternatives,
        "dissent": row.dissent,
        "considered": considered,
        "late": late_words(meeting, row),
    }


def carried_row(row):
    """A carried action as plain data: as it was when it was gone through."""
    return {
        "code": row.action.code,
        "text": row.action.title,
        "owner": row.action.owner_words,
        "times": row.times_words,
        "came_to": row.came_to_words,
        "words": row.words,
        "moved_to": row.moved_to.isoformat() if row.moved_to else "",
    }


def _distribution(people):
    """[(agency, names)] of the people that the copy is for."""
    found = {}
    for reader in people:
        found.setdefault(reader.agency_name, []).append(reader.name)
    return [[agency, ", ".join(sorted(names))] for agency, names in sorted(found.items())]


def fingerprint(content):
    """The SHA-256 of what minutes say: the same for the same words, whatever file they are in."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _by_item(rows):
    """{agenda item: its decisions}, in the order taken."""
    found = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(row)
    return found


def record_line(item, names):
    """The record that an item is about, unless the item's title says it already."""
    if item.about_id not in names:
        return ""
    _, _, reference, title = names[item.about_id]
    return "" if item.title == f"{reference} {title}"[:200] else f"{reference} {title}"


def shown_on(people, records):
    """{number: the sentences on which any of these readers was shown that record}.

    Of one copy for several agencies the strictest holds for all; what an owner wrote to one of them in its
    own words stays on the record's page.
    """
    found, one_agency = {}, len({reader.agency_id for reader in people}) == 1
    for reader in people:
        with visibility.reading(reader):
            for number, held in conditions_each(reader, records).items():
                for label, meaning in held.rows:
                    words = f"{label}. {meaning}" if label != OWN else meaning if one_agency else ELSEWHERE
                    found.setdefault(number, {})[words] = None
    return {number: list(words) for number, words in found.items()}


def _attendance(reader, meeting):
    rows = visibility.visible_to(reader, Attendance).filter(record_id=meeting.pk, removed_at=None)
    rows = rows.select_related("person__user", "person__agency", "deputy_for__user").order_by(
        "person__agency__name__folded", "person__user__name__folded"
    )
    parts = {meeting.lead_id: "Chair", meeting.secretary_id: "Secretary"}
    return [
        {
            "name": row.person.user.name,
            "role": ", ".join(filter(None, [parts.get(row.person_id), row.person.post])),
            "agency": row.person.agency.name,
            "attendance": WORDS[row.state],
            "times": _times(row),
            "deputy_for": row.deputy_for.user.name if row.deputy_for_id else "",
        }
        for row in sorted(rows, key=lambda row: row.person_id not in parts)
    ]


def _times(row):
    """ "from 10:20, until 11:05"; "" where neither is noted."""
    came = row.arrived_at and f"from {row.arrived_at:%H:%M}"
    left = row.left_at and f"until {row.left_at:%H:%M}"
    return ", ".join(filter(None, [came, left]))


def _actions(reader, sees):
    """{agenda item: its actions as plain data}, in the order given."""
    raised = list(visibility.visible_to(reader, MeetingAction).filter(pk__in=sees.actions).order_by("pk"))
    rows = visibility.visible_to(reader, Action).filter(pk__in=[row.action_id for row in raised])
    actions = {row.pk: row for row in rows.with_owner()}
    found = {}
    for row in raised:
        if row.action_id not in actions:
            continue
        action = actions[row.action_id]
        found.setdefault(row.item_id, []).append(
            {
                "code": action.code,
                "text": action.title,
                "owner": action.owner_words,
                "due": action.due.isoformat(),
                "status": action.get_status_display(),
                "strand": action.strand_label,
            }
        )
    return found


def signs_not_printed(content):
    """The letters in the plain data of minutes that paper has no shape for, in order."""
    return not_printable(_texts(content))


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def from_content(content):
    """The `meetings.minutes_document.Minutes` that plain data from `compose` describes."""
    starts = timezone.localtime(datetime.fromisoformat(content["starts"]))
    ends = timezone.localtime(datetime.fromisoformat(content["ends"])) if content["ends"] else None
    approval = content["approval"]
    return minutes_document.Minutes(
        **{
            k: content[k]
            for k in ("reference", "title", "marking", "handling", "series", "place", "copy_for", "withheld")
        },
        training=content.get("training", False),
        statement_read=content.get("statement_read", False),
        held_on=starts.date(),
        starts=starts.time(),
        ends=ends.time() if ends else None,
        conditions=tuple(content.get("conditions", ())),
        attendance=tuple(minutes_document.Attendee(**row) for row in content["attendance"]),
        items=tuple(_item(row) for row in content["items"]),
        distribution=tuple((agency, names) for agency, names in content.get("distribution", ())),
        fingerprint=fingerprint(content) if approval else "",
        approval=approval
        and minutes_document.Approval(
            approval["by"],
            approval["role"],
            timezone.localtime(datetime.fromisoformat(approval["at"])),
            str(approval.get("version", 1)),
            **{name: approval.get(name, "") for name in ("replaces", "why", "agreed")},
        ),
    )


def _item(row):
    return minutes_document.Item(
        number=row["number"],
        title=row["title"],
        record=row["record"],
        notes=row["notes"],
        outcome=row.get("outcome", ""),
        decisions=tuple(minutes_document.MinutedDecision(**decision) for decision in row["decisions"]),
        conditions=tuple(row.get("conditions", ())),
        corrected=row.get("corrected", False),
        actions=tuple(_action(action) for action in row["actions"]),
        carried=tuple(_carried_action(one) for one in row.get("carried", ())),
    )


def _carried_action(row):
    moved = date.fromisoformat(row["moved_to"]) if row["moved_to"] else None
    return minutes_document.MinutedCarried(**row | {"moved_to": moved})


def _action(row):
    # Copies that were approved with an earlier release call the strand so.
    strand = row.get("strand", row.get("four_p", ""))
    row = {name: value for name, value in row.items() if name != "four_p"}
    return minutes_document.MinutedAction(**row | {"due": date.fromisoformat(row["due"]), "strand": strand})
