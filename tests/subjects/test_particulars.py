"""Names, addresses and numbers of people: kept as rows, shown, changed, found, for the right eyes alone."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from pam.access import visibility
from pam.access.levels import Level
from pam.audit.models import LogEntry
from pam.records.models import Subject
from pam.reference.models import ReferenceValue
from pam.subjects.models import Particular
from pam.subjects.services import particulars
from pam.ui.partial_dates import PartialDate
from tests.records.world import add_person, group, page_text, share_with, url
from tests.refusals import refused
from tests.standing import standing
from tests.subjects.world import add_particular


@standing
def ocg(people):
    """A group of the owner's that probation may view."""
    record = group(people)
    share_with(people, record)
    return record


@standing
def sam(people, ocg):
    return add_person(people, ocg)


def number_kind(code):
    return ReferenceValue.objects.get(agency=None, listing="subjects.identifier", code=code)


def found(client, text):
    return page_text(client.get(reverse("search:results"), {"q": text}))


def typed(**more):
    return {"type": "address", "value": "12 Quay Street, HB1 4AB", "audience": "all"} | more


@pytest.mark.slow
def test_an_address_with_its_time_and_source_is_added_shown_changed_and_removed(people, ocg, sam, sign_in):
    client = sign_in("owner")
    more = {"since_year": "2024", "since_month": "3", "source": "Her landlord"}
    assert client.post(url("subjects:particular_add", sam), typed(**more)).status_code == 302
    row = Particular.objects.get()
    assert (row.since, row.until, row.subject_id) == (PartialDate.of("2024-03"), None, sam.pk)
    page = page_text(client.get(url("subjects:subject", sam)))
    assert "12 Quay Street, HB1 4AB" in page and "Since March 2024" in page and "Her landlord" in page
    assert "Address: 12 Quay Street, HB1 4AB" in page_text(client.get(ocg.get_absolute_url()))
    change = typed(version=1, until_year="2025", **more)
    assert client.post(url("subjects:particular_edit", row), change).status_code == 302
    page = page_text(client.get(url("subjects:subject", sam)))
    assert "March 2024 to 2025" in page and "Past" in page
    assert "12 Quay Street" not in page_text(client.get(ocg.get_absolute_url()))  # it is over
    client.post(url("subjects:particular_remove", row), {"version": 2, "reason": "Another Sam"})
    assert "12 Quay Street" not in page_text(client.get(url("subjects:subject", sam)))
    assert "No results" in found(client, "quay street")
    assert "12 Quay Street" in page_text(client.get(url("records:changes", ocg)))


def test_a_stale_change_is_refused_with_both_texts(people, ocg, sam, sign_in):
    row, client = add_particular(people, sam), sign_in("owner")
    client.post(
        url("subjects:particular_edit", row), typed(type="telephone", value="020 7946 0111", version=1)
    )
    page = page_text(
        client.post(
            url("subjects:particular_edit", row), typed(type="telephone", value="020 7946 0222", version=1)
        )
    )
    assert "020 7946 0111" in page and "020 7946 0222" in page
    assert Particular.objects.get().value == "020 7946 0111"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"type": "telephone", "value": "none"}, "Enter a telephone number, like 07700 900 982"),
        ({"type": "email", "value": "sam at home"}, "Enter an e-mail address, like name@example.com"),
        ({"type": "identifier", "value": "485 777 3456"}, "Select the kind of reference number"),
        ({"type": ""}, "Select what it is"),
        ({"value": ""}, "Enter the name, address or number"),
        ({"since_year": "2025", "until_year": "2024"}, "Until must be the same as or after from"),
        ({"since_day": "4", "since_year": "2025"}, "must include a month"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    people, ocg, sam, sign_in, wrong, sentence
):
    response = sign_in("owner").post(
        url("subjects:particular_add", sam), typed(source="Told at the door") | wrong
    )
    assert response.status_code == 200 and sentence in page_text(response)
    assert "Told at the door" in response.content.decode() and not Particular.objects.exists()


def test_the_same_typed_twice_is_kept_once(people, ocg, sam):
    add_particular(people, sam, "alias", "Sammy")
    with refused("already_there"):
        add_particular(people, sam, "alias", "sammy")
    add_particular(people, sam, "alias", "sammy", since="2020")  # another time


@pytest.mark.parametrize(
    ("type", "value", "text"),
    [
        ("telephone", "+44 (0)7700 900 731", "07700900731"),
        ("telephone", "07700900731", "07700 900 731"),
        ("alias", "Łukasz Nowak", "lukasz now"),
        ("former_name", "Rowan Tealby", "tealby rowan"),
        ("address", "12 Quay Street, HB1 4AB", "hb14ab"),
        ("email", "Sam.S@example.com", "sam.s@example.com"),
        ("handle", "@rowan_t on Snapchat", "@rowan_t"),
        ("identifier", "485 777 3456", "4857773456"),
        ("identifier", "4857773456", "485 777 3456"),
        ("identifier", "CU/24/00123", "CU2400123"),
    ],
)
def test_it_is_found_by_the_box_however_it_is_written(people, ocg, sam, sign_in, type, value, text):
    more = {"number_kind": number_kind("nhs")} if type == "identifier" else {}
    add_particular(people, sam, type, value, **more)
    for client in (sign_in("owner"), sign_in("granted")):
        page = found(client, text)
        assert "".join(value.split()) in "".join(page.split()) and "Sam Sailor" in page
    quick = page_text(sign_in("owner").get(reverse("search:quick"), {"q": text}))
    assert "".join(value.split()) in "".join(quick.split())


def test_what_is_for_one_agency_is_nowhere_for_a_partner(people, ocg, sam, sign_in):
    row = add_particular(people, sam, agencies=["police"])
    owner, partner = sign_in("owner"), sign_in("granted")
    assert "07700 900731" in page_text(owner.get(url("subjects:subject", sam)))
    for page in (url("subjects:subject", sam), ocg.get_absolute_url()):
        assert "07700" not in partner.get(page).content.decode()
    assert "No results" in found(partner, "07700 900731")
    assert partner.get(url("subjects:particular_edit", row)).status_code == 404
    assert partner.get(url("subjects:particular_remove", row)).status_code == 404


def test_of_a_person_who_is_for_one_agency_it_is_for_that_agency(people, ocg, sign_in):
    alone = add_person(people, ocg, agencies=[people.agencies["police"].pk])
    form = sign_in("owner").get(url("subjects:particular_add", alone)).content.decode()
    assert "Who is it for?" not in form
    row = add_particular(people, alone)
    assert row.agencies == [people.agencies["police"].pk]
    with refused("not_for_them"):
        add_particular(people, alone, value="07700 900732", agencies=["police", "probation"])


def test_the_database_keeps_it_within_what_its_subject_is_for(people, ocg):
    alone = add_person(people, ocg, agencies=[people.agencies["police"].pk])
    other = add_person(people, group(people, "Another"))
    row = add_particular(people, alone)
    for change in ("agencies = NULL", f"agencies = agencies || {people.agencies['probation'].pk}::bigint",
                   f"subject_id = {other.pk}"):  # fmt: skip
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE subjects_particular SET {change} WHERE id = %s", [row.pk])


def test_a_partner_who_only_views_adds_nothing_and_one_who_contributes_changes_their_own(people, sign_in):
    record = group(people)
    share_with(people, record, level=Level.CONTRIBUTE)
    sam = add_person(people, record)
    theirs, ours = sign_in("granted"), add_particular(people, sam)
    assert theirs.post(url("subjects:particular_add", sam), typed()).status_code == 302
    own = Particular.objects.exclude(pk=ours.pk).get()
    assert theirs.get(url("subjects:particular_edit", own)).status_code == 200
    assert theirs.get(url("subjects:particular_edit", ours)).status_code == 403
    assert f"/subjects/detail/{ours.uuid}" not in theirs.get(url("subjects:subject", sam)).content.decode()


def test_the_page_of_a_person_is_logged_as_a_look_at_the_record(people, ocg, sam, sign_in):
    before = LogEntry.objects.count()
    sign_in("granted").get(url("subjects:subject", sam))
    lines = LogEntry.objects.order_by("pk")[before:]
    assert [line.operation for line in lines if line.operation == "open subject"] == ["open subject"]


@pytest.mark.slow
def test_a_page_asks_the_same_number_of_queries_for_many_people_and_numbers(
    people, ocg, sign_in, django_assert_max_num_queries
):
    from django.test.utils import CaptureQueriesContext

    client, counts = sign_in("owner"), []
    for number in range(2):
        for row in range(number * 3 + 1):
            person = add_person(people, ocg, f"Person {number} {row}")
            for more in range(number * 3 + 1):
                add_particular(people, person, value=f"07700 9007{number}{more}")
        for page in (ocg.get_absolute_url(), url("subjects:subject", person)):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_what_was_typed_as_details_before_stays(people, ocg, sign_in):
    with visibility.reading(people.reader("owner")):
        person = add_person(people, ocg)
        Subject.objects.filter(pk=person.pk)
    add_particular(people, person)
    row = Subject.objects.get(pk=person.pk)
    row.details = "Rings from 07700 900999"
    row.save()
    page = page_text(sign_in("owner").get(url("subjects:subject", person)))
    assert "Rings from 07700 900999" in page and "07700 900731" in page


def test_a_removed_one_is_removed_once(people, ocg, sam):
    row = add_particular(people, sam)
    actor = people.reader("owner")
    with visibility.reading(actor):
        particulars.remove_particular(actor=actor, particular=row, version=1, reason="Wrong")
        with refused("already_removed"):
            particulars.remove_particular(actor=actor, particular=row, version=2, reason="Wrong")
