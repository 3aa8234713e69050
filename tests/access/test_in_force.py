"""A membership is live, an agreement in force and a grant works by one rule each, wherever it is asked."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.utils import timezone

from pam.access import selectors, visibility
from pam.access.conditions import conditions_on
from pam.access.in_force import AGREEMENT, GRANT, MEMBERSHIP
from pam.access.levels import Level
from pam.access.models import Agreement, Grant, Membership, Team, User
from pam.access.reader import reader_of_membership
from pam.accounts.selectors import people as administration
from pam.accounts.selectors import team_reviews, work
from pam.actions.selectors.actions import possible_owners
from pam.disclosure.selectors.grounds import agreements_for, agreements_in_force
from pam.enquiries.selectors import agencies_to_ask
from pam.oversight import selectors as oversight
from pam.records.models import Record
from tests.records.world import group, share_with

NOW, DAY = timezone.now, timedelta(days=1)


def suspend(membership):
    Membership.objects.filter(pk=membership.pk).update(suspended=True)


def put_off(membership):
    Membership.objects.filter(pk=membership.pk).update(starts_at=NOW() + DAY)


def end(membership):
    Membership.objects.filter(pk=membership.pk).update(ends_at=NOW() - DAY)


def deactivate(membership):
    User.objects.filter(pk=membership.user_id).update(is_active=False)


NOT_LIVE = pytest.mark.parametrize(
    "stop", [suspend, put_off, end, deactivate], ids=["suspended", "not started", "ended", "inactive"]
)


def asked(sql, *values):
    """What the database answers, one value."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", values)
        return cursor.fetchone()[0]


# --- Memberships ------------------------------------------------------------------------------------


@NOT_LIVE
def test_python_and_database_agree_that_a_membership_is_not_live(people, stop):
    membership = people.memberships["administrator"]
    live = "pam_live(m) FROM access_membership m WHERE m.id = %s"
    assert asked(live, membership.pk) and MEMBERSHIP.holds(Membership.objects.get(pk=membership.pk), NOW())
    stop(membership)
    row = Membership.objects.select_related("user").get(pk=membership.pk)
    assert not asked(live, row.pk)
    assert not MEMBERSHIP.holds(row, NOW()) and row.state != "Active"
    assert not Membership.objects.live().filter(pk=row.pk).exists()
    assert reader_of_membership(row.pk) is None


@NOT_LIVE
def test_the_database_believes_no_open_page_of_a_membership_that_is_not_live(people, stop):
    membership, team = people.memberships["administrator"], people.teams["unit"]
    Membership.objects.filter(pk=membership.pk).update(roles=["administrator", "auditor"])
    Team.objects.filter(pk=team.pk).update(manager=membership)
    Agreement.objects.filter(pk=people.agreement.pk).update(owner=membership)
    reader = people.reader("administrator")
    questions = {
        "pam_is_me(%s)": [membership.pk],
        "pam_has_role('{auditor}')": [],
        "pam_administers(%s)": [membership.agency_id],
        "pam_maintains_agreement(%s, NULL)": [people.agreement.pk],
        "pam_manages(%s)": [team.pk],
    }
    with visibility.reading(reader):
        assert [asked(sql, *values) for sql, values in questions.items()] == [True] * 5
    stop(membership)
    with visibility.reading(reader):
        assert [asked(sql, *values) for sql, values in questions.items()] == [False] * 5


@NOT_LIVE
def test_who_is_not_live_is_no_contact_no_owner_and_not_counted_in_their_team(people, stop):
    ocg, membership = group(people), people.memberships["owner"]
    actor, administrator = people.reader("owner"), people.reader("administrator")

    def found():
        with visibility.reading(administrator):
            counted = administration.teams_of(administrator).get(pk=people.teams["unit"].pk).people
            listed = administration.people_of(administrator, state="live").filter(pk=membership.pk).exists()
        return {
            "contact": membership in selectors.contacts_of(membership.agency_id, escalated=True),
            "owner": possible_owners(actor, ocg).filter(pk=membership.pk).exists(),
            "member": membership in team_reviews.members_of(people.teams["unit"]),
            "listed": listed,
        }, counted

    before, counted = found()
    assert set(before.values()) == {True}
    stop(membership)
    assert found() == (dict.fromkeys(before, False), counted - 1)


@NOT_LIVE
def test_the_work_of_who_is_not_live_is_on_the_list_of_what_to_hand_over(people, stop):
    membership = people.memberships["owner"]
    group(people)
    administrator, auditor = people.reader("administrator"), people.reader("auditor")

    def found():
        with visibility.reading(administrator):
            waiting = [row[0].pk for row in work.leaderless()]
        with visibility.reading(auditor):
            return membership.pk in waiting, oversight.person(membership.uuid).live

    assert found() == (False, True)
    stop(membership)
    assert found() == (True, False)


def test_the_filter_of_the_administrators_list_finds_who_has_not_started(people):
    administrator, membership = people.reader("administrator"), people.memberships["colleague"]
    put_off(membership)
    with visibility.reading(administrator):
        assert list(administration.people_of(administrator, state="waiting")) == [membership]


# --- Agreements and grants --------------------------------------------------------------------------


def test_what_rests_on_an_agreement_that_has_not_started_does_not_work_anywhere(people):
    ocg = group(people)
    grant = share_with(people, ocg)
    Grant.objects.filter(pk=grant.pk).update(conditions=["no-print"])
    partner, owner, council = people.reader("granted"), people.reader("owner"), people.agencies["council"]

    def found():
        row = Grant.objects.select_related("agreement").get(pk=grant.pk)
        with visibility.reading(partner):
            opens = visibility.visible_to(partner, Record).filter(pk=ocg.pk).exists()
        with visibility.reading(owner):
            reviewed = team_reviews.shares_of(ocg.team).filter(pk=grant.pk).exists()
        agreement = Agreement.objects.get(pk=people.agreement.pk)
        return {
            "database": asked("pam_grant_lives(g) FROM access_grant g WHERE g.id = %s", grant.pk),
            "row": GRANT.holds(row, NOW()),
            "rows": Grant.objects.live().filter(pk=grant.pk).exists(),
            "opens": opens,
            "conditions": bool(conditions_on(partner, [ocg.pk])),
            "reviewed": reviewed,
            "agreement": agreement.in_force() and AGREEMENT.holds(agreement, NOW()),
            "offered": agreements_in_force(ocg).filter(pk=agreement.pk).exists(),
            "covers": agreement in agreements_for(ocg, people.agencies["probation"].principal),
            "asked": council in agencies_to_ask(partner),
        }

    Agreement.objects.exclude(pk=people.agreement.pk).update(ends_at=NOW() - DAY)
    assert set(found().values()) == {True}
    Agreement.objects.filter(pk=people.agreement.pk).update(starts_at=NOW() + DAY)
    assert Agreement.objects.get(pk=people.agreement.pk).state == "Not yet in force"
    assert set(found().values()) == {False}


def test_python_and_database_answer_alike_for_every_grant_and_its_end(people):
    ocg, moments = group(people), (NOW() - 2 * DAY, NOW() - DAY, NOW() + DAY, NOW() + 2 * DAY)
    grant = share_with(people, ocg)
    spans = [(starts, ends) for starts, ends in product(moments, moments) if starts < ends]
    seen = set()
    for until, (starts, ends), rests in product((None, *moments), spans, (True, False)):
        Agreement.objects.filter(pk=people.agreement.pk).update(starts_at=starts, ends_at=ends)
        Grant.objects.filter(pk=grant.pk).update(until=until, agreement=people.agreement if rests else None)
        row = Grant.objects.select_related("agreement").get(pk=grant.pk)
        lives = asked("pam_grant_lives(g) FROM access_grant g WHERE g.id = %s", grant.pk)
        assert GRANT.holds(row, NOW()) == lives == Grant.objects.live().filter(pk=grant.pk).exists()
        assert GRANT.end_of(row) == asked("pam_grant_ends(g) FROM access_grant g WHERE g.id = %s", grant.pk)
        seen.add(lives)
    assert seen == {True, False}


# --- Levels -----------------------------------------------------------------------------------------


def permissions(**narrow):
    """{(level, codename of guardian's permission)} of the grants."""
    return set(Grant.objects.filter(**narrow).values_list("level", "permission__codename"))


def test_a_grants_permission_is_what_its_level_says_whoever_writes(people):
    grant = share_with(people, group(people))
    for level in Level:
        Grant.objects.filter(pk=grant.pk).update(level=level)
        assert permissions(pk=grant.pk) == {(level, level.codename)}
    manage = Grant.objects.get(pk=grant.pk).permission
    Grant.objects.filter(pk=grant.pk).update(level=Level.VIEW)
    Grant.objects.filter(pk=grant.pk).update(permission=manage)
    assert permissions(pk=grant.pk) == {(Level.VIEW, "view_record")}


def test_no_grant_of_the_world_has_another_permission_than_its_level_says(world):
    assert permissions() <= {(level, level.codename) for level in Level}
    assert Grant.objects.filter(source=Grant.Source.BREAK_GLASS).exists()
