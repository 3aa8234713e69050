"""How people can be reached in safety: shown wherever people could call or write, to all who know of them."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.actions.models import SanitisedAction
from pam.records.models import Subject
from pam.records.services import add_subject
from pam.subjects.models import Particular, SafeContact
from pam.subjects.services import identities
from pam.subjects.services.particulars import add_particular
from pam.subjects.services.safe_contacts import add_safe_contact
from tests.actions.world import add_action
from tests.records.world import add_person, group, page_text, share_with, url
from tests.standing import standing
from tests.world.contacts import safe_contact

RULE = "Never leave a message"


@standing
def ocg(people):
    """A group of the owner's, shared with nobody."""
    return group(people)


def add(people, subject, **values):
    """A safe contact of a subject, by the owner."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = Subject.objects.select_related("record").get(pk=subject.pk)
        return add_safe_contact(actor=actor, record=row.record, subject=row, contact=safe_contact(**values))


def days_from_today(days, name="due"):
    """A day as three boxes."""
    day = timezone.localdate() + timedelta(days)
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def telephone(people, subject):
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = Subject.objects.select_related("record").get(pk=subject.pk)
        number = Particular(type="telephone", value="07700 900 555")
        return add_particular(actor=actor, record=row.record, subject=row, particular=number)


@pytest.mark.slow
def test_what_is_typed_is_at_the_head_of_each_page_about_the_record_until_it_is_taken_off(
    people, ocg, sign_in
):
    client, sam = sign_in("owner"), add_person(people, ocg)
    page = url("subjects:subject", sam)
    assert "No safe contact yet" in page_text(client.get(page))
    typed = {"way": "07700 900 321", "messages": "never", "times": "Mornings", "source": "Told by them"}
    day = {"checked_on_day": 1, "checked_on_month": 3, "checked_on_year": 2026}
    answer = client.post(url("subjects:safe_contact_add", sam), typed | day)
    assert answer.status_code == 302 and answer["Location"] == page
    contact = SafeContact.objects.get()
    for address in (page, ocg.get_absolute_url(), url("actions:add", ocg), url("subjects:household", ocg)):
        text = page_text(client.get(address))
        assert RULE in text and "Mornings" in text and "07700 900 321" in text, address
    ended = {"version": contact.version, "reason": "She moved"}
    assert client.post(url("subjects:safe_contact_end", contact), ended).status_code == 302
    assert RULE not in page_text(client.get(url("actions:add", ocg)))
    assert "Safe contact taken off: Sam Sailor" in page_text(client.get(url("records:chronology", ocg)))


def test_agreed_words_are_needed_where_a_message_is_agreed_and_nothing_typed_is_lost(people, ocg, sign_in):
    sam = add_person(people, ocg)
    typed = {"messages": "agreed", "never": "No marked car"}
    text = sign_in("owner").post(url("subjects:safe_contact_add", sam), typed).text
    assert "Enter the words that were agreed" in text and 'value="No marked car"' in text
    assert not SafeContact.objects.exists()


def test_without_a_safe_way_every_page_says_not_to_call(people, ocg, sign_in):
    add(people, add_person(people, ocg), way="", times="")
    assert "No safe way known: do not call or write" in page_text(
        sign_in("owner").get(ocg.get_absolute_url())
    )


def test_it_is_beside_the_number_in_the_list_of_people_and_in_the_search(people, ocg, sign_in):
    client, sam = sign_in("owner"), add_person(people, ocg)
    telephone(people, sam), add(people, sam)
    people_table = client.get(ocg.get_absolute_url()).text.split('id="people"')[1]
    assert people_table.index("07700 900 555") and RULE in people_table.split("</table>")[0]
    assert RULE in page_text(client.get(reverse("search:results"), {"q": "07700 900 555"}))


def test_a_partner_who_knows_of_the_person_is_told_and_one_who_does_not_is_not(people, ocg, sign_in):
    share_with(people, ocg)
    secret = add_person(people, ocg, "Sal Secret", agencies=[people.agencies["police"].pk])
    add(people, secret, times="At night")
    add(people, add_person(people, ocg, "Kim Known"), times="At noon")
    text = page_text(sign_in("granted").get(ocg.get_absolute_url()))
    assert "At noon" in text and "At night" not in text and "Sal Secret" not in text
    with visibility.reading(people.reader("granted")), connection.cursor() as cursor:  # the second wall alone
        cursor.execute("SELECT count(*) FROM subjects_safecontact")
        assert cursor.fetchone()[0] == 1


def test_the_database_takes_none_that_hides_it_from_those_who_know_of_the_person(people, ocg):
    contact = add(people, add_person(people, ocg))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        number = people.agencies["police"].pk
        cursor.execute(
            "UPDATE subjects_safecontact SET agencies = ARRAY[%s] WHERE id = %s", [number, contact.pk]
        )


def test_one_in_another_record_is_obeyed_by_those_who_may_open_both(people, ocg, sign_in):
    share_with(people, ocg)
    other = group(people, "Second group")
    sam, same = add_person(people, ocg), add_person(people, other, "Samuel Sailor")
    actor = people.reader("owner")
    with visibility.reading(actor):
        rows = {row.pk: row for row in Subject.objects.filter(pk__in=[sam.pk, same.pk])}
        identities.tie_subject(actor=actor, subject=rows[sam.pk], same_as=rows[same.pk], version=1)
    add(people, same, times="At noon")
    assert "At noon" in page_text(sign_in("owner").get(ocg.get_absolute_url()))
    for address in (ocg.get_absolute_url(), url("subjects:subject", sam)):
        assert "At noon" not in page_text(sign_in("granted").get(address))


def test_an_action_on_the_person_says_it_on_its_page_and_in_the_list(people, ocg, sign_in):
    sam = add_person(people, ocg)
    add(people, sam, times="At noon")
    action = add_action(people, ocg, title="Ring her", visit=sam)
    client = sign_in("owner")
    assert "At noon" in page_text(client.get(url("actions:detail", action)))
    assert RULE in page_text(client.get(reverse("actions:list"))).split("Ring her")[1][:80]


def test_a_sanitised_action_carries_the_rules_without_name_and_number(people, ocg, sign_in):
    add(people, add_person(people, ocg), times="At noon")
    client, agency = sign_in("owner"), people.agencies["council"]
    address = f"{url('actions:sanitised', ocg)}?agency={agency.uuid}"
    assert f"Safe contact: {RULE}; times: At noon" in page_text(client.get(address))
    sent = {
        "receiver": agency.principal_id,
        "title": "Check the locks",
        "warnings": [f"contact-{SafeContact.objects.get().pk}"],
        "contact": "olive@pam.example",
        "owner": people.memberships["owner"].pk,
        "strand": "protect",
        "audience": "all",
        "confirm": "yes",
    } | days_from_today(5)
    assert client.post(address, sent).status_code == 302
    told = SanitisedAction.objects.get().warnings
    assert told.startswith(f"Safe contact: {RULE}; times: At noon") and "900 321" not in told
    assert "Sam Sailor" not in told


def test_it_is_there_once_and_of_people_alone(people, ocg):
    sam = add_person(people, ocg)
    add(people, sam)
    with pytest.raises(Refused, match="recorded already"):
        add(people, sam)
    actor = people.reader("owner")
    with visibility.reading(actor):
        place = Subject(name="Wharf Street", kind="place", category="")
        place = add_subject(actor=actor, record=ocg, subject=place)
    with pytest.raises(Refused, match="Only a person"):
        add(people, place)
