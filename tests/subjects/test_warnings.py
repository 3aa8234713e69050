"""Warnings about people and places: shown wherever somebody could meet them, to those who may know."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.actions.models import Action, SanitisedAction
from pam.dashboard.selectors.waiting import waiting_rows
from pam.records.bulk import rows
from pam.records.models import Subject
from pam.subjects.models import WarningMarker
from pam.subjects.services import identities, warnings
from tests.actions.world import add_action
from tests.records.world import add_person, group, page_text, share_with, url
from tests.standing import standing
from tests.world.world import term


@standing
def ocg(people):
    """A group of the owner's, shared with nobody."""
    return group(people)


FORM = {"details": "Two dogs in the yard", "source": "Officers on 3 March", "audience": "all"}


def add(people, subject, kind="dogs", persona="owner", days=300, **more):
    """A warning about a subject, added by a persona."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        row = Subject.objects.select_related("record").get(pk=subject.pk)
        warning = WarningMarker(
            kind=term("subjects.warning", kind),
            details="Two dogs in the yard",
            source="Officers",
            review_on=timezone.localdate() + timedelta(days=days),
        )
        return warnings.add_warning(actor=actor, record=row.record, subject=row, warning=warning, **more)


def typed(day, **more):
    parts = {"review_on_day": day.day, "review_on_month": day.month, "review_on_year": day.year}
    return {**FORM, **parts, **more}


@pytest.mark.slow
def test_a_warning_is_at_the_head_of_each_page_about_its_record_until_it_is_taken_off(people, ocg, sign_in):
    client, sam = sign_in("owner"), add_person(people, ocg)
    kind, day = term("subjects.warning", "dogs"), timezone.localdate() + timedelta(30)
    page = url("subjects:subject", sam)
    assert "No warnings" in page_text(client.get(page))
    answer = client.post(url("subjects:warning_add", sam), typed(day, kind=kind.pk))
    assert answer.status_code == 302 and answer["Location"] == page
    warning = WarningMarker.objects.get()
    for address in (
        page,
        ocg.get_absolute_url(),
        url("records:chronology", ocg),
        url("actions:add", ocg),
        url("records:document_add", ocg),
    ):
        assert "Sam Sailor : Dogs (Two dogs in the yard)" in page_text(client.get(address)), address
    again = typed(day + timedelta(365), version=warning.version)
    assert client.post(url("subjects:warning_edit", warning), again).status_code == 302
    warning.refresh_from_db()
    assert warning.review_on == day + timedelta(365)
    ended = {"version": warning.version, "reason": "The dogs died"}
    assert client.post(url("subjects:warning_end", warning), ended).status_code == 302
    assert "Two dogs" not in page_text(client.get(url("records:document_add", ocg)))
    assert "Warning taken off: Dogs, Sam Sailor" in page_text(client.get(url("records:chronology", ocg)))


def test_the_same_warning_is_there_once_and_a_review_date_is_needed(people, ocg, sign_in):
    sam = add_person(people, ocg)
    add(people, sam)
    with pytest.raises(Refused, match="there already"):
        add(people, sam)
    page = sign_in("owner").post(url("subjects:warning_add", sam), FORM)
    assert "Enter the review date" in page_text(page) and "Two dogs in the yard" in page_text(page)


def test_a_warning_is_for_no_agency_that_its_person_is_not_for(people, ocg, sign_in):
    share_with(people, ocg)
    police = [people.agencies["police"].pk]
    secret = add_person(people, ocg, "Sal Secret", agencies=police)
    known = add_person(people, ocg, "Kim Known")
    add(people, secret), add(people, known, "violence", agencies=police), add(people, known, "weapons")
    assert WarningMarker.objects.get(subject=secret).agencies == police
    text = page_text(sign_in("granted").get(ocg.get_absolute_url()))
    assert "Kim Known : Weapons" in text and "Violence" not in text and "Sal Secret" not in text
    # The second wall alone.
    with visibility.reading(people.reader("granted")), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM subjects_warningmarker")
        assert cursor.fetchone()[0] == 1


@pytest.mark.slow
def test_a_warning_in_another_record_is_shown_to_who_may_open_both(people, ocg, sign_in):
    share_with(people, ocg)
    other = group(people, "Second group")
    sam, same = add_person(people, ocg), add_person(people, other, "Samuel Sailor")
    actor = people.reader("owner")
    with visibility.reading(actor):
        rows = {row.pk: row for row in Subject.objects.filter(pk__in=[sam.pk, same.pk])}
        identities.tie_subject(actor=actor, subject=rows[sam.pk], same_as=rows[same.pk], version=1)
    add(people, same, "weapons")
    assert "Sam Sailor : Weapons" in page_text(sign_in("owner").get(ocg.get_absolute_url()))
    assert "Weapons" in page_text(sign_in("owner").get(url("subjects:subject", sam)))
    for address in (ocg.get_absolute_url(), url("subjects:subject", sam)):
        assert "Weapons" not in page_text(sign_in("granted").get(address))


def test_a_warning_waits_for_its_lead_from_a_week_before_its_review_on(people, ocg):
    sam = add_person(people, ocg)
    add(people, sam, "weapons", days=30)
    due = add(people, sam, "violence", days=5)
    actor = people.reader("owner")
    with visibility.reading(actor):
        found = [row for row in waiting_rows(actor, most=20) if row.ask == "Review this warning"]
    assert [(row.title, row.url) for row in found] == [
        ("Violence, Sam Sailor", url("subjects:warning_edit", due))
    ]


def test_a_sanitised_action_passes_warnings_on_without_names(people, ocg, sign_in):
    add(people, add_person(people, ocg), "weapons")
    client, agency = sign_in("owner"), people.agencies["council"]
    address = f"{url('actions:sanitised', ocg)}?agency={agency.uuid}"
    page = client.get(address).content.decode()
    assert "Warnings and safe contact to pass on" in page and "Weapons" in page
    day = timezone.localdate() + timedelta(5)
    sent = {
        "receiver": agency.principal_id,
        "title": "Check the locks",
        "details": "At the back",
        "warnings": [term("subjects.warning", "weapons").pk],
        "due_day": day.day,
        "due_month": day.month,
        "due_year": day.year,
        "contact": "olive@pam.example",
        "owner": people.memberships["owner"].pk,
        "strand": "protect",
        "audience": "all",
    }
    check = page_text(client.post(address, sent))
    assert "Warnings: Weapons At the back" in check
    client.post(address, {**sent, "confirm": "yes"})
    given = SanitisedAction.objects.get()
    assert (given.warnings, given.details) == ("Weapons", "At the back")
    theirs = sign_in("signposted")
    for page in (reverse("actions:given"), url("actions:given_one", given)):
        assert "Weapons" in page_text(theirs.get(page)), page
        assert "Sam" not in page_text(theirs.get(page))


def test_an_action_that_sends_people_to_a_place_shows_its_warnings_in_its_page_and_row(people, ocg, sign_in):
    share_with(people, ocg)
    sam = add_person(people, ocg)
    add(people, sam, "weapons")
    add(people, add_person(people, ocg, "Kit Crane"), "dogs")
    action = add_action(people, ocg, visit=sam)
    client = sign_in("owner")
    row = page_text(client.get(reverse("actions:list")))
    assert "Weapons" in row and "Dogs" not in row
    page = client.get(url("actions:detail", action))
    assert "To visit: Sam Sailor" in page_text(page) and "Warnings before a visit" in page.content.decode()


def test_a_place_and_warnings_that_the_reader_may_not_see_are_not_shown_with_an_action(people, ocg, sign_in):
    share_with(people, ocg)
    hidden = add_person(people, ocg, "Kit Crane", agencies=[people.agencies["police"].pk])
    add(people, hidden, "weapons")
    action = add_action(people, ocg, visit=hidden)
    for persona, seen in (("owner", True), ("granted", False)):
        client = sign_in(persona)
        for page in (url("actions:detail", action), f"{reverse('actions:list')}?whose=all"):
            words = page_text(client.get(page))
            assert ("Weapons" in words) == seen, (persona, page)
            assert "Kit Crane" not in words or seen


def test_an_action_sends_people_to_what_is_in_its_record_whoever_writes(people, ocg):
    other = add_person(people, group(people, "Third"))
    with pytest.raises(Refused) as refused:
        add_action(people, ocg, visit=other)
    assert refused.value.field == "visit"
    action = add_action(people, ocg)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows(Action).filter(pk=action.pk).update(visit=other)


def test_the_place_is_chosen_in_the_form_and_kept_where_the_reader_does_not_see_it(people, ocg, sign_in):
    sam, client = add_person(people, ocg), sign_in("owner")
    day = timezone.localdate() + timedelta(5)
    typed = {"title": "Check the locks", "owner": people.memberships["owner"].pk, "strand": "protect"}
    typed |= {"due_day": day.day, "due_month": day.month, "due_year": day.year, "audience": "all"}
    client.post(url("actions:add", ocg), {**typed, "visit": sam.pk})
    action = Action.objects.get()
    assert action.visit_id == sam.pk
    form = page_text(client.get(url("actions:edit", action)))
    assert "Person or place to visit" in form
