"""What packs cost: composed and made once an audience, however many read it."""

import pytest

from meetings.models import Pack
from meetings.packs import services
from meetings.services import conduct
from pam.access.services import create_membership
from pam.accounts.services.terms_of_use import accept_for_everybody
from tests.meetings import papers
from tests.meetings import room as rooms

TEAMS = {"police": ("unit", "pvp"), "probation": (), "council": (), "homes": ()}
EACH = 5


@pytest.fixture
def room(world):
    """A meeting to which five people of each of four agencies are invited."""
    from pam.access.models import User

    room, people = rooms.called(world), world.people
    members = [
        create_membership(
            user=User.objects.create_user(f"{agency}{n}@pam.example", f"Nell {agency} {n}", "a long word"),
            agency=people.agencies[agency],
            teams=[people.teams[team] for team in teams],
            roles=["officer"],
            clearance=2,
        )
        for agency, teams in TEAMS.items()
        for n in range(EACH)
    ]
    accept_for_everybody()
    with room.reading():
        conduct.invite(actor=room.chair, meeting=room.now(), people=members, grounds=people.grounds())
    papers.add(room, "plain", title="Of all")
    return room


@pytest.mark.slow
def test_twenty_readers_in_four_audiences_cost_four_renderings(room, monkeypatch):
    composed, rendered = [], []
    compose = services.compose_pack
    monkeypatch.setattr(services, "compose_pack", lambda *a: composed.append(a) or compose(*a))
    monkeypatch.setattr(services, "render_pack", lambda *a, **k: rendered.append(a) or (b"%PDF", {}, 1))
    with room.reading():
        packs = services.make_pack(actor=room.chair, meeting=room.now())
    for pack in packs:
        assert services.make(pack.pk)
        assert not services.make(pack.pk), "another worker makes it no second time"
    assert len(composed) == len(rendered) == Pack.objects.filter(record_id=room.meeting.pk).count() == 4
    readers = {number for pack in packs for number in pack.for_principals}
    assert len(readers) >= 4 * EACH
    assert all(len(pack.for_principals) >= EACH for pack in packs)
