"""An agency's administrator: who acts for it, in which teams; and never a word of any record."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from pam.access import services, visibility
from pam.access.errors import Stale
from pam.access.models import Membership, Team, User
from pam.accounts.services import administration
from pam.audit.models import LogEntry
from tests.refusals import refused


@pytest.fixture
def actor(people):
    return people.reader("administrator")


def row(people, persona):
    return Membership.objects.get(pk=people.memberships[persona].pk)


def written(sql, params=()):
    """How many rows the database lets the current role write; 0 also if it refuses the statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount
    except ProgrammingError:
        return 0


# --- The wall ---------------------------------------------------------------------------------------


def test_only_an_administrator_of_the_agency_can_write_its_memberships_and_teams(people):
    police, other = people.memberships["colleague"], people.memberships["other_force"]
    for persona in ("owner", "colleague", "granted", "other_force", "superuser"):
        with visibility.reading(people.reader(persona)):
            assert written("UPDATE access_membership SET clearance = 2") == 0, persona
            assert written("UPDATE access_team SET name = 'Taken'") == 0, persona
            assert (
                written(
                    "INSERT INTO access_membership_teams (membership_id, team_id) VALUES (%s, %s)",
                    [police.pk, people.teams["unit"].pk],
                )
                == 0
            ), persona
    with visibility.reading(None):
        assert written("UPDATE access_membership SET clearance = 2") == 0
    with visibility.reading(people.reader("administrator")):
        assert written("UPDATE access_membership SET suspended = true WHERE id = %s", [police.pk]) == 1
        assert written("UPDATE access_membership SET suspended = true WHERE id = %s", [other.pk]) == 0
        assert written("UPDATE access_team SET contact = '' WHERE id = %s", [people.teams["other"].pk]) == 0
        assert written("DELETE FROM access_membership") == 0


def test_the_setting_alone_makes_nobody_an_administrator(people):
    """The database asks the live membership:
    an administrator who was suspended a moment ago writes nothing.
    """
    actor = people.reader("administrator")
    Membership.objects.filter(pk=people.memberships["administrator"].pk).update(suspended=True)
    with visibility.reading(actor):
        assert written("UPDATE access_membership SET clearance = 2") == 0


def test_an_administrator_can_not_write_their_own_row_or_move_anybody_to_another_agency(people):
    own = people.memberships["administrator"]
    with visibility.reading(people.reader("administrator")):
        assert written("UPDATE access_membership SET clearance = 2 WHERE id = %s", [own.pk]) == 0
        assert (
            written(
                "INSERT INTO access_membership_teams (membership_id, team_id) VALUES (%s, %s)",
                [own.pk, people.teams["unit"].pk],
            )
            == 0
        )
        for column in ("agency_id", "user_id", "principal_id"):
            assert written(f"UPDATE access_membership SET {column} = {column}") == 0, column


def test_nobody_gets_into_a_team_of_another_agency_whoever_writes(people):
    sql = "INSERT INTO access_membership_teams (membership_id, team_id) VALUES (%s, %s)"
    values = [people.memberships["colleague"].pk, people.teams["other"].pk]
    assert written(sql, values) == 0
    with visibility.reading(people.reader("administrator")):
        assert written(sql, values) == 0


# --- The services -----------------------------------------------------------------------------------


def change(actor, membership, **values):
    membership = Membership.objects.get(pk=membership.pk)
    given = {
        "post": "DC",
        "roles": ["officer"],
        "clearance": 2,
        "teams": [],
        "version": membership.version,
    } | values
    with visibility.reading(actor):
        return administration.change_person(actor=actor, membership=membership, **given)


def test_a_change_holds_from_the_next_click_and_the_log_says_what_it_was(people, actor, sign_in):
    colleague = people.memberships["colleague"]
    change(actor, people.memberships["owner"], teams=[people.teams["unit"]])
    change(actor, colleague, teams=[people.teams["unit"]], clearance=1)
    reader = people.reader("colleague")
    assert reader.clearance == 1 and people.teams["unit"].pk not in reader.team_ids
    assert people.reader("owner").team_ids == (people.teams["unit"].pk,)
    first, entry = LogEntry.objects.filter(operation="change person").order_by("pk")
    assert entry.actor_name == "Ada Admin"
    assert "clearance: OFFICIAL-SENSITIVE → OFFICIAL" in entry.detail
    assert "asked for OCG unit" in entry.detail
    assert "teams: OCG unit, PVP unit → OCG unit" in first.detail


def test_the_second_of_two_administrators_is_told_and_loses_nothing(people, actor, sign_in):
    colleague = people.memberships["colleague"]
    change(actor, colleague, post="Saved first")
    page = sign_in("administrator").post(
        reverse("accounts:person_edit", args=[colleague.uuid]),
        {"post": "Typed second", "roles": ["officer"], "clearance": 2, "version": 1},
    )
    words = page.content.decode()
    assert "Another person saved this" in words and "Saved first" in words and "Typed second" in words
    assert row(people, "colleague").post == "Saved first"
    assert 'name="version" value="2"' in words
    with pytest.raises(Stale):
        change(actor, colleague, version=1)


def test_nobody_changes_their_own_membership_or_one_of_another_agency(people, actor):
    with refused("own_membership"):
        change(actor, people.memberships["administrator"])
    with pytest.raises(visibility.PermissionDenied):
        change(actor, people.memberships["other_force"])
    with pytest.raises(visibility.PermissionDenied):
        change(people.reader("owner"), people.memberships["colleague"])
    with refused("not_own_agency"):
        change(actor, people.memberships["colleague"], teams=[people.teams["other"]])


def test_two_administrators_can_not_shut_each_other_out(people, actor):
    Membership.objects.filter(pk=people.memberships["colleague"].pk).update(roles=["administrator"])
    second = people.reader("colleague")
    with visibility.reading(actor):
        administration.suspend(actor=actor, membership=row(people, "colleague"), version=1, reason="Left")
    with visibility.reading(second), pytest.raises(visibility.PermissionDenied):
        administration.suspend(
            actor=second, membership=row(people, "administrator"), version=1, reason="Revenge"
        )


# --- The pages --------------------------------------------------------------------------------------


def test_a_suspended_persons_open_tab_says_so_and_writes_nothing(people, sign_in):
    theirs, admin = sign_in("owner"), sign_in("administrator")
    assert theirs.get(reverse("ocg:list")).status_code == 200
    owner = people.memberships["owner"]
    page = admin.post(
        reverse("accounts:person_suspend", args=[owner.uuid]),
        {"version": 1, "reason": "Under investigation"},
        follow=True,
    )
    assert "Olive Owner is suspended" in page.content.decode()
    for answer in (
        theirs.get(reverse("ocg:list"), follow=True),
        theirs.post(reverse("ocg:new"), {"title": "X"}, follow=True),
    ):
        assert "Northshire Police: suspended" in answer.content.decode()
    assert LogEntry.objects.get(operation="suspend person").reason == "Under investigation"
    admin.post(reverse("accounts:person_restore", args=[owner.uuid]), {"version": 2, "reason": "Cleared"})
    assert theirs.get(reverse("ocg:list")).status_code == 200


def test_a_co_located_officer_whose_agency_stops_is_told_and_does_not_go_on_in_the_other_name(
    people, sign_in
):
    council = services.create_membership(
        user=people.users["granted"], agency=people.agencies["council"], clearance=1
    )
    client = sign_in("granted")
    client.post(reverse("accounts:act_for"), {"membership": council.uuid})
    for name in ("home", "ocg:list", "accounts:account"):
        assert "acting for </span>Harbourne City Council" in client.get(reverse(name)).content.decode()
    Membership.objects.filter(pk=council.pk).update(suspended=True)
    answer = client.post(reverse("ocg:new"), {"title": "In the wrong name"}, follow=True)
    words = answer.content.decode()
    assert "has ended. You now act for Northshire Probation Service" in words
    assert client.get(reverse("ocg:list")).status_code == 200


def test_the_list_is_narrowed_by_its_filters_and_shows_one_agency_alone(
    people, sign_in, django_assert_max_num_queries
):
    client = sign_in("administrator")
    with django_assert_max_num_queries(14):
        words = client.get(reverse("accounts:people")).content.decode()
    assert "Olive Owner" in words and "Otto Other" not in words and "Gita Granted" not in words
    narrowed = client.get(
        reverse("accounts:people"), {"team": people.teams["unit"].uuid, "state": "ended"}
    ).content.decode()
    assert "Lars Left" in narrowed and "Olive Owner" not in narrowed
    assert "No people match" in client.get(reverse("accounts:people"), {"q": "zzz"}).content.decode()
    for i in range(30):
        user = User.objects.create_user(f"many{i}@pam.example", f"Many {i:02}")
        services.create_membership(user=user, agency=people.agencies["police"])
    first = client.get(reverse("accounts:people"), {"q": "many"}).content.decode()
    second = client.get(reverse("accounts:people"), {"q": "many", "from": 25}).content.decode()
    assert first.count("Many ") == 25 and second.count("Many ") == 5


def test_another_agencys_people_and_teams_are_not_there(people, sign_in):
    client = sign_in("administrator")
    for name, uuid in (("person", people.memberships["granted"].uuid), ("team", people.teams["other"].uuid)):
        assert client.get(reverse(f"accounts:{name}", args=[uuid])).status_code == 404


def test_teams_are_made_renamed_and_given_a_manager_who_is_in_them(people, sign_in):
    client = sign_in("administrator")
    client.post(reverse("accounts:team_new"), {"name": "Fraud unit"})
    team = Team.objects.get(name="Fraud unit")
    again = client.post(reverse("accounts:team_new"), {"name": "Fraud unit"})
    assert "already has a team with that name" in again.content.decode()
    outsider = client.post(
        reverse("accounts:team", args=[team.uuid]),
        {"name": "Fraud", "manager": people.memberships["owner"].pk},
    )
    assert outsider.status_code == 200 and Team.objects.get(pk=team.pk).name == "Fraud unit"
    unit = people.teams["unit"]
    client.post(
        reverse("accounts:team", args=[unit.uuid]),
        {"name": "Crime unit", "manager": people.memberships["owner"].pk},
    )
    unit.refresh_from_db()
    assert (unit.name, unit.manager, unit.principal.label) == (
        "Crime unit",
        people.memberships["owner"],
        "Crime unit, Northshire",
    )
    assert "Olive Owner" in client.get(reverse("accounts:teams")).content.decode()


def test_whoever_leaves_a_team_manages_it_no_longer(people, actor):
    unit = people.teams["unit"]
    Team.objects.filter(pk=unit.pk).update(manager=people.memberships["owner"])
    change(actor, people.memberships["owner"], teams=[people.teams["pvp"]])
    assert people.reader("owner").team_ids == (people.teams["pvp"].pk,)
    unit.refresh_from_db()
    assert unit.manager is None


def test_only_administrators_see_the_way_to_these_pages(people, sign_in):
    link = f'href="{reverse("accounts:people")}"'
    assert link in sign_in("administrator").get(reverse("home")).content.decode()
    assert link not in sign_in("owner").get(reverse("home")).content.decode()
