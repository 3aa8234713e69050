"""Plays disruptions of groups: submitted, assessed by the Senior Responsible Officer, typed in."""

from decimal import Decimal

from demo.groups import GROUPS
from demo.reading import columns, read
from ocg.disruptions import selectors, services
from ocg.disruptions.selectors import Output
from ocg.models import Disruption

COLUMNS = ("group", "by", "day", "what", "strand", "level", "why", "outputs", "fate")
FURTHER = ("level_after", "said", "typed")
LEVEL, OUTPUT, DRUG = "ocg.disruption-level", "ocg.disruption-output", "ocg.drug"


def arrange(world):
    """Notes them; each is assessed two days later."""
    leads = {group.key: group.lead for group in GROUPS}
    for told in columns(read("disruptions.yaml"), *COLUMNS, *FURTHER):
        row = dict(zip((*COLUMNS, *FURTHER), told, strict=True))
        by = world.city.people[leads[row["group"]] if row["by"] == "lead" else row["by"]]
        world.story.on(row["day"], _submit, world, row, by, hour=16)
        if row["fate"] != "waits":
            world.story.on(row["day"] + 2, _assess, world, row, hour=10)


def _output(world, kind, amount, drug=None):
    return Output(world.term(OUTPUT, kind), drug and world.term(DRUG, drug), Decimal(str(amount)))


def _submit(world, row, by):
    record = world.records[row["group"]]
    disruption = Disruption(
        on=world.story.moment.date(),
        what=row["what"],
        strand=row["strand"],
        claimed=world.term(LEVEL, row["level"]),
        claim_reason=row["why"],
    )
    with world.story.acting(by) as actor:
        outputs = [_output(world, *one) for one in row["outputs"]]
        row["kept"] = services.submit(actor=actor, record=record, disruption=disruption, outputs=outputs)


def _assess(world, row):
    with world.story.acting(world.city.people["chair"]) as actor:
        kept = selectors.disruption(actor, row["kept"].uuid)
        services.assess(
            actor=actor,
            disruption=kept,
            version=kept.version,
            outcome=row["fate"],
            level=row["level_after"] and world.term(LEVEL, row["level_after"]),
            reason=row["said"] or "",
        )
        if row["typed"]:
            services.note_typed(
                actor=actor,
                disruption=kept,
                version=kept.version,
                reference=row["typed"],
                typed_on=world.story.moment.date(),
            )
