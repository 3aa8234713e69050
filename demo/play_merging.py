"""Plays two groups that were recorded twice: one merge is done, one waits for the supervisor."""

from demo.groups import GROUPS
from ocg.models import Ocg
from pam.access.levels import Marking
from pam.merging import selectors, services
from pam.records.models import Subject
from pam.records.services import add_note, add_subject, create_record

# (which group, what the other record was called, what it says, when recorded, when proposed, when approved)
TWICE = [
    (
        "tern",
        "Grey hatchback group",
        "Put in by the roads team: three young adults in a grey hatchback who meet behind the garages.",
        -12,
        -6,
        -5,
    ),
    (
        "larchmoor",
        "Quad bike thefts, moor road",
        "Put in by the rural team after two thefts of quad bikes: a van with a false floor.",
        -9,
        -1,
        None,
    ),
]


def arrange(world):
    """Notes what happens."""
    groups = {group.key: group for group in GROUPS}
    for key, title, text, recorded, proposed, approved in TWICE:
        twin = {}
        group = groups[key]
        world.story.on(recorded, _record, world, group, twin, title, text, hour=11)
        world.story.on(proposed, _propose, world, group, twin, hour=14)
        if approved is not None:
            world.story.on(approved, _approve, world, twin, hour=9)


def _record(world, group, twin, title, text):
    lead = world.city.people[group.lead]
    record = Ocg(
        title=title,
        summary=text,
        tier=world.term("ocg.tier", group.tier),
        team=world.city.teams["ocg"],
        lead=lead,
        sro=world.city.people["chair"],
        marking=Marking.OFFICIAL_SENSITIVE if group.sensitive else Marking.OFFICIAL,
        retention_group=world.group("2"),
        next_review=world.story.when(group.review).date(),
        stage="trigger",
    )
    with world.story.acting(lead) as actor:
        twin["record"] = create_record(actor=actor, record=record)
        add_note(actor=actor, record=record, title="Put in by another team", text=text)
        add_subject(
            actor=actor, record=record, subject=Subject(name="Driver, not identified", category="suspect")
        )


def _propose(world, group, twin):
    with world.story.acting(world.city.people[group.lead]) as actor:
        twin["merge"] = services.propose(
            actor=actor,
            record=world.records[group.key],
            gone=twin["record"],
            choices={},
            reason="The same people, the same car, the same place: two teams put them in.",
        )


def _approve(world, twin):
    with world.story.acting(world.city.people["chair"]) as actor:
        merge = selectors.merge(actor, twin["merge"].uuid)
        seen = selectors.seal_of(
            selectors.own_row(actor, merge.record_id), selectors.own_row(actor, merge.gone_id)
        )
        services.approve(actor=actor, merge=merge, seen=seen, decision="Agreed with both teams.")
