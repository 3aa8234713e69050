"""Series of meetings in the small world: one shared as the group is, and one that nobody else may know of."""

from meetings.models import MeetingSeries
from meetings.series import services
from pam.access import visibility
from pam.frameworks.models import FrameworkVersion
from tests.world.people import share_with_personas


def kind(code="ocg-management"):
    """The shipped version of a kind of meeting."""
    return FrameworkVersion.objects.filter(
        framework__agency=None, framework__kind="agenda", code=code
    ).latest("pk")


def series(people, title, **more):
    """A monthly series of the owner's unit, as it is typed, not kept yet."""
    owner = people.memberships["owner"]
    values = {"every": "monthly", "weekday": 1, "which": 1, "framework_version": kind()} | more
    return MeetingSeries(
        title=f"Series of the wharf {title}",
        summary=f"Held at the wharf {title}",
        reference_terms=f"Steers the wharf {title}",
        place=f"Room {title}",
        team=people.teams["unit"],
        lead=owner,
        secretary=owner,
        **values,
    )


def begin(people, title, members=("granted",), **more):
    """(a series of the owner's, its first standing member). Inside the owner's reading."""
    actor = people.reader("owner")
    kept = services.create_series(actor=actor, series=series(people, title, **more))
    chosen = [people.memberships[persona] for persona in members]
    rows = services.add_members(actor=actor, series=kept, people=chosen) if chosen else []
    return kept, rows[0] if rows else None


def add_shared_series(world):
    """The series that partners see as they see the shared group."""
    with visibility.reading(world.people.reader("owner")):
        world.series, member = begin(world.people, "canaryseries")
        world.parts["placed"]["standing"] = member
        share_with_personas(world.people, world.series)


def add_hidden_series(world):
    """A series that nobody but the owner may know of."""
    with visibility.reading(world.people.reader("owner")):
        world.hidden_series, member = begin(world.people, "canaryunseen")
        world.parts["unseen"]["standing"] = member
