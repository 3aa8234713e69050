"""Before a person is added: who the reader may see that looks alike is offered, and nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pam.access import visibility
from pam.access.levels import Level
from pam.audit.models import LogEntry
from pam.records.models import Subject
from pam.subjects.services.identities import add_known_subject
from tests.records.world import add_person, group, page_text, share_with, url
from tests.refusals import refused
from tests.standing import standing
from tests.subjects.world import add_particular


def typed(**more):
    return {
        "kind": "person",
        "name": "Rowan Tealby",
        "category": "witness",
        "role": "",
        "details": "",
        "audience": "all",
    } | more


@standing
def known(people):
    """A person of another record of the owner's."""
    return add_person(people, group(people, "Eastmoor group"), "Rowan Tealby", "1990-05-01")


@standing
def ocg(people):
    return group(people)


@pytest.mark.parametrize(
    "as_typed",
    [
        {},
        {"name": "TEALBY, Rówan"},
        {"name": "Rowen Tealby"},
        {"born_year": "1990"},
        {"name": "R T", "details": "Rings from 07700900731"},
        {"name": "Ophelia Brightwater"},
    ],
)
def test_who_looks_alike_is_offered_and_the_choice_ties_both_rows(people, known, ocg, sign_in, as_typed):
    add_particular(people, known, value="+44 7700 900 731")
    add_particular(people, known, "former_name", "Ophelia Brightwater")
    client, page = sign_in("owner"), url("subjects:subject_add", ocg)
    asked = client.post(page, typed(**as_typed))
    text = page_text(asked)
    assert "Is it one of these?" in text and "Rowan Tealby" in text and "Eastmoor group" in text
    assert Subject.objects.count() == 1
    assert client.post(page, typed(same=str(known.uuid), **as_typed)).status_code == 302
    row = Subject.objects.get(record_id=ocg.pk)
    assert row.identity_id == known.identity_id
    assert LogEntry.objects.filter(verb="combination", operation="same subject").exists()


def test_one_that_is_none_of_them_is_added_with_an_identity_of_its_own(people, known, ocg, sign_in):
    client, page = sign_in("owner"), url("subjects:subject_add", ocg)
    assert client.post(page, typed(same="new")).status_code == 302
    assert Subject.objects.get(record_id=ocg.pk).identity_id != known.identity_id


@pytest.mark.parametrize(
    "as_typed", [{"born_year": "1971"}, {"kind": "place", "category": ""}, {"name": "Harriet Harbour"}]
)
def test_who_cannot_be_the_same_is_not_offered(people, known, ocg, sign_in, as_typed):
    response = sign_in("owner").post(url("subjects:subject_add", ocg), typed(**as_typed))
    assert response.status_code == 302 and Subject.objects.count() == 2


def test_one_that_the_record_has_already_is_not_added_again(people, ocg, sign_in):
    there = add_person(people, ocg, "Rowan Tealby")
    client, page = sign_in("owner"), url("subjects:subject_add", ocg)
    assert "in this record already" in page_text(client.post(page, typed()))
    response = client.post(page, typed(same=str(there.uuid)), follow=True)
    assert "Nothing was added" in page_text(response) and Subject.objects.count() == 1


def test_another_answer_than_those_offered_is_asked_again(people, known, ocg, sign_in):
    hidden = add_person(people, group(people, "Third"), "Somebody Else")
    response = sign_in("owner").post(url("subjects:subject_add", ocg), typed(same=str(hidden.uuid)))
    assert "Select whether it is one of these" in page_text(response) and Subject.objects.count() == 2


def test_a_hidden_person_changes_no_byte_and_no_query(people, sign_in):
    """Neither of the page that follows nor of what is offered while typing."""
    record = group(people)
    share_with(people, record, level=Level.CONTRIBUTE)
    client = sign_in("granted")

    def answers():
        found = []
        for ask in (
            lambda: client.get(url("subjects:alike", record), typed()),
            lambda: client.post(url("subjects:subject_add", record), typed(role="x" * 90)),  # refused
        ):
            ask()
            with CaptureQueriesContext(connection) as queries:
                response = ask()
            found.append((response.status_code, len(response.content), len(queries)))
        return found

    before = answers()
    person = add_person(people, group(people, "Eastmoor group"), "Rowan Tealby")
    add_particular(people, person, "alias", "Rowan Tealby")
    assert answers() == before
    assert "one of these" not in page_text(client.get(url("subjects:alike", record), typed()))


def test_while_typing_the_same_question_is_asked(people, known, ocg, sign_in):
    client = sign_in("owner")
    text = page_text(client.get(url("subjects:alike", ocg), {"kind": "person", "name": "Rowan Tealby"}))
    assert "Is it one of these?" in text and "Error" not in text and "Eastmoor group" in text
    assert not page_text(client.get(url("subjects:alike", ocg), {"kind": "person", "name": "Ada"})).strip()


def test_the_service_refuses_a_row_that_the_actor_cannot_see_and_one_of_another_kind(people, ocg):
    known = add_person(people, group(people, "Eastmoor group"), "Rowan Tealby")
    share_with(people, ocg, level=Level.CONTRIBUTE)
    other, owner = people.reader("granted"), people.reader("owner")
    from pam.access.errors import NoLongerVisible

    with visibility.reading(other), pytest.raises(NoLongerVisible):
        add_known_subject(actor=other, record=ocg, subject=Subject(name="R", category="other"), same_as=known)
    with visibility.reading(owner), refused("another_kind"):
        add_known_subject(actor=owner, record=ocg, subject=Subject(name="R", kind="place"), same_as=known)
