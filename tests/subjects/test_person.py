"""The page of a person: everything that the reader may see over records, and nothing of what they may not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pam.access import visibility
from pam.actions.models import Action
from pam.records import services
from pam.records.models import Subject
from pam.subjects.services.identities import add_known_subject
from tests.matrix.requests import same_bytes, undone
from tests.records.world import add_note, add_person, group, page_text, share_with, url
from tests.standing import standing
from tests.subjects.world import add_particular


def add_same(people, record, known, **values):
    """The same person in another record."""
    actor = people.reader("owner")
    agencies = values.pop("agencies", None)
    with visibility.reading(actor):
        subject = Subject(**{"name": "R Tealby", "category": "victim"} | values)
        return add_known_subject(
            actor=actor, record=record, subject=subject, same_as=known, agencies=agencies
        )


@standing
def ocg(people):
    record = group(people)
    share_with(people, record)
    return record


@standing
def rowan(people, ocg):
    return add_person(people, ocg, "Rowan Tealby", "1990-05-01")


@pytest.fixture
def second(people, rowan):
    """A second record of the same person, which probation may not open."""
    record = group(people, "Eastmoor group")
    row = add_same(people, record, rowan, role="lodger")
    add_particular(people, row, "address", "12 Quay Street")
    add_note(people, record, "Rowan Tealby seen at the quay")
    add_note(people, record, "A boat was sold")
    return row


def test_it_shows_roles_numbers_and_the_chronology_of_all_records(people, ocg, rowan, second, sign_in):
    add_note(people, ocg, "Began here")
    text = page_text(sign_in("owner").get(url("subjects:subject", rowan)))
    for words in ("Eastmoor group", "R Tealby", "lodger", "Victim", "12 Quay Street", "Rowan Tealby seen at"):
        assert words in text
    assert "Began here" in text and "A boat was sold" in text and "Chronology over all records" in text
    back = page_text(sign_in("owner").get(url("subjects:subject", second)))
    assert "Harbour group" in back and "Began here" in back


def test_the_chronology_narrows_to_entries_that_give_the_name_and_goes_on_page_by_page(
    people, ocg, rowan, second, sign_in
):
    client = sign_in("owner")
    text = page_text(client.get(url("subjects:subject", rowan), {"lines": "named"}))
    assert "Rowan Tealby seen at the quay" in text and "A boat was sold" not in text
    for number in range(30):
        add_note(people, ocg, f"Line {number}")
    first = client.get(url("subjects:subject", rowan))
    following = client.get(url("subjects:subject", rowan), {"after": first.context["page"].next})
    assert "Line 29" in page_text(first) and "Line 1 " in page_text(following)
    assert not {row.pk for row in first.context["page"].rows} & {
        row.pk for row in following.context["page"].rows
    }


def test_open_actions_that_give_the_name_and_links_are_shown(people, ocg, rowan, second, sign_in):
    actor, owner = people.reader("owner"), people.memberships["owner"]
    with visibility.reading(actor):
        for title in ("Visit Rowan Tealby", "Sell the boat"):
            action = Action(
                title=title, owner=owner, owner_agency_id=owner.agency_id, due="2027-01-01", strand="protect"
            )
            services.add_part(actor=actor, part=action, record=ocg)
        other = group(people, "Third group")
        services.link(actor=actor, record=ocg, other=other, why="Same boat")
    text = page_text(sign_in("owner").get(url("subjects:subject", rowan)))
    assert "Visit Rowan Tealby" in text and "Same boat" in text and "Third group" in text
    assert "Sell the boat" not in text


def test_what_the_reader_may_not_see_changes_no_byte_and_no_query(people, ocg, rowan, sign_in):
    client, page = sign_in("granted"), url("subjects:subject", rowan)

    def tell():
        with undone(), CaptureQueriesContext(connection) as queries:
            response = client.get(page)
        return same_bytes(response), len(queries)

    tell()
    before = tell()
    police = [people.agencies["police"].pk]
    hidden = group(people, "Eastmoor group")
    row = add_same(people, hidden, rowan, name="Rowan Hidden")
    add_particular(people, row, "alias", "Rook")
    add_particular(people, rowan, "alias", "Rook", agencies=["police"])
    add_note(people, hidden, "Rowan Tealby seen")
    add_note(people, ocg, "Rowan Tealby told us", agencies=police)
    with visibility.reading(people.reader("owner")):
        services.link(actor=people.reader("owner"), record=ocg, other=hidden)
    assert tell() == before
    assert "Rowan Hidden" in page_text(sign_in("owner").get(page))


@pytest.mark.slow
def test_it_asks_the_same_number_of_queries_for_many_records(people, rowan, sign_in):
    client, counts = sign_in("owner"), []
    for number in (1, 6):
        for each in range(number):
            record = group(people, f"Group {number} {each}")
            row = add_same(people, record, rowan)
            add_particular(people, row, value=f"07700 9007{number}{each}")
            add_note(people, record, "Seen")
        client.get(url("subjects:subject", rowan))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("subjects:subject", rowan))
        counts.append(len(queries))
    assert counts[0] == counts[1]
