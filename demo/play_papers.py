"""Plays papers of the MARAC that is to come: one in time, one late, one confidential to chair and secretary;
and an item that a member of the OCG meeting proposes.
"""

from demo.files import upload
from meetings.models import AgendaItem, Meeting
from meetings.papers.services import add_paper, propose_item
from pam.access import visibility

IN_TIME = (
    "How this MARAC works",
    ("15 minutes a case.", "Agencies say what is new and relevant.", "The adviser speaks for the victim."),
)
LATE = (
    "Repeat referrals, last quarter",
    ("31 cases heard, 9 of them repeats.", "Four of the nine within eight weeks.", "Ask: why so soon?"),
)
CONFIDENTIAL = (
    "Safety of staff",
    ("One address needs two people at each visit.", "The reason is with the chair."),
)


def arrange(world):
    """Notes what happens before the MARAC."""
    world.story.on(-4, _add, world, "how-we-work.pdf", *IN_TIME, hour=11)
    world.story.on(-2, _propose, world, hour=15)
    world.story.on(-1, _add, world, "repeats.pdf", *LATE, hour=16)
    world.story.on(-1, _add, world, "staff.pdf", *CONFIDENTIAL, True, hour=17)


def _add(world, name, title, lines, confidential=False):
    with world.story.acting(world.city.people["chair"]) as actor:
        meeting = Meeting.objects.get(pk=world.records["marac"].pk)
        rows = visibility.visible_to(actor, AgendaItem).filter(record_id=meeting.pk, removed_at=None)
        add_paper(
            actor=actor,
            meeting=meeting,
            item=rows.order_by("position", "pk").first(),
            upload=upload(name, title, lines),
            title=title,
            confidential=confidential,
        )


def _propose(world):
    with world.story.acting(world.city.people["lro"]) as actor:
        propose_item(
            actor=actor,
            meeting=Meeting.objects.get(pk=world.records["series-2"].pk),
            title="Releases over the holidays",
            why="Two members come out of prison in the last week of the year. Who keeps watch?",
            minutes=5,
        )
