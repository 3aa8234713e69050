"""Joining a team and roles that need a second person: no administrator makes a second self."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from pam.access import services as access
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.models import Membership, Team, User
from pam.access.reader import reader_of_membership
from pam.access.roles import CONFIRMED_ROLES
from pam.accounts.models import Invitation, MembershipRequest
from pam.accounts.selectors.membership_requests import waiting_for_person
from pam.accounts.services import administration, invitations, membership_requests
from pam.accounts.services.invitation_mail import hash_of
from pam.accounts.services.membership_notices import enqueue_notices
from pam.audit.models import LogEntry
from pam.notifications.models import Delivery
from pam.records.models import Record
from pam.reference.declarations import declared
from pam.reference.services.settings import set_general
from tests.refusals import refused
from tests.world.people import make_people

ALL_ROLES = ["officer", "supervisor", "break_glass", "auditor", "data_protection", "administrator"]

ASK = (
    "INSERT INTO accounts_membershiprequest (uuid, agency_id, membership_id, team_id, role, asked_by_id,"
    " asked_at) VALUES (gen_random_uuid(), %s, %s, %s, '', %s, now())"
)
INVITE = (
    "INSERT INTO accounts_invitation (uuid, agency_id, invited_by_id, name, email, post, roles, clearance,"
    " teams, created, expires_at)"
    " VALUES (gen_random_uuid(), %s, %s, 'N', %s, '', %s, 1, '{}', now(), now())"
)


def change(people, persona="colleague", by="administrator", **values):
    """An administrator's change of a person, like the form's."""
    row = Membership.objects.get(pk=people.memberships[persona].pk)
    given = {"post": "", "roles": row.roles, "clearance": row.clearance, "teams": list(row.teams.all())}
    actor = people.reader(by)
    with visibility.reading(actor):
        return administration.change_person(
            actor=actor, membership=row, version=row.version, **given | values
        )


def invite_second_self(people, **values):
    """The membership of an address of the administrator's own, invited with all that they like."""
    actor = people.reader("administrator")
    given = {
        "name": "Ann Other",
        "email": "ann@pam.example",
        "post": "",
        "roles": ["officer"],
        "clearance": 2,
    }
    with visibility.reading(actor):
        row = invitations.invite(actor=actor, **given | {"teams": []} | values)
    token = "token"
    Invitation.objects.filter(pk=row.pk).update(token_hash=hash_of(token))
    return Membership.objects.get(pk=invitations.accept(token, password="three random words"))


def decide(people, persona, row, accepted=True):
    actor = people.reader(persona)
    with visibility.reading(actor):
        if accepted:
            membership_requests.accept_request(actor=actor, request=row)
        else:
            membership_requests.refuse_request(actor=actor, request=row, reason="Not one of us")


def manage(people, team, persona):
    Team.objects.filter(pk=people.teams[team].pk).update(manager=people.memberships[persona])


def written(sql, params=()):
    """How many rows the database lets the current role write; 0 also if it refuses the statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount
    except DatabaseError:
        return 0


def roles_of(people, persona):
    return set(Membership.objects.get(pk=people.memberships[persona].pk).roles)


def teams_of(people, persona):
    return set(people.memberships[persona].teams.values_list("name", flat=True))


# --- The second self ---


def test_a_second_self_of_the_administrator_is_in_no_team_and_has_no_role_that_needs_a_second_person(world):
    people = world.people
    set_general("accounts.excluded_roles", "")
    second = invite_second_self(people, roles=ALL_ROLES, teams=[people.teams["unit"], people.teams["pvp"]])
    assert second.roles == ["officer"] and not second.teams.exists()
    assert second.requests.waiting().count() == 7
    reader = _reader(second)
    with visibility.reading(reader):
        assert not visibility.visible_to(reader, Record).exists()


def _reader(membership):
    return reader_of_membership(membership.pk)


def test_neither_the_administrator_nor_the_second_self_accepts_what_they_asked_for(people):
    set_general("accounts.excluded_roles", "")
    second = invite_second_self(people, roles=["officer", "administrator"], teams=[people.teams["unit"]])
    for row in second.requests.waiting():
        with visibility.reading(people.reader("administrator")), pytest.raises(PermissionDenied):
            membership_requests.accept_request(actor=people.reader("administrator"), request=row)
        with visibility.reading(_reader(second)), pytest.raises(PermissionDenied):
            membership_requests.accept_request(actor=_reader(second), request=row)
    assert second.requests.waiting().count() == 2


@pytest.mark.parametrize("role", sorted(CONFIRMED_ROLES))
def test_the_database_lets_no_administrator_write_a_team_a_role_or_an_answer_by_hand(people, role):
    colleague, unit = people.memberships["colleague"], people.teams["unit"]
    set_general("accounts.excluded_roles", "")
    change(people, roles=["officer", role], teams=[unit])
    with visibility.reading(people.reader("administrator")):
        for sql, params in [
            (
                "INSERT INTO access_membership_teams (membership_id, team_id) VALUES (%s, %s)",
                [colleague.pk, unit.pk],
            ),
            ("UPDATE access_membership SET roles = %s WHERE id = %s", [["officer", role], colleague.pk]),
            ("UPDATE accounts_membershiprequest SET decided_at = now(), accepted = true", []),
            ("UPDATE accounts_membershiprequest SET asked_by_id = %s", [people.memberships["owner"].pk]),
            ("SELECT pam_apply_membership_request(id, true, NULL, '') FROM accounts_membershiprequest", []),
            ("UPDATE access_team SET manager_id = %s WHERE id = %s", [colleague.pk, unit.pk]),
        ]:
            assert written(sql, params) == 0, sql
        assert written("UPDATE access_membership SET post = 'DC' WHERE id = %s", [colleague.pk]) == 1
    assert roles_of(people, "colleague") == {"officer"} and not teams_of(people, "colleague")


def test_nobody_asks_for_themselves_or_in_another_name_or_agency(people):
    police, unit = people.agencies["police"].pk, people.teams["unit"].pk
    me, other = people.memberships["administrator"].pk, people.memberships["owner"].pk
    colleague, elsewhere = people.memberships["colleague"].pk, people.memberships["granted"].pk
    with visibility.reading(people.reader("administrator")):
        assert written(ASK, [police, colleague, unit, me]) == 1
        assert written(ASK, [police, me, unit, me]) == 0
        assert written(ASK, [police, people.memberships["superuser"].pk, unit, other]) == 0
        assert written(ASK, [police, elsewhere, unit, me]) == 0
    with visibility.reading(people.reader("owner")):
        assert written(ASK, [police, people.memberships["superuser"].pk, unit, other]) == 0


# --- Who accepts ---


def test_a_team_is_joined_once_its_manager_accepts_and_no_supervisor_does_it_for_them(people):
    manage(people, "unit", "low_clearance")
    row = change(people, teams=[people.teams["unit"]]).asked[0]
    assert not teams_of(people, "colleague")
    for persona in ("owner", "superuser", "other_force", "auditor", "administrator"):
        with pytest.raises(PermissionDenied):
            decide(people, persona, row)
    decide(people, "low_clearance", row)
    assert teams_of(people, "colleague") == {"OCG unit"}
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("Accepted", people.memberships["low_clearance"])
    assert LogEntry.objects.get(operation="accept membership request").detail == "Colin Colleague: OCG unit"


@pytest.mark.parametrize("ended", [True, False])
def test_where_no_live_person_manages_the_team_a_supervisor_accepts(people, ended):
    if ended:
        manage(people, "unit", "left_yesterday")
    row = change(people, teams=[people.teams["unit"]]).asked[0]
    with pytest.raises(PermissionDenied):
        decide(people, "low_clearance", row)
    decide(people, "owner", row)
    assert teams_of(people, "colleague") == {"OCG unit"}


def test_a_role_is_confirmed_by_a_supervisor_or_a_second_administrator(people):
    Membership.objects.filter(pk=people.memberships["superuser"].pk).update(roles=["administrator"])
    for persona in ("owner", "superuser"):
        row = change(people, "colleague", roles=["officer", "break_glass"]).asked[0]
        assert roles_of(people, "colleague") == {"officer"}
        decide(people, persona, row)
        assert roles_of(people, "colleague") == {"officer", "break_glass"}
        change(people, "colleague", roles=["officer"])
        assert roles_of(people, "colleague") == {"officer"}


def test_a_refused_request_changes_nothing_and_keeps_the_reason(people):
    row = change(people, teams=[people.teams["unit"]]).asked[0]
    with refused("missing"):
        with visibility.reading(people.reader("owner")):
            membership_requests.refuse_request(actor=people.reader("owner"), request=row, reason=" ")
    decide(people, "owner", row, accepted=False)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("Refused", "Not one of us") and not teams_of(people, "colleague")
    with refused("no_longer_waiting"):
        decide(people, "owner", row)


def test_a_box_that_is_unticked_withdraws_the_request_and_one_that_stays_ticked_keeps_it(people):
    unit, pvp = people.teams["unit"], people.teams["pvp"]
    kept = change(people, teams=[unit, pvp]).asked
    assert change(people, teams=[unit, pvp]).asked == []
    change(people, teams=[unit])
    states = {row.team: row.state for row in MembershipRequest.objects.all()}
    assert states == {unit: "Waiting", pvp: "Withdrawn"} and len(kept) == 2


# --- Roles and addresses that an agency excludes ---


@pytest.mark.parametrize("role", ["auditor", "data_protection", "administrator"])
def test_watching_over_work_and_doing_it_exclude_each_other(people, role):
    with refused("excluded_roles"):
        change(people, roles=["officer", role])
    with refused("excluded_roles"):
        invite_second_self(people, roles=["officer", role])
    with visibility.reading(people.reader("administrator")):
        sql = "UPDATE access_membership SET roles = %s WHERE id = %s"
        auditor = people.memberships["auditor"].pk
        assert written(sql, [["auditor", "officer"], auditor]) == 0
        assert written(sql, [["officer"], auditor]) == 1
        own = [people.agencies["police"].pk, people.memberships["administrator"].pk]
        assert written(INVITE, [*own, "n@pam.example", ["officer", role]]) == 0
        assert written(INVITE, [*own, "n@pam.example", ["officer"]]) == 1


def test_pairs_of_roles_are_an_agencys_own_and_asked_again_when_a_role_is_confirmed(people):
    set_general("accounts.excluded_roles", "", agency=people.agencies["police"])
    row = change(people, roles=["officer", "auditor"]).asked[0]
    set_general("accounts.excluded_roles", "auditor/officer", agency=people.agencies["police"])
    with refused("excluded"):
        decide(people, "owner", row)
    assert roles_of(people, "colleague") == {"officer"}


def test_an_address_outside_of_the_agencys_mail_domains_is_refused_by_page_and_database(people, sign_in):
    set_general(
        "accounts.invited_domains", "northshire.example, pam.example", agency=people.agencies["police"]
    )
    page = sign_in("administrator").post(
        reverse("accounts:invite"),
        {"name": "Ann", "email": "ann@mail.example", "roles": ["officer"], "clearance": 1},
    )
    words = page.content.decode()
    assert "Your agency invites only people with an address at northshire.example, pam.example." in words
    assert "ann@mail.example" in words
    own = [people.agencies["police"].pk, people.memberships["administrator"].pk]
    with visibility.reading(people.reader("administrator")):
        assert written(INVITE, [*own, "n@evil.pam.example", ["officer"]]) == 0
        assert written(INVITE, [*own, "n@PAM.example", ["officer"]]) == 1
    assert invite_second_self(people).user.email == "ann@pam.example"


@pytest.mark.parametrize(
    "key, text, words",
    [
        ("accounts.excluded_roles", "auditor", "pairs of roles"),
        ("accounts.excluded_roles", "auditor/boss", "is no pair of roles"),
        ("accounts.invited_domains", "pam", "is not a mail domain"),
    ],
)
def test_what_makes_no_sense_in_these_settings_is_refused_in_a_sentence(key, text, words):
    with pytest.raises(ValidationError, match=words):
        declared(key).parse(text)


# --- Who is told ---


def test_deciders_auditors_and_managers_are_told_and_so_is_the_asker(people):
    manage(people, "unit", "low_clearance")
    second = invite_second_self(people, teams=[people.teams["unit"]])
    enqueue_notices()
    assert _told() == {("member_arrived", "auditor"), ("membership_asked", "low_clearance")}
    decide(people, "low_clearance", second.requests.get())
    enqueue_notices()
    assert _told() >= {("member_joined", "auditor"), ("membership_decided", "administrator")}
    before = Delivery.objects.count()
    enqueue_notices()
    assert Delivery.objects.count() == before


def test_the_manager_is_told_of_a_member_who_another_person_accepted(people):
    row = change(people, teams=[people.teams["unit"]]).asked[0]
    decide(people, "owner", row)
    manage(people, "unit", "low_clearance")
    enqueue_notices()
    assert ("member_joined", "low_clearance") in _told()


def _told():
    rows = Delivery.objects.values_list("event", "recipient__user__email")
    return {(event, email.partition("@")[0]) for event, email in rows if email}


# --- The pages ---


def test_the_pages_say_what_waits_for_whose_answer_and_the_manager_accepts(people, sign_in):
    manage(people, "unit", "owner")
    admin, colleague = sign_in("administrator"), people.memberships["colleague"]
    values = {"post": "", "roles": ["officer"], "clearance": 2, "teams": [people.teams["unit"].pk]}
    address = reverse("accounts:person_edit", args=[colleague.uuid])
    words = admin.post(address, values | {"version": 1}, follow=True).content.decode()
    assert "Waiting to be accepted: OCG unit" in words and "Can be accepted by:" in words
    assert "Olive Owner" in words
    assert "Join OCG unit" in sign_in("colleague").get(reverse("accounts:account")).content.decode()
    manager = sign_in("owner")
    assert "Accept or refuse a person" in manager.get(reverse("home")).content.decode()
    row = MembershipRequest.objects.get()
    accept = reverse("accounts:request_accept", args=[row.uuid])
    assert "Let Colin Colleague join OCG unit?" in manager.get(accept).content.decode()
    assert admin.post(accept).status_code == 404
    done = manager.post(accept, follow=True).content.decode()
    assert "This applies to Colin Colleague immediately" in done and "Accepted" in done
    assert teams_of(people, "colleague") == {"OCG unit"}
    assert manager.post(accept).status_code == 404


def test_a_partner_sees_no_request_of_another_agency_and_an_auditor_sees_all_of_theirs(people, sign_in):
    change(people, teams=[people.teams["unit"]])
    page = reverse("accounts:requests")
    for persona, seen in [("auditor", True), ("owner", True), ("granted", False), ("low_clearance", False)]:
        words = sign_in(persona).get(page).content.decode()
        assert ("Colin Colleague" in words) is seen, persona
    for persona in ("granted", "low_clearance"):
        with visibility.reading(people.reader(persona)):
            assert not MembershipRequest.objects.exists(), persona


def test_where_nobody_can_decide_the_page_says_what_to_run_and_the_owner_decides(people, sign_in):
    health = people.agencies["health"]
    first = access.create_membership(
        user=User.objects.create_user("first@pam.example", "First Admin"),
        agency=health,
        roles=["administrator"],
    )
    row = MembershipRequest.objects.create(
        agency=health, membership=people.memberships["expired_grant"], role="supervisor", asked_by=first
    )
    assert waiting_for_person(people.memberships["expired_grant"])[0].deciders == []
    reader = _reader(first)
    with visibility.reading(reader):
        row = waiting_for_person(row.membership_id)[0]
        words = render_to_string("accounts/request_deciders.html", {"row": row})
    assert f"manage.py decide_membership_request {row.uuid} --accept" in words
    with pytest.raises(CommandError, match="--accept or --refuse"):
        call_command("decide_membership_request", str(row.uuid))
    call_command("decide_membership_request", str(row.uuid), "--accept", "--reason", "Checked by telephone")
    assert roles_of(people, "expired_grant") == {"officer", "supervisor"}
    with pytest.raises(CommandError, match="No request"):
        call_command("decide_membership_request", str(row.uuid), "--accept")


def test_two_who_decide_at_the_same_moment_decide_once(committed):
    people = make_people()
    row = change(people, roles=["officer", "break_glass"]).asked[0]
    Membership.objects.filter(pk=people.memberships["superuser"].pk).update(roles=["supervisor"])
    start = Barrier(2)

    def answer(persona):
        try:
            start.wait()
            decide(people, persona, row, accepted=persona == "owner")
            return True
        except Refused:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, ["owner", "superuser"])) == [False, True]


def test_a_browser_without_a_reader_gets_no_request(db):
    assert Client().get(reverse("accounts:requests")).status_code == 302
