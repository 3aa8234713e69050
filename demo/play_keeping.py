"""Plays what becomes of records in the end: retention reviews, a legal hold, a proposed disposal and one that
was decided.
"""

from datetime import timedelta

from demo.groups import GROUPS
from ocg.models import Ocg
from pam.records import services
from pam.records.models import Record
from pam.retention.selectors import disposal as disposal_selectors
from pam.retention.services import disposal
from pam.retention.services import keeping as retention

DOUBLE = "Pike's pawnshop group (entered twice)"
WHY = (
    "Two callers are at liberty again, and their victims are old and alone. "
    "To be looked at again in half a year."
)


def arrange(world):
    """Notes the reviews, the hold and the disposals."""
    world.story.on(-180, _review, world, "millreach", "vulnerable", 9, hour=11, minute=0)
    world.story.on(-60, _hold, world, "millreach", hour=11, minute=0)
    over = next(group.key for group in GROUPS if group.stages[-1][0] == "archived")
    world.story.on(-3, _propose, world, over, hour=11, minute=0)
    world.story.on(-41, _enter_twice, world, hour=11, minute=0)


def _review(world, key, code, days):
    """A review whose next one is due so many days from today."""
    with world.story.acting(world.city.people["lro"]) as actor:
        row = Record.objects.get(pk=world.records[key].pk)
        retention.keep(
            actor=actor, record=row, version=row.version, group=row.retention_group, criteria=[code],
            reason=WHY,
            next_review=world.story.today + timedelta(days=days),
        )  # fmt: skip


def _hold(world, key):
    with world.story.acting(world.city.people["lro"]) as actor:
        reason = (
            "Asked for by the prosecutor on the courier's trial; "
            "nothing may go until the appeal time is over."
        )
        retention.put_hold(actor=actor, record=world.records[key], ground="court", reason=reason)


def _propose(world, key):
    with world.story.acting(world.city.people["Gareth Pell"]) as actor:
        row = Record.objects.get(pk=world.records[key].pk)
        reason = (
            "Archived, nobody at liberty, no intelligence since. "
            "The court papers are kept in the case system."
        )
        disposal.propose(actor=actor, record=row, ground="purpose", reason=reason)


def _enter_twice(world):
    """A group that a person entered a second time is disposed of by two persons; its certificate stays."""
    city = world.city
    with world.story.acting(city.people["Gareth Pell"]) as actor:
        record = Ocg(
            title=DOUBLE,
            summary="Entered by mistake: see the group of the same name.",
            team=city.teams["ocg"],
            tier=world.term("ocg.tier", "4"),
            lead=city.people["Gareth Pell"],
        )
        services.create_record(actor=actor, record=record)
        row = disposal.propose(
            actor=actor, record=record, ground="error", reason="The same group was recorded the week before."
        )
    with world.story.acting(city.people["chair"]) as actor:
        seen = sum(disposal_selectors.counts_of(record).values())
        disposal.dispose(
            actor=actor, disposal=disposal_selectors.proposal(row.uuid), record=record, seen=seen
        )
