"""Plays three cases that are linked, and what four agencies wrote in their chronologies: together they have a
gap, an entry written late and one that was struck out.
"""

from datetime import timedelta

from demo.play_cases import KEYED, _officer
from demo.reading import read
from pam.chronology import services as chronology
from pam.chronology.models import Event
from pam.records.link_kinds import RELATED
from pam.records.services import link
from pam.ui.partial_dates import PartialDate

TOLD = read("chronologies.yaml")
KEYS = {row[0]: key for key, row in KEYED.items()}
PARTNERS = ("lantern", "council", "health")


def arrange(world):
    """Notes the shares, the links and the entries, each on the day that it was written."""
    on = world.story.on
    for name in TOLD["children"]:
        for to in PARTNERS:
            on(-KEYED[KEYS[name]][4] + 1, _open, world, KEYS[name], to, hour=20, minute=15)
    on(-13, _link, world, hour=11, minute=5)
    for row in TOLD["events"]:
        on(row.get("written", row["day"] + 1), _write, world, row, hour=16, minute=25)


def _open(world, key, to):
    reason = "Keeps the chronology with us"
    world.give(
        key, _officer(world, key), to, "contribute", "dpa-sch8-safeguarding", "safeguarding", reason, 120
    )


def _link(world):
    """The youngest case is tied to the two that it is like."""
    *others, last = (KEYS[name] for name in TOLD["children"])
    with world.story.acting(_officer(world, last)) as actor:
        for key in others:
            words = {"kind": RELATED, "why": "The same man, the same car"}
            link(actor=actor, record=world.records[last], other=world.records[key], **words)


def _write(world, row):
    key, day = KEYS[row["case"]], _day(world, row["day"])
    event = Event(
        created=world.story.moment,
        happened=day,
        until=_day(world, row["until"]) if "until" in row else None,
        between="until" in row,
        about=row.get("about", False),
        what=row["what"],
        kind=row["kind"],
        nature=row["nature"],
        effect=row["effect"],
        significant=row["kind"] in ("incident", "decision"),
        impact=row.get("impact", ""),
        child_seen=row.get("seen", ""),
        child_heard=row.get("heard", ""),
        source_system=row.get("system", ""),
        late_reason=row.get("late", ""),
    )
    person = _officer(world, key) if row["by"] == "pvp" else _partner(world, row["by"])
    with world.story.acting(person) as actor:
        event.source_agency, event.source_worker = actor.agency_name, actor.name
        event = chronology.add(actor=actor, record=world.records[key], event=event)
    if "wrong" in row:
        world.story.at(world.story.moment + timedelta(days=1), _correct, world, person, event, row)


def _correct(world, person, event, row):
    with world.story.acting(person) as actor:
        instead = Event(
            created=world.story.moment,
            happened=event.happened,
            what=row["right"],
            kind=event.kind,
            nature=event.nature,
            source_agency=event.source_agency,
            source_worker=event.source_worker,
            child_seen="yes",
            child_heard="no",
        )
        chronology.strike(
            actor=actor, event=event, version=event.version, reason=row["wrong"], instead=instead
        )


def _day(world, day):
    return PartialDate.of((world.story.today + timedelta(days=day)).isoformat())


def _partner(world, key):
    number = world.city.agencies[key].pk
    return next(one for one in world.city.people.values() if one.agency_id == number)
