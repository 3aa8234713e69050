"""What people of a record are to each other: a table, and a chart of the same, as far as each reader sees."""

import pytest
from django.db import DatabaseError, connection, transaction

from pam.access import visibility
from pam.access.errors import Refused
from pam.subjects.household import BOX_HEIGHT, household_picture
from pam.subjects.models import Relation
from pam.subjects.services.relations import add_relation
from tests.records.world import add_person, group, page_text, share_with, url
from tests.standing import standing
from tests.world.contacts import relation, value


@standing
def ocg(people):
    """A group of the owner's, shared with probation."""
    row = group(people)
    share_with(people, row)
    return row


def tie(people, record, one, other, code="parent", **values):
    """A relation, by the owner."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return add_relation(actor=actor, record=record, relation=relation(one, other, code=code, **values))


def test_a_relation_is_in_the_table_of_both_and_in_the_chart(people, ocg, sign_in):
    mary, tom = add_person(people, ocg, "Mary Roe"), add_person(people, ocg, "Tom Roe")
    kind = value("subjects.relation", "parent")
    sent = {"subject": mary.pk, "kind": kind.pk, "other": tom.pk, "together": "yes", "note": ""}
    client = sign_in("owner")
    assert client.post(url("subjects:relation_add", ocg), sent)["Location"] == url("subjects:household", ocg)
    page = client.get(url("subjects:household", ocg))
    assert page_text(page).count("Mary Roe: Parent of Tom Roe, live together") == 2
    assert "pam-household__tie--together" in page.text and page.text.count("Parent of") > 2


def test_one_person_is_not_related_to_themselves_and_nothing_typed_is_lost(people, ocg, sign_in):
    mary = add_person(people, ocg, "Mary Roe")
    add_person(people, ocg, "Tom Roe")
    kind = value("subjects.relation", "afraid")
    sent = {"subject": mary.pk, "kind": kind.pk, "other": mary.pk, "together": "no", "note": "Since May"}
    text = page_text(page := sign_in("owner").post(url("subjects:relation_add", ocg), sent))
    assert "Select another person" in text and "Since May" in page.text
    with pytest.raises(Refused, match="two people"):
        tie(people, ocg, mary, mary)


def test_a_relation_of_a_hidden_person_is_hidden_with_them_in_table_and_chart(people, ocg, sign_in):
    mary = add_person(people, ocg, "Mary Roe")
    secret = add_person(people, ocg, "Sal Secret", agencies=[people.agencies["police"].pk])
    row = tie(people, ocg, mary, secret, "afraid")
    assert row.agencies == [people.agencies["police"].pk]
    page = sign_in("granted").get(url("subjects:household", ocg))
    assert "Mary Roe" in page.text and "Sal Secret" not in page.text and "Afraid of" not in page.text
    assert "pam-household__box" not in page.text
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE subjects_relation SET agencies = NULL WHERE id = %s", [row.pk])


def test_people_of_another_record_are_refused(people, ocg):
    mary, other = add_person(people, ocg, "Mary Roe"), add_person(people, group(people, "Second"), "Tom")
    with pytest.raises(Refused, match="people of this record"):
        tie(people, ocg, mary, other)


def test_an_ended_relation_is_out_of_the_household(people, ocg, sign_in):
    mary, tom = add_person(people, ocg, "Mary Roe"), add_person(people, ocg, "Tom Roe")
    row, client = tie(people, ocg, mary, tom), sign_in("owner")
    sent = {"version": row.version, "reason": "Entered the wrong way round"}
    assert client.post(url("subjects:relation_end", row), sent).status_code == 302
    assert "Parent of" not in page_text(client.get(url("subjects:household", ocg)))
    assert Relation.objects.get().ended_at


class Person:
    """A person as the chart needs them."""

    def __init__(self, pk):
        self.pk = pk


class Row:
    """A relation as the chart needs it."""

    def __init__(self, subject, code, other):
        self.subject_id, self.other_id, self.together = subject, other, "no"
        score = {"parent": 1, "grandparent": 2}.get(code)
        self.kind = type("Kind", (), {"score": score, "__str__": lambda kind: code})()


def test_the_chart_puts_each_generation_below_the_one_before_it_and_overlaps_no_box():
    people = [Person(number) for number in range(1, 12)]
    rows = [Row(1, "grandparent", 4), Row(2, "parent", 4), Row(2, "partner", 3), Row(5, "sibling", 4)]
    rows += [Row(2, "parent", number) for number in range(6, 11)]
    picture = household_picture(people, rows)
    at = {box.person.pk: (box.x, box.y) for box in picture.boxes}
    assert at[1][1] < at[2][1] == at[3][1] < at[4][1] == at[5][1]
    assert 11 not in at and len(set(at.values())) == len(at) == 10
    assert all(y + BOX_HEIGHT <= picture.height for _, y in at.values())
    assert household_picture(people, []) is None
