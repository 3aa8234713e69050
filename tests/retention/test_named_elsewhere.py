"""Subject access finds who is named in a referral or on a list of cases, though no record has them as one."""

import pytest
from django.db import connection
from django.urls import reverse

from meetings.models import CasePerson
from pam.access import visibility
from pam.access.models import Membership
from pam.audit.models import LogEntry
from pam.retention import collecting
from pam.retention.services import subject_access
from pam.ui.partial_dates import PartialDate
from tests.retention.test_subject_access import ASKED, ask, files_of
from tests.world import referrals


def named(people, name, persona="data_protection"):
    """{reference: Named} of who a request by that name may mean."""
    request, actor = ask(people, name), people.reader(persona)
    with visibility.reading(actor):
        return {row.reference: row for row in subject_access.named_in(actor, request)}, request


def collected(people, request, rows):
    """What is held on them, as text."""
    with visibility.reading(people.reader("data_protection")):
        return str(collecting.held(request, [], [row.value for row in rows]))


def test_a_referral_that_led_to_no_record_is_found_and_collected_with_its_triage(world, sign_in):
    row = world.parts["referral"]["referral"]
    found, request = named(world.people, "Rosa Lynd")
    one = found[f"referral {row.code}"]
    assert not one.exact and one.record is None
    told = collected(world.people, request, [one])
    for kind in ("Referral", "Triage of a referral", "Note of a triage"):
        assert f"part_kind='{kind}'" in told, kind
    assert "canaryreferral" in told and "canarytriage" in told and "canarymarac" not in told
    client = sign_in("data_protection")
    page = client.post(reverse("retention:subject_new"), ASKED | {"name": "Rosa Lind"}, follow=True)
    assert f"referral {row.code}" in page.content.decode()
    sent = {"people": one.value, "understood": "on"}
    files = files_of(client.post(page.redirect_chain[-1][0], sent))
    assert "canaryreferral" in files["read-me-first.html"]
    line = LogEntry.objects.get(operation="collect for subject access")
    assert line.verb == "disclosure" and line.records == []


def test_a_person_on_a_list_of_cases_is_found_with_what_is_kept_of_that_case(world):
    found, request = named(world.people, "Jane")
    one = found[f"list of cases {world.marac.reference}"]
    assert one.exact and one.record == world.marac.pk
    told = collected(world.people, request, [one])
    assert "Threats canarymarac" in told and "Ring at noon canarymarac" in told
    assert "canarypaper" not in told, "what another agency has not released is its own"
    assert LogEntry.objects.filter(operation="search", records=[world.marac.pk]).exists()


def test_who_is_not_cleared_without_the_role_or_of_another_agency_finds_none_of_it(world):
    people = world.people
    _, request = named(people, "Jane")
    value = f"meetings.CasePerson:{CasePerson.objects.get(name__startswith='Jane').pk}"
    for persona in ("owner", "auditor", "other_force", "administrator"):
        with visibility.reading(people.reader(persona)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pam_named_elsewhere(%s, 50)", [request.uuid])
            assert cursor.fetchone() == (0,), persona
            assert collecting.held(request, [], [value]) == [], persona
    Membership.objects.filter(pk=people.memberships["data_protection"].pk).update(clearance=1)
    assert named(people, "Rosa Lind")[0] == {}


def test_only_those_that_the_request_may_mean_are_collected(world):
    found, request = named(world.people, "Rosa Lind")
    assert found
    other = f"meetings.CasePerson:{CasePerson.objects.get(name__startswith='Jane').pk}"
    with visibility.reading(world.people.reader("data_protection")):
        assert collecting.held(request, [], [other]) == []


@pytest.mark.parametrize(("born", "there"), [("1990", True), ("1950", False)])
def test_a_date_of_birth_narrows_referrals_too(world, born, there):
    people = world.people
    desk = world.parts["referral"]["desk"]
    referrals.send(people, desk, name="Mabel Orchard", born=PartialDate.of("1990-05"))
    request = ask(people, "Mabel Orchard", born=PartialDate.of(born))
    with visibility.reading(people.reader("data_protection")):
        assert bool(subject_access.named_in(people.reader("data_protection"), request)) is there
