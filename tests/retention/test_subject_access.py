"""Subject access: who may collect, what is found and what never is, and that each step is written down."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from pam.access import visibility
from pam.access.models import Membership
from pam.audit.models import LogEntry
from pam.records.models import Subject
from pam.retention import collecting
from pam.retention.models import SubjectRequest
from pam.retention.services import subject_access
from pam.ui.partial_dates import PartialDate
from pvp.referrals.services import join_case
from tests.records.world import add_person, page_text
from tests.world import referrals

ASKED = {
    "name": "Robin",
    "purpose": "subject",
    "number": "SAR-7",
    "recipient": "R Roe",
    "reason": "Identity checked",
    "born_day": "",
    "born_month": "",
    "born_year": "",
}


def ask(people, name="Robin", persona="data_protection", born=None):
    actor = people.reader(persona)
    typed = {"number": "SAR-7", "purpose": "subject", "recipient": "R Roe", "reason": "Identity checked"}
    with visibility.reading(actor):
        return subject_access.ask(actor=actor, name=name, born=born, **typed)


def found(people, request, persona="data_protection"):
    actor = people.reader(persona)
    with visibility.reading(actor):
        return subject_access.people_of(actor, request)


def files_of(response):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def test_it_collects_the_records_parts_and_documents_of_who_was_chosen_and_writes_down_each_step(
    world, sign_in
):
    client = sign_in("data_protection")
    assert (
        "Say why you may"
        in client.post(reverse("retention:subject_new"), ASKED | {"reason": ""}).content.decode()
    )
    page = client.post(reverse("retention:subject_new"), ASKED, follow=True)
    shown, address = page.content.decode(), page.redirect_chain[-1][0]
    assert f"in {world.pvp.reference}" in shown and world.ocg.reference not in shown
    person = Subject.objects.get(name__startswith="Robin")
    assert "Tick that you will" in client.post(address, {"people": person.pk}).content.decode()
    files = files_of(client.post(address, {"people": person.pk, "understood": "on"}))
    told = files["read-me-first.html"]
    assert "For review, not for release" in told and told.count("canaryhidden") > 5
    for part in ("Subject", "Entry", "Document", "Action", "Assessment"):
        assert f"<h3>{part}" in told, part
    assert "Yes. Seen canaryhidden" in told, "an answer of an assessment, and its comment"
    assert "canaryhidden" in files["everything.csv"] and "canaryhidden" in files["everything.json"]
    document = next(text for name, text in files.items() if name.startswith("documents/"))
    assert document == "Seen at the wharf canaryhidden"
    assert "canarypolice" not in told and "canaryshared" not in told  # what else those records hold
    rows = LogEntry.objects.filter(actor_name="Dora Protect").order_by("pk")
    line = rows.get(verb="disclosure")
    # The case, the meetings that spoke of it, the group that is linked to it: its link alone.
    spoke = {world.meeting.pk, world.private_meeting.pk}
    assert set(line.records) == {world.pvp.pk, world.ocg.pk} | spoke
    assert (line.recipient, line.detail) == ("R Roe", "Request SAR-7")
    assert "Identity checked" in line.reason and "Robin" not in str([(r.detail, r.reason) for r in rows])
    assert rows.filter(verb="consultation", operation="search", records=[world.pvp.pk]).exists()
    assert SubjectRequest.objects.get().collected_by == world.people.memberships["data_protection"]


def test_it_collects_the_referral_that_a_record_came_from_and_the_triage_of_its_own_agency_alone(world):
    people = world.people
    desk = world.parts["referral"]["desk"]
    actor, joined = people.reader("owner"), referrals.send(people, desk, canary="canaryjoined")
    with visibility.reading(actor):
        triage = referrals.triage_of(joined)
        join_case(actor=actor, triage=triage, record=world.pvp, words="Joined canarydecision")
    robin = Subject.objects.get(name__startswith="Robin")

    def collected():
        request = ask(people)
        with visibility.reading(people.reader("data_protection")):
            return str(collecting.held(request, [robin.pk]))

    told = collected()
    for kind in ("Referral", "Triage of a referral", "Note of a triage"):
        assert f"part_kind='{kind}'" in told, kind
    assert "Rosa Lind canaryjoined" in told and "Joined canarydecision" in told
    assert "canaryreferral" not in told  # of another person, and it led to no record
    type(desk.team).objects.filter(pk=desk.team_id).update(agency=people.agencies["health"])
    assert "canarydecision" not in collected()


def test_rows_tied_as_the_same_human_are_found_under_another_name(world):
    robin, sam = Subject.objects.get(name__startswith="Robin"), world.parts["shared"]["subject"]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_subject SET identity_id = %s WHERE id = %s", [robin.identity_id, sam.pk]
        )
    assert {row.reference for row in found(world.people, ask(world.people))} == {
        world.pvp.reference,
        world.ocg.reference,
    }


@pytest.mark.parametrize(
    ("asked", "name", "exact"),
    [
        ("Zoe Díaz", "Zoë Diaz Müller", True),
        ("Roy OConnell", "Roy O'Connell", True),
        ("Rowan Peter Tealby", "Rowan Tealby", False),
        ("Keiron Tealby", "Kieron Tealby", False),
        ("Bill Tealby", "William Tealby", False),
    ],
)
def test_names_that_are_written_otherwise_are_offered_to_tick_and_near_ones_say_so(
    world, sign_in, asked, name, exact
):
    add_person(world.people, world.pvp, name)
    add_person(world.people, world.pvp, "Corin Haddow")
    page = sign_in("data_protection").post(
        reverse("retention:subject_new"), ASKED | {"name": asked}, follow=True
    )
    text = page_text(page)
    assert f"{name}:" in text and "Corin Haddow" not in text
    assert ("a similar name" in text) is not exact


def test_a_date_of_birth_as_far_as_it_is_known_narrows_who_is_offered(world):
    for born in ("1990", "1990-05", "36@2026", "1980", None):
        add_person(world.people, world.pvp, "Rowan Tealby", born=born)
    people = found(world.people, ask(world.people, "Tealby", born=PartialDate.of("1990-05-01")))
    assert {row.born and row.born.text for row in people} == {"1990", "1990-05", "36@2026", None}


def test_neither_another_agencys_records_nor_markings_above_ones_clearance_nor_parts_for_others_are_found(
    world,
):
    people = world.people
    request = ask(people, "Sam")
    seen = {row.reference for row in found(people, request)}
    assert seen == {world.ocg.reference, world.pvp.reference}  # never the other force's
    with connection.cursor() as cursor:  # one row of the shared group is for the health trust alone
        cursor.execute(
            "UPDATE records_subject SET agencies = %s WHERE record_id = %s",
            [[people.agencies["health"].pk], world.ocg.pk],
        )
    assert {row.reference for row in found(people, request)} == {world.pvp.reference}
    Membership.objects.filter(pk=people.memberships["data_protection"].pk).update(clearance=1)
    assert found(people, request) == []


def test_what_is_marked_above_the_officers_clearance_or_speaks_of_a_record_that_is_stays_where_it_is(world):
    people, robin = world.people, Subject.objects.get(name__startswith="Robin")
    Membership.objects.filter(pk=people.memberships["data_protection"].pk).update(clearance=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_record SET marking = 1 WHERE id = %s", [world.pvp.pk])
        cursor.execute("UPDATE records_entry SET own_marking = 2 WHERE record_id = %s", [world.pvp.pk])
        cursor.execute("UPDATE records_document SET own_marking = 2 WHERE record_id = %s", [world.pvp.pk])
    request = ask(people)
    with visibility.reading(people.reader("data_protection")):
        told = str(collecting.held(request, [robin.pk]))
    assert "part_kind='Subject'" in told
    for kind in ("Entry", "Document", "Link"):  # the linked group is marked higher too
        assert f"part_kind='{kind}'" not in told, kind


@pytest.mark.parametrize(
    "persona", ["owner", "auditor", "administrator", "colleague", "other_force", "granted"]
)
def test_without_the_role_nobody_asks_finds_or_collects_and_the_database_asks_too(world, persona):
    people, request = world.people, ask(world.people)
    with pytest.raises(PermissionDenied):
        ask(people, persona=persona)
    with pytest.raises(PermissionDenied):
        found(people, request, persona)
    robin = Subject.objects.get(name__startswith="Robin")
    with visibility.reading(people.reader(persona)):
        assert not SubjectRequest.objects.exists()
        assert collecting.held(request, [robin.pk]) == []
        with pytest.raises(ProgrammingError), transaction.atomic():
            SubjectRequest.objects.create(
                agency=people.agencies["police"],
                made_by=people.memberships[persona],
                name="Robin",
                number="1",
                purpose="subject",
                recipient="x",
                reason="x",
            )


def test_the_officer_gathers_nothing_without_a_request_or_past_whom_it_means(world):
    people = world.people
    request, sam = ask(people, "Robin"), world.parts["shared"]["subject"]
    with visibility.reading(people.reader("data_protection")):
        assert collecting.held(request, [sam.pk]) == []
        assert collecting.held(SubjectRequest(), [sam.pk]) == []
        assert not Subject.objects.exists()  # the role opens no record


def test_it_says_what_was_not_searched_and_refuses_more_than_one_file_may_hold(world, sign_in, monkeypatch):
    client = sign_in("data_protection")
    page = client.post(reverse("retention:subject_new"), ASKED, follow=True)
    assert "Not searched:" in page.content.decode() and "free text" in page.content.decode()
    monkeypatch.setattr(collecting, "MAX_BYTES", 1)
    chosen = {"people": Subject.objects.get(name__startswith="Robin").pk, "understood": "on"}
    answer = client.post(page.redirect_chain[-1][0], chosen)
    assert "more than one file may hold" in answer.content.decode()
    assert not LogEntry.objects.filter(operation="collect for subject access").exists()
    monkeypatch.undo()
    assert "Not searched:" in files_of(client.post(page.redirect_chain[-1][0], chosen))["read-me-first.html"]
