"""Sanitising finds what tells of a person, a place or a case, and what is offered holds none
of it undecided.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pam.access.errors import Refused
from pam.frameworks.models import FrameworkVersion
from pam.practice.finding import Known, findings, replaced, spans_in
from pam.practice.models import OfferedText, Preparation
from pam.practice.services import preparing
from tests.frameworks.test_versions import as_
from tests.practice.made import CARD, asked, next_version, offered, published, second_person

TELLING = [
    ("See OCG-26-K7QX first", "reference", "OCG-26-K7QX"),
    ("as in ocg 26 k7qx", "reference", "ocg 26 k7qx"),
    ("write to sam@docks.example now", "email", "sam@docks.example"),
    ("ring 07700 900123 first", "telephone", "07700 900123"),
    ("ring +44 (0)7700 900123 first", "telephone", "+44 (0)7700 900123"),
    ("ring +48 22 123 45 67 first", "telephone", "+48 22 123 45 67"),
    ("parked in HB1 4AB", "postcode", "HB1 4AB"),
    ("drives a blue AB12 CDE", "vehicle", "AB12 CDE"),
    ("born 3/5/1988", "date", "3/5/1988"),
    ("born on 3rd May 1988", "date", "3rd May 1988"),
    ("crime number 42/19283/26", "number", "42/19283/26"),
    ("we met Rowan Tealby twice", "name", "Rowan Tealby"),
    ("then PC Marsh called", "name", "PC Marsh"),
    ("as in Operation Falcon", "name", "Operation Falcon"),
    ("talk to Tealby first", "name", "Tealby"),
    ("met June Harker in June", "name", "June Harker"),
    ("knock at 12 Quay Street today", "place", "12 Quay Street"),
]


@pytest.mark.parametrize(("text", "kind", "found"), TELLING, ids=lambda one: str(one)[:30])
def test_what_tells_of_a_person_a_place_or_a_case_is_found(text, kind, found):
    assert (kind, found) in {(of, text[start:end]) for of, start, end in spans_in(text, Known())}


@pytest.mark.parametrize(
    "text",
    [
        "Use a Domestic Violence Protection Order.",
        "Ask the Crown Prosecution Service for advice.",
        "go in pairs; ring first, within 14 days, not in August or on Monday",
        "the Modern Slavery Act and the Police",
    ],
)
def test_laws_and_services_are_not_taken_for_people(text):
    assert spans_in(text, Known()) == []


def test_what_records_of_the_reader_know_is_found_in_small_letters_too(world):
    name = world.parts["shared"]["subject"].name
    body = {**CARD, "summary": f"it began with {name.lower()}, at eastmoor police"}
    row = as_(world.people, "owner", preparing.offer_framework, version=published(world.people, body=body))
    found = {one.kind: one.text for one in as_(world.people, "owner", preparing.findings_of, preparation=row)}
    assert found["known"] == name.lower() and found["agency"] == "eastmoor police"


def test_a_name_that_only_other_teams_records_know_is_not_told_by_its_finding(world):
    name = world.parts["hidden"]["subject"].name.lower()
    version = published(world.people, "other_force", {**CARD, "summary": f"it began with {name}"})
    row = as_(world.people, "other_force", preparing.offer_framework, version=version)
    assert as_(world.people, "other_force", preparing.findings_of, preparation=row) == []


def decide(people, row, choice, words=""):
    one = next(one for one in as_(people, "owner", preparing.findings_of, preparation=row) if one.undecided)
    return as_(
        people,
        "owner",
        preparing.decide,
        preparation=row,
        version=row.version,
        kind=one.kind,
        text=one.text,
        choice=choice,
        words=words,
    )


def test_each_finding_is_cleared_changed_or_kept_with_a_reason_before_anybody_is_asked(people, sign_in):
    body = {
        **CARD,
        "summary": "met Rowan Tealby",
        "how": ["ring 07700 900123", "again 07700 900123", "at HB1 4AB"],
    }
    version = published(people, body=body)
    row = as_(people, "owner", preparing.offer_framework, version=version)
    values = {"preparation": row, "version": row.version, "words": "Good"}
    with pytest.raises(Refused) as refusal:
        as_(people, "owner", preparing.ask, **values)
    assert refusal.value.code == "undecided"
    client = sign_in("owner")
    page = client.get(reverse("practice:preparation", args=[row.uuid])).text
    assert "3 to decide" in page and "<mark>" in page and "Ask for permission" not in page
    with pytest.raises(Refused):
        decide(people, row, "keep")  # without a reason
    row = decide(people, row, "clear")
    assert row.body["how"] == ["ring a telephone number", "again a telephone number", "at HB1 4AB"]
    row = decide(people, row, "change", "the harbour")
    assert row.body["how"][2] == "at the harbour"
    row = decide(people, row, "keep", "An invented example")
    assert row.kept == [{"kind": "name", "text": "Rowan Tealby", "reason": "An invented example"}]
    as_(people, "owner", preparing.ask, preparation=row, version=row.version, words="It helps")
    version = FrameworkVersion.objects.get(pk=version.pk)
    assert version.body["how"][0] == "ring 07700 900123"  # the agency's own stays as it was


def test_a_finding_is_decided_on_the_page_and_what_was_typed_is_not_lost(people, sign_in):
    row = as_(
        people,
        "owner",
        preparing.offer_framework,
        version=published(people, body={**CARD, "summary": "met Rowan Tealby"}),
    )
    client, address = sign_in("owner"), reverse("practice:preparation", args=[row.uuid])
    sent = {"version": row.version, "kind": "name", "text": "Rowan Tealby", "choice": "change", "words": ""}
    assert "Enter the other words" in client.post(address, sent).text
    long = client.post(address, {**sent, "words": "x" * 501})
    assert "x" * 501 in long.text
    assert client.post(address, {**sent, "words": "a courier"}).status_code == 302
    assert Preparation.objects.get(pk=row.pk).body["summary"] == "met a courier"


def test_what_the_second_person_knows_stops_it_too(world):
    people = world.people
    row = asked(people, published(people, body={**CARD, "summary": "began with zorro"}))
    second_person(people)
    people.memberships["colleague"].teams.add(people.teams["pvp"])
    subject = world.parts["hidden"]["subject"]
    subject.name = "Zorro"
    subject.save()
    values = {"preparation": row, "version": row.version, "words": "Good"}
    with pytest.raises(Refused) as refusal:
        as_(people, "colleague", preparing.permit, **values)
    assert refusal.value.code == "undecided" and not OfferedText.objects.filter(offer=row.offer).exists()


def test_a_newer_version_goes_out_no_sooner_than_its_findings_are_decided_and_permitted(people):
    version = published(people)
    offer = offered(people, version)
    newer = next_version(people, version, {**CARD, "how": ["Ring 07700 900123 first."]})
    assert OfferedText.objects.filter(offer=offer).count() == 1  # nothing went out by itself
    row = as_(people, "owner", preparing.offer_framework, version=newer)
    assert row.offer == offer
    assert [one.kind for one in as_(people, "owner", preparing.findings_of, preparation=row)] == ["telephone"]
    with pytest.raises(Refused):
        as_(people, "owner", preparing.ask, preparation=row, version=row.version, words="Newer")
    assert [text.body for text in OfferedText.objects.filter(offer=offer)] == [version.body]


def test_looking_for_names_asks_as_often_for_a_long_text_as_for_a_short_one(world):
    asked_each = []
    for size in (1, 25):
        body = {**CARD, "how": [f"Met Person{n} Wharf at Quay{n} Street" for n in range(size)]}
        row = as_(
            world.people,
            "owner",
            preparing.offer_framework,
            version=published(world.people, body=body, code=f"p{size}"),
        )
        with CaptureQueriesContext(connection) as queries:
            found = as_(world.people, "owner", preparing.findings_of, preparation=row)
        assert len(found) >= size
        asked_each.append(len(queries))
    assert asked_each[0] == asked_each[1]


def test_short_names_inside_a_body_stay_short_names_when_cleared(people):
    body = {
        "name": "Plan",
        "plan": "Plan",
        "steps": [
            {"code": "one", "step": "First", "days": 1},
            {"code": "two", "step": "Next", "days": 2, "after": ["one"]},
        ],
    }
    known = Known(phrases=frozenset({"one"}))
    found = [one for one in findings(body, known) if one.kind == "known"]
    after = replaced(body, found[0], "a person or place")
    assert after["steps"][0]["code"] == "a-person-or-place" and after["steps"][1]["after"] == [
        "a-person-or-place"
    ]


def test_what_is_said_to_be_new_is_sanitised_too(people):
    row = as_(people, "owner", preparing.offer_framework, version=published(people))
    values = {"audience": "all", "note": "after we met Rowan Tealby", "tags": []}
    row = as_(people, "owner", preparing.describe, preparation=row, version=row.version, **values)
    with pytest.raises(Refused):
        as_(people, "owner", preparing.ask, preparation=row, version=row.version, words="It helps")
    row = decide(people, row, "clear")
    assert row.note == "after we met a person" and row.body == CARD


@pytest.mark.parametrize("text", ["ask the council or Health", "the 4P plan and 165A", "under Article 8"])
def test_general_words_are_no_agencies_plates_or_people(text):
    assert spans_in(text, Known(agencies=frozenset({"council", "health"}))) == []


def test_a_plate_is_found_in_small_letters_and_an_old_one_in_capitals():
    for text, plate in (("drives ab12 cde", "ab12 cde"), ("drives P123 XYZ", "P123 XYZ")):
        assert [(k, text[a:b]) for k, a, b in spans_in(text, Known())] == [("vehicle", plate)]


def test_who_may_see_it_and_how_it_is_found_is_kept_and_shown_again(people, sign_in):
    row = as_(people, "owner", preparing.offer_framework, version=published(people))
    client, address = sign_in("owner"), reverse("practice:describe", args=[row.uuid])
    page = client.get(address).text
    assert "Types of crime" in page and "Version</" not in page
    sent = {"version": row.version, "audience": "all", "note": "", "crime_type": ["crime-type:county-lines"]}
    assert client.post(address, sent).status_code == 302
    row.refresh_from_db()
    assert (row.audience, row.tags) == ("all", ["crime-type:county-lines"])
    shown = client.get(reverse("practice:preparation", args=[row.uuid])).text
    assert "County lines" in shown and "All agencies on this system" in shown
    stale = client.post(address, sent)
    assert stale.status_code == 200 and "Another person saved this" in stale.text
