"""The log must not tell what the records don't, to the person who reads it."""

import re

import pytest
from django.urls import reverse

from pam.access import services, visibility
from pam.access.levels import Marking
from pam.access.models import Membership, User
from pam.accounts.services.terms_of_use import accept_for_everybody
from pam.audit.services import Verb, log
from pam.oversight import selectors as log_selectors
from pam.oversight.selectors import LogSlice


@pytest.fixture
def supervisor(world):
    """A person who supervises a team that the owner is in too,
    and has no need to know of the owner's cases.
    """
    people = world.people
    team = services.create_team(agency=people.agencies["police"], name="Tasking")
    people.memberships["owner"].teams.add(team)
    people.users["supervisor"] = User.objects.create_user("supervisor@pam.example", "Susan Supervisor")
    people.memberships["supervisor"] = services.create_membership(
        user=people.users["supervisor"],
        agency=people.agencies["police"],
        teams=[team],
        roles=["supervisor"],
        clearance=Marking.OFFICIAL_SENSITIVE,
    )
    accept_for_everybody()
    return people.reader("supervisor")


def test_a_supervisor_reads_in_the_log_of_their_people_no_word_about_records_that_they_can_not_open(
    world, supervisor, sign_in
):
    owner = world.people.reader("owner")
    log(
        owner,
        Verb.COMBINATION,
        "link",
        [world.ocg.pk, world.pvp.pk],
        detail=f"{world.ocg.reference} and {world.pvp.reference}",
    )
    client, address = (
        sign_in("supervisor"),
        reverse("oversight:person", args=[world.people.memberships["owner"].uuid]),
    )
    for verb, done in (("disclosure", "shared (view)"), ("combination", "linked")):
        page = client.get(address, {"verb": verb}).content.decode().split("<tbody")[1]
        assert f": {done}" in page and "that cannot be named here" in page
        for told in ("canary", world.ocg.reference, world.pvp.reference, "Probation Service"):
            assert told not in page, told


def test_nobody_reads_a_reason_and_a_supervisor_no_reference_in_a_line_without_records_either(
    world, supervisor
):
    owner = world.people.reader("owner")
    log(owner, Verb.ALTERATION, "suspend person", detail="Colin Colleague", reason="Under investigation")
    log(owner, Verb.CONSULTATION, "open receipt", detail=world.pvp.reference)
    for persona, told in (
        ("supervisor", [("", ""), ("Colin Colleague", "")]),
        ("auditor", [(world.pvp.reference, ""), ("Colin Colleague", "")]),
    ):
        with visibility.reading(world.people.reader(persona)):
            rows = log_selectors.log_of_person(world.people.memberships["owner"].uuid, LogSlice(limit=2))
        assert [(row.detail, row.reason) for row in rows] == told


def test_an_auditor_without_the_clearance_reads_no_word_about_a_record_above_it(world):
    Membership.objects.filter(pk=world.people.memberships["auditor"].pk).update(clearance=Marking.OFFICIAL)
    with visibility.reading(world.people.reader("auditor")):
        rows = log_selectors.log_of_person(
            world.people.memberships["owner"].uuid, LogSlice(limit=500)
        ) + log_selectors.disclosures(lines=LogSlice(limit=500))
    shares = [row for row in rows if row.operation.startswith("share")]
    assert shares and not [row for row in shares if row.detail or row.reason or row.recipient]


def test_the_receiving_agencys_auditor_reads_that_and_what_was_given_and_not_why_or_from_where(world):
    people = world.people
    Membership.objects.filter(pk=people.memberships["granted"].pk).update(roles=["auditor"])
    with visibility.reading(people.reader("granted")):
        rows = log_selectors.disclosures(lines=LogSlice(limit=500))
    given = [row for row in rows if row.agency_id == people.agencies["police"].pk]
    assert given and all(row.detail for row in given)
    assert not [row for row in given if row.reason or row.address]


def test_the_log_of_a_record_says_nothing_of_the_other_record_in_a_line_of_two(world):
    log(
        world.people.reader("owner"),
        Verb.COMBINATION,
        "link",
        [world.ocg.pk, world.pvp.pk],
        detail=f"{world.ocg.reference} and {world.pvp.reference}",
        reason="canaryhidden",
    )
    with visibility.reading(world.people.reader("auditor")):
        line = log_selectors.log_of_record(world.ocg.pk, LogSlice(verb="combination"))[0]
    assert (line.records, line.detail, line.reason) == ([world.ocg.pk], "", "")


def test_the_addresses_of_the_logs_pages_hold_no_row_number_that_counts_what_others_did(
    world, sign_in, monkeypatch
):
    for module in ("pam.oversight.views.log", "pam.oversight.views.access_log"):
        monkeypatch.setattr(f"{module}.SIZE", 1)
    monkeypatch.setattr("pam.oversight.views.log.paged.__defaults__", (1,))
    owner = world.people.memberships["owner"].uuid
    auditor = sign_in("auditor")
    for client, address in (
        (sign_in("owner"), reverse("oversight:access_log", args=[world.ocg.uuid])),
        (auditor, reverse("oversight:person", args=[owner])),
        (auditor, reverse("oversight:people")),
    ):
        first = client.get(address).content.decode()
        link = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
        cursor = re.search(r"(?:before|after)=([^&]+)", link)[1]
        assert len(cursor) > 20 and not cursor.isdigit() and "~" not in cursor
        second = client.get(address + link).content.decode()
        assert "Newest" in second or "From the beginning" in second
        assert second.split("<tbody")[1] != first.split("<tbody")[1]
