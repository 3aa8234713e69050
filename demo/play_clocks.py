"""Plays clocks of people at risk: some met, some late, some that run."""

from datetime import timedelta

from demo.play_cases import KEYED, _officer
from pam.clocks import selectors, services

# By strand: which clock, how many days ago it began, after how many hours it was met (None: it runs), and why
# late.
CLOCKS = {
    "missing": [
        ("return-interview", -40, 50, ""),
        ("return-interview", -20, 90, "The family asked for a later day."),
        ("return-interview", -2, None, ""),
    ],
    "cce": [
        ("strategy-discussion", -12, 20, ""),
        ("conference-after-strategy", -11, None, ""),
    ],
    "cse": [("family-assessment", -64, None, ""), ("core-group", -5, None, "")],
    "domestic": [("dapn-to-court", -1, None, ""), ("disclosure-scheme", -25, None, "")],
    "modern_slavery": [("slavery-reasonable-grounds", -9, None, ""), ("slavery-recovery", -24, None, "")],
    "county_lines": [("strategy-discussion", -3, None, "")],
}
BEGAN = {
    "return-interview": "Found by a patrol and brought home.",
    "dapn-to-court": "Served at the station before release.",
    "strategy-discussion": "The school rang the front door.",
}


def arrange(world):
    """Notes the clocks: each strand's in the cases that began early enough, a clock a case."""
    for strand, rows in CLOCKS.items():
        keys = [key for key, row in KEYED.items() if row[2] == strand]
        for (code, day, met, late), key in zip(rows, keys * len(rows), strict=False):
            if KEYED[key][4] > -day + 1:
                world.story.on(day, _run, world, key, code, met, late, hour=11)


def _run(world, key, code, met, late):
    record, officer = world.records[key], _officer(world, key)
    with world.story.acting(officer) as actor:
        row = services.start_clock(
            actor=actor,
            record=record,
            framework_version=selectors.may_be_started(actor, record).get(code=code),
            started_at=world.story.moment - timedelta(hours=1),
            note=BEGAN.get(code, ""),
        )
    if met is not None:
        world.story.at(world.story.moment + timedelta(hours=met), _meet, world, officer, row, late)


def _meet(world, officer, row, late):
    with world.story.acting(officer) as actor:
        services.meet_clock(
            actor=actor,
            clock=row,
            version=row.version,
            ended_at=world.story.moment,
            reason="Done and written up.",
            late_reason=late,
        )
