"""Plays a request to the region, which Eastmoor Police host: taken on, its terms to be agreed."""

from datetime import timedelta

from demo.groups import GROUPS
from ocg.region import selectors, services

KEY, REGION = "gannet", "eastmoor"


def arrange(world):
    """Notes its steps."""
    lead = world.city.people[next(group.lead for group in GROUPS if group.key == KEY)]
    kept = {}
    world.story.on(-20, _ask, world, lead, kept, hour=10)
    world.story.on(-17, _step, world, kept, services.triage, hour=15, outcome="accepted")
    world.story.on(
        -6,
        _step,
        world,
        kept,
        services.write_terms,
        hour=11,
        terms="Follow the money of the two companies for twelve months back; name who pays and who is paid.\n"
        "No approach to the accountants before the force agrees.",
        products="Financial profile with a chart of accounts; a list of restraint opportunities",
        timeline=world.story.when(40).date(),
        sio="Det Supt Marcus Hale",
    )


def _ask(world, lead, kept):
    with world.story.acting(lead) as actor:
        kept["row"] = services.ask(
            actor=actor,
            record=world.records[KEY],
            region=world.city.agencies[REGION],
            support=world.term("ocg.region-support", "financial"),
            why="The cash goes through two companies in the next county. Our financial unit has no capacity "
            "before the spring.",
            wanted_by=(world.story.moment + timedelta(days=60)).date(),
        )


def _step(world, kept, verb, **values):
    with world.story.acting(world.city.people[REGION]) as actor:
        row = selectors.request_of(actor, kept["row"].uuid)
        verb(actor=actor, row=row, version=row.version, **values)
