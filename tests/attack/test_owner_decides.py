"""How a record is marked, handled and kept, and when it closes, is for the agency that owns it: not for a
partner who manages it.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from meetings.services import conduct
from ocg import services as groups
from ocg.models import Ocg
from pam.access import visibility
from pam.access.levels import Level, Marking
from pam.access.models import Membership
from pam.records import restoring
from pam.records import services as records
from pam.records.models import Record, RetentionGroup
from pam.records.owning import OWNER_DECIDES
from pvp import services as cases
from pvp.models import CaseFile
from tests.actions.world import make_ocg
from tests.meetings.room import new_meeting
from tests.records.test_put_back import change, links, press
from tests.records.world import page_text, share_with, url
from tests.refusals import refused
from tests.stages.made import archive, decide, move, second_supervisor
from tests.standing import standing
from tests.world.closings import complete_closing
from tests.world.world import term

ASIDE = "Only its people can change the marking, handling instructions, owner team and retention"


@standing
def ocg(people):
    """A group of the police that probation manages."""
    record = make_ocg(people)
    share_with(people, record, level=Level.MANAGE)
    return record


@standing
def case(people):
    """A case file of the police that probation manages."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = cases.open_case(
            actor=actor,
            name="Ruby Roe",
            case=CaseFile(
                title="Ruby Roe",
                team=people.teams["pvp"],
                lead=people.memberships["owner"],
                strand=term("pvp.strand", "cce"),
                grade=term("pvp.grade", "high"),
                stage="active",
            ),
        )
    share_with(people, row, level=Level.MANAGE)
    return row


@standing
def meeting(people):
    """A meeting of the police that was held and closed, and that probation manages; its chair is a chair."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = conduct.call_meeting(actor=actor, meeting=new_meeting(people))
    share_with(people, row, level=Level.MANAGE)
    Membership.objects.filter(pk=people.memberships["granted"].pk).update(roles=["officer", "chair"])
    with visibility.reading(actor):
        conduct.start(actor=actor, meeting=row)
        conduct.close(actor=actor, meeting=row)
    return row


def other_values(people, record):
    """Another value for each of the fields that the owner decides."""
    group = RetentionGroup.objects.filter(agency=None).exclude(pk=record.retention_group_id).first()
    return {
        "team": people.teams["pvp"],
        "marking": Marking.OFFICIAL,
        "handling": "Share with anyone",
        "retention_group": group,
        "opened_at": record.opened_at - timezone.timedelta(days=9),
        "closed_at": timezone.now(),
    }


def test_the_service_refuses_what_the_owner_decides_and_takes_the_rest(people, ocg):
    actor = people.reader("granted")
    values = other_values(people, ocg)
    assert set(values) == set(OWNER_DECIDES)
    for name, value in values.items():
        with visibility.reading(actor):
            row = Ocg.objects.get(pk=ocg.pk)
            setattr(row, name, value)
            code = "not_own_team" if name == "team" else "owner_decides"
            with refused(code, field=name), transaction.atomic():
                records.save_record(actor=actor, record=row, version=row.version)
    with visibility.reading(actor):
        row = Ocg.objects.get(pk=ocg.pk)
        row.title, row.next_review = "Quay group", timezone.localdate()
        groups.edit(actor=actor, ocg=row, version=row.version)
    assert Ocg.objects.get(pk=ocg.pk).title == "Quay group"


def test_the_owners_people_decide_all_of_it(people, ocg):
    actor = people.reader("owner")
    for name, value in other_values(people, ocg).items():
        with visibility.reading(actor):
            row = Ocg.objects.get(pk=ocg.pk)
            setattr(row, name, value)
            records.save_record(actor=actor, record=row, version=row.version)
        assert getattr(Ocg.objects.get(pk=ocg.pk), name) == value


def updated(sql, params):
    """How many rows a statement changed; 0 if the database refused it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            transaction.set_rollback(True)
            return cursor.rowcount
    except ProgrammingError:
        return 0


RAW = {
    "team_id": "team_id = %s",
    "marking": "marking = 1",
    "handling": "handling = 'Share with anyone'",
    "retention_group_id": "retention_group_id = %s",
    "opened_at": "opened_at = opened_at - interval '9 years'",
    "closed_at": "closed_at = clock_timestamp()",
    "reference": "reference = 'OCG-26-MINE'",
    "title": "title = 'Quay group'",
}


@pytest.mark.parametrize("column", RAW)
def test_past_the_services_the_database_refuses_it_too(people, ocg, column):
    other = {"team_id": people.teams["pvp"].pk, "retention_group_id": people.group.pk}
    params = [other[column]] if column in other else []
    for persona, done in (("granted", int(column == "title")), ("owner", 1)):
        with visibility.reading(people.reader(persona)):
            sql = f"UPDATE records_record SET {RAW[column]} WHERE id = %s"
            assert updated(sql, [*params, ocg.pk]) == done, persona


def test_a_closed_record_is_not_opened_again_past_the_services(people, ocg):
    archive(people, ocg)
    for persona, done in (("granted", 0), ("owner", 1)):
        with visibility.reading(people.reader(persona)):
            assert updated("UPDATE records_record SET closed_at = NULL WHERE id = %s", [ocg.pk]) == done


def test_the_steps_of_kinds_that_close_a_record_are_the_owners_past_the_services_too(people, meeting):
    approve = (
        "UPDATE meetings_meeting SET state = 'approved', approved_at = now(), approved_by_id = %s"
        " WHERE record_ptr_id = %s"
    )
    for persona, done in (("granted", 0), ("owner", 1)):
        with visibility.reading(people.reader(persona)):
            assert updated(approve, [people.memberships[persona].pk, meeting.pk]) == done


def test_a_partner_archives_no_group_and_takes_none_out_of_the_archive(people, ocg):
    with refused("not_yours"), transaction.atomic():
        move(people, ocg, "archive", "granted", reason="Done with")
    archive(people, ocg)
    with refused("not_yours"), transaction.atomic():
        move(people, ocg, "take-out", "granted", reason="Back")
    assert Ocg.objects.get(pk=ocg.pk).closed_at


def test_a_partner_closes_no_case_file_and_reopens_none(people, case):
    second_supervisor(people)
    people.memberships["colleague"].teams.add(people.teams["pvp"])
    with refused("not_yours"), transaction.atomic():
        move(people, case, "close", "granted", reason="Safe")
    complete_closing(people, case)
    decide(people, move(people, case, "close", reason="Safe"))
    with refused("not_yours"), transaction.atomic():
        move(people, case, "reopen", "granted", reason="Back")
    assert CaseFile.objects.get(pk=case.pk).closed_at


def test_a_partner_who_is_a_chair_approves_no_minutes_of_another_agencys_meeting(people, meeting, sign_in):
    partner = people.reader("granted")
    assert partner.has_role("chair")
    with visibility.reading(partner), pytest.raises(PermissionDenied):
        conduct.approve(actor=partner, meeting=Meeting.objects.get(pk=meeting.pk))
    client = sign_in("granted")
    assert (
        url("meetings:approve", meeting) not in client.get(url("meetings:minutes", meeting)).content.decode()
    )
    client.post(url("meetings:approve", meeting))
    assert Meeting.objects.get(pk=meeting.pk).state == "closed"


def test_the_form_does_not_ask_a_partner_for_what_the_owner_decides_and_says_so(
    people, ocg, case, meeting, sign_in
):
    for name, row in (("ocg:edit", ocg), ("pvp:edit", case), ("meetings:edit", meeting)):
        partner, owner = (sign_in(persona).get(url(name, row)) for persona in ("granted", "owner"))
        asked = set(partner.context["form"].fields)
        assert not asked & set(OWNER_DECIDES) and "title" in asked
        assert asked | (set(OWNER_DECIDES) & set(owner.context["form"].fields)) == set(
            owner.context["form"].fields
        )
        assert ASIDE in page_text(partner) and ASIDE not in page_text(owner)


def test_what_a_partner_sends_past_the_form_changes_nothing_that_the_owner_decides(people, ocg, sign_in):
    client = sign_in("granted")
    form = client.get(url("ocg:edit", ocg)).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent |= {"title": "Quay group", "marking": "1", "handling": "Anyone", "retention_group": people.group.pk}
    assert client.post(url("ocg:edit", ocg), sent).status_code == 302
    kept = Record.objects.get(pk=ocg.pk)
    assert kept.title == "Quay group"
    assert (kept.marking, kept.handling) == (ocg.marking, ocg.handling)
    assert kept.retention_group_id == ocg.retention_group_id


@pytest.mark.slow
def test_a_partner_is_shown_no_way_to_close_and_finds_none(people, ocg, case, sign_in):
    complete_closing(people, case)
    for code, row in (("archive", ocg), ("close", case)):
        address = reverse("stages:move", args=[row.uuid, code])
        for persona, there in (("granted", False), ("owner", True)):
            client = sign_in(persona)
            assert (address in client.get(row.get_absolute_url()).content.decode()) == there
            assert client.get(address).status_code == (200 if there else 403)


def test_a_partner_puts_back_no_earlier_value_of_what_the_owner_decides(people, ocg, sign_in):
    change(people, ocg, handling="For the team alone")
    change(people, ocg, title="Wharf group")
    owners, partners = (links(sign_in(persona), ocg) for persona in ("owner", "granted"))
    assert len(owners) == 2 and len(partners) == 1
    handling = next(link for link in owners if "Handling" in sign_in("owner").get(link).content.decode())
    answer = sign_in("granted").get(handling, follow=True).content.decode()
    assert "Choose a value to restore from this list." in answer
    press(sign_in("granted"), partners[0])
    kept = Record.objects.get(pk=ocg.pk)
    assert (kept.title, kept.handling) == ("Harbour group", "For the team alone")


def test_the_service_that_puts_values_back_refuses_it_too(people, ocg):
    actor = people.reader("granted")
    with visibility.reading(actor):
        row = Ocg.objects.get(pk=ocg.pk)
        field = Ocg._meta.get_field("handling")
        earlier = restoring.Earlier(row, field, "Earlier words", "Handling instructions", "", "")
        with refused("owner_decides", field="handling"), transaction.atomic():
            restoring.restore_value(actor=actor, record=row, earlier=earlier, version=row.version)
