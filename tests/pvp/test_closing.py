"""Closing a case: the checklist of its strand, each thing that is missing said, a supervisor's approval."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused, Stale
from pam.actions.models import Action
from pam.records import services as records
from pam.records.models import Record
from pvp.closure import selectors
from pvp.models import Closing
from pvp.strands.selectors import strand_of
from tests.pvp.test_cases import make_case, term
from tests.refusals import refused
from tests.stages.made import move
from tests.standing import standing
from tests.world.closings import complete_closing
from tests.world.world import retention_group


@standing
def case(people):
    """An active case file of the owner's."""
    return make_case(people)


def missing(people, case):
    """What the move to close it says is missing."""
    with pytest.raises(Refused) as error, transaction.atomic():
        move(people, case, "close", reason="Safe now")
    return error.value.message


def test_a_case_is_not_closed_before_its_checklist_is_begun(people, case):
    assert "The closing checklist is not begun" in missing(people, case)


def test_each_thing_that_is_missing_is_said(people, case):
    complete_closing(people, case, answers={"seen": "done", "wish": "done"})
    words = missing(people, case)
    assert "A supervisor read it and agrees" in words and "Each child was seen" in words
    assert "The person was seen or spoken to recently" not in words


def test_whether_the_person_was_told_is_missing_too(people, case):
    complete_closing(people, case, told="", told_words="")
    assert "Whether the person was told that the case closes" in missing(people, case)


def test_a_complete_checklist_lets_it_be_asked_for_and_a_supervisor_decides(people, case):
    complete_closing(people, case)
    asked = move(people, case, "close", reason="Safe now")
    assert asked.waits and not Record.objects.get(pk=case.pk).closed_at


def act_on(people, case, owner):
    """An open action in the case of a person's agency."""
    actor, member = people.reader("owner"), people.memberships[owner]
    action = Action(
        title="Check the locks",
        owner=member,
        owner_agency_id=member.agency_id,
        due=timezone.localdate() + timedelta(days=9),
    )
    with visibility.reading(actor):
        records.add_part(actor=actor, part=action, record=Record.objects.get(pk=case.pk))


def test_an_open_action_of_ones_own_agency_keeps_it_open_and_one_handed_over_does_not(people, case):
    complete_closing(people, case)
    act_on(people, case, "granted")
    with transaction.atomic():
        assert move(people, case, "close", reason="Safe now").waits
        transaction.set_rollback(True)
    act_on(people, case, "owner")
    assert "No open action of your own agency" in missing(people, case)


def test_what_does_not_apply_says_why_and_only_where_it_may(people, case):
    with pytest.raises(Refused, match="Say why it does not apply"), transaction.atomic():
        complete_closing(people, case, answers={"children": "not_applicable"})
    with refused("invalid_choice"), transaction.atomic():
        complete_closing(people, case, answers={"seen": "not_applicable"}, notes={"seen": "Abroad"})
    row = complete_closing(
        people, case, answers={"children": "not_applicable"}, notes={"children": "There are none"}
    )
    assert row.answers == {"children": "not_applicable"} and row.notes == {"children": "There are none"}


def test_told_says_how_and_not_told_why_not(people, case):
    for told in ("yes", "no"):
        with pytest.raises(Refused, match="how they were told, or why not"), transaction.atomic():
            complete_closing(people, case, told=told, told_words=" ")


def test_a_missing_person_has_a_checklist_of_their_own_with_the_return_interview(people, case):
    case.strand = term("pvp.strand", "missing")
    case.save()
    with visibility.reading(people.reader("owner")):
        checklist, strand = selectors.versions_for(people.reader("owner"), case)
    assert (checklist.code, strand.code) == ("pvp-closure-missing", "strand-missing")
    asked = [item["code"] for item in selectors.items_of(checklist, strand) if item["needed"]]
    assert asked.count("interview") == 1 and {"found", "pattern"} <= set(asked)


def test_what_the_strand_asks_besides_keeps_the_case_open_until_it_is_answered(people, case):
    complete_closing(people, case)
    row = Closing.objects.get()
    answers = dict(row.answers)
    del answers["worker"]
    complete_closing(people, case, answers=answers)
    assert "A trusted adult stays with the child" in missing(people, case)
    with visibility.reading(people.reader("owner")):
        shown = strand_of(people.reader("owner"), case)
    assert {"worker", "seen"} <= {item["code"] for item in shown.closure}


def test_a_checklist_that_was_begun_before_the_strand_asked_closes_as_it_was_begun(people, case):
    complete_closing(people, case)
    row = Closing.objects.get()
    row.strand_version = None
    row.save()
    with visibility.reading(people.reader("owner")):
        asked = selectors.asked_of(people.reader("owner"), case, row)
    assert "worker" not in {item["code"] for item in asked}


def test_the_page_keeps_what_was_answered_and_says_how_much_is_missing(people, case, sign_in):
    client, address = sign_in("owner"), reverse("pvp:closing", args=[case.uuid])
    first = client.get(address)
    sent = {"version": first.context["form"].initial["version"], "item_seen": "done", "note_seen": "At home"}
    sent |= {"retention_group": retention_group("2").pk}
    assert client.post(address, sent).url == address
    again = client.get(address).content.decode()
    assert "things are missing" in again and 'value="At home"' in again
    assert Record.objects.get(pk=case.pk).retention_group.code == "2"


def test_a_save_that_comes_too_late_changes_nothing(people, case):
    row = complete_closing(people, case)
    with pytest.raises(Stale), transaction.atomic():
        complete_closing(people, case, version=row.version + 1)
    assert Closing.objects.get().version == row.version


def test_it_is_for_who_manages_the_case(people, case, sign_in):
    assert sign_in("colleague").get(reverse("pvp:closing", args=[case.uuid])).status_code == 404
