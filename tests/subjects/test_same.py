"""Rows that are the same: merged within a record, tied between records, each with a way back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from pam.access import visibility
from pam.access.levels import Level
from pam.audit.models import LogEntry
from pam.records.models import Subject
from pam.records.services import add_subject
from pam.subjects.services import identities
from tests.records.world import add_person, group, page_text, share_with, url
from tests.refusals import refused
from tests.standing import standing
from tests.subjects.test_person import add_same
from tests.subjects.world import add_particular


@standing
def ocg(people):
    return group(people)


@standing
def pair(people, ocg):
    """Two rows of one person in one record."""
    return add_person(people, ocg, "Rowan Tealby", "1990"), add_person(people, ocg, "R Tealby")


def act(people, verb, persona="owner", **more):
    actor = people.reader(persona)
    with visibility.reading(actor):
        return getattr(identities, verb)(actor=actor, **more)


@pytest.mark.slow
def test_two_rows_are_merged_and_the_merge_is_undone(people, ocg, pair, sign_in):
    kept, twin = pair
    add_particular(people, twin, "alias", "Rook")
    client = sign_in("owner")
    form = {"into": str(kept.uuid), "reason": "Same custody photograph", "version": 1}
    assert client.post(url("subjects:merge", twin), form).status_code == 302
    record = page_text(client.get(ocg.get_absolute_url()))
    assert "Rook" in record and "R Tealby 2" not in record
    assert [row.name for row in client.get(ocg.get_absolute_url()).context["people"]] == ["Rowan Tealby"]
    page = page_text(client.get(url("subjects:subject", kept)))
    assert "Rook" in page and "Also recorded here as R Tealby" in page
    assert "Merged into Rowan Tealby" in page_text(client.get(url("subjects:subject", twin)))
    assert "Same custody photograph" in page_text(client.get(url("records:chronology", ocg)))
    assert (
        client.post(url("subjects:undo_merge", twin), {"reason": "A cousin", "version": 2}).status_code == 302
    )
    shown = client.get(ocg.get_absolute_url()).context["people"]
    assert [row.name for row in shown] == ["R Tealby", "Rowan Tealby"]
    assert "Rook" not in page_text(client.get(url("subjects:subject", kept)))
    operations = set(LogEntry.objects.values_list("operation", flat=True))
    assert {"merge subjects", "undo merge of subjects"} <= operations
    assert Subject.history.filter(id=twin.pk).count() == 3


def test_a_merge_hides_nobody_and_widens_nothing(people, ocg):
    share_with(people, ocg)
    police = [people.agencies["police"].pk]
    for_all = add_person(people, ocg, "Rowan Tealby")
    alone = add_person(people, ocg, "R Tealby", agencies=police)
    add_particular(people, alone, "alias", "Rook")
    with refused("narrower"):
        act(people, "merge_subject", subject=for_all, into=alone, version=1, reason="Same")
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_subject SET merged_into_id = %s WHERE id = %s", [alone.pk, for_all.pk])
    act(people, "merge_subject", subject=alone, into=for_all, version=1, reason="Same")
    with visibility.reading(people.reader("granted")):
        seen = visibility.visible_to(people.reader("granted"), Subject)
        assert [row.name for row in seen] == ["Rowan Tealby"]


def test_the_page_of_a_merged_pair_tells_a_partner_nothing_of_the_hidden_one(people, ocg, sign_in):
    share_with(people, ocg)
    for_all = add_person(people, ocg, "Rowan Tealby")
    before = page_text(sign_in("granted").get(url("subjects:subject", for_all)))
    alone = add_person(people, ocg, "R Tealby", agencies=[people.agencies["police"].pk])
    add_particular(people, alone, "alias", "Rook")
    act(people, "merge_subject", subject=alone, into=for_all, version=1, reason="Same")
    assert page_text(sign_in("granted").get(url("subjects:subject", for_all))) == before
    assert "Rook" not in page_text(sign_in("granted").get(ocg.get_absolute_url()))


@pytest.mark.parametrize("which", ["itself", "another record", "another kind", "merged"])
def test_what_cannot_be_merged_is_refused(people, ocg, pair, which):
    kept, twin = pair
    code = "merged" if which == "merged" else "not_alike"
    if which == "itself":
        kept = twin
    elif which == "another record":
        kept = add_person(people, group(people, "Eastmoor group"), "Rowan Tealby")
    elif which == "another kind":
        kept.kind, kept.category = "place", ""
        kept.save()
    else:
        third = add_person(people, ocg, "Ro Tealby")
        act(people, "merge_subject", subject=kept, into=third, version=1, reason="Same")
    with refused(code):
        act(people, "merge_subject", subject=twin, into=kept, version=1, reason="Same")


def test_who_contributes_merges_their_own_agencys_rows_alone(people, ocg, pair):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    kept, twin = pair
    with pytest.raises(PermissionDenied):
        act(people, "merge_subject", "granted", subject=twin, into=kept, version=1, reason="Same")


def test_a_person_of_another_record_is_tied_and_untied(people, ocg, sign_in):
    here = add_person(people, ocg, "Rowan Tealby", "1990")
    there = add_person(people, group(people, "Eastmoor group"), "Rowan Tealby")
    client = sign_in("owner")
    assert "Eastmoor group" in page_text(client.get(url("subjects:tie", here)))
    assert client.post(url("subjects:tie", here), {"same": str(there.uuid), "version": 1}).status_code == 302
    assert "In other records" in page_text(client.get(url("subjects:subject", here)))
    assert LogEntry.objects.filter(verb="combination", operation="same subject").exists()
    with refused("already_tied"):
        row = Subject.objects.get(pk=here.pk)
        act(people, "tie_subject", subject=row, same_as=there, version=2)
    assert client.post(url("subjects:untie", here), {"reason": "A cousin", "version": 2}).status_code == 302
    assert "In other records" not in page_text(client.get(url("subjects:subject", here)))


def test_a_row_that_is_hidden_is_not_offered_to_tie(people, ocg, sign_in):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    client = sign_in("granted")
    with visibility.reading(people.reader("granted")):
        own = add_subject(
            actor=people.reader("granted"),
            record=ocg,
            subject=Subject(name="Rowan Tealby", category="other"),
        )
    hidden = add_person(people, group(people, "Eastmoor group"), "Rowan Tealby")
    assert "No other record that you can open" in page_text(client.get(url("subjects:tie", own)))
    response = client.post(url("subjects:tie", own), {"same": str(hidden.uuid), "version": 1})
    assert response.status_code == 200
    assert Subject.objects.get(pk=own.pk).identity_id != hidden.identity_id


def test_ties_of_a_merged_row_show_on_the_page_of_the_row_that_stands_for_it(people, ocg, pair, sign_in):
    kept, twin = pair
    elsewhere = add_same(people, group(people, "Eastmoor group"), twin, role="lodger")
    act(people, "merge_subject", subject=twin, into=kept, version=1, reason="Same")
    client = sign_in("owner")
    assert "Eastmoor group" in page_text(client.get(url("subjects:subject", kept)))
    assert "Harbour group" in page_text(client.get(url("subjects:subject", elsewhere)))
