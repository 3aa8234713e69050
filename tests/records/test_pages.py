"""Notes, people and links on a record's page."""

import pytest

from pam.access import visibility
from pam.access.levels import Level
from pam.audit.models import LogEntry
from pam.disclosure.services.shares import revoke
from pam.records import services
from pam.records.models import Entry, Link, Subject
from tests.records.world import add_note, add_person, group, page_text, share_with, url
from tests.refusals import refused
from tests.standing import standing


@standing
def ocg(people):
    """A group of the owner's."""
    return group(people)


def note_data(**changes):
    return {"title": "Seen at the wharf", "text": "By the boat.", "audience": "all", **changes}


def test_an_added_note_stands_in_the_chronology_and_in_the_log(people, ocg, sign_in):
    client = sign_in("owner")
    assert client.post(url("records:note", ocg), note_data()).status_code == 302
    page = page_text(client.get(ocg.get_absolute_url()))
    assert "Seen at the wharf by Olive Owner, Northshire" in page and "By the boat." in page
    assert LogEntry.objects.filter(operation="add note", records=[ocg.pk]).count() == 1


def test_a_refused_note_keeps_what_was_typed(people, ocg, sign_in):
    response = sign_in("owner").post(
        url("records:note", ocg), note_data(title="", day_day="31", day_month="2", day_year="2026")
    )
    text = page_text(response)
    assert "Say in a few words what the note is about" in text
    assert "must be a real date" in text and "By the boat." in text
    assert not Entry.objects.filter(kind="note").exists()


def test_a_note_for_our_agency_only_is_not_shown_to_a_partner(people, ocg, sign_in):
    share_with(people, ocg)
    sign_in("owner").post(url("records:note", ocg), note_data(title="Police secret", audience="own"))
    for path in (ocg.get_absolute_url(), url("records:chronology", ocg)):
        assert "Police secret" in page_text(sign_in("owner").get(path))
        assert "Police secret" not in page_text(sign_in("granted").get(path))


def test_named_agencies_are_asked_for_when_they_are_the_audience(people, ocg, sign_in):
    share_with(people, ocg)
    data = note_data(audience="named")
    client = sign_in("owner")
    assert "Select the agencies that it is for" in page_text(client.post(url("records:note", ocg), data))
    client.post(url("records:note", ocg), data | {"agencies": [people.agencies["probation"].pk]})
    note = Entry.objects.get(kind="note")
    assert set(note.agencies) == {people.agencies["police"].pk, people.agencies["probation"].pk}
    assert "Northshire and Probation only" in page_text(client.get(ocg.get_absolute_url()))


def test_the_owner_may_name_only_agencies_that_can_open_the_record(people, ocg, sign_in):
    share_with(people, ocg)
    text = page_text(sign_in("owner").get(url("records:note", ocg)))
    assert "Northshire Probation Service" in text
    assert "Harbourne Health Trust" not in text


def test_a_contributing_partner_is_not_told_who_else_has_a_grant(people, ocg, sign_in):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    share_with(people, ocg, "health")
    text = page_text(sign_in("granted").get(url("records:note", ocg)))
    assert "Harbourne Health Trust" not in text and "Our agency only" not in text
    assert "Northshire Police" in text


def test_nobody_is_asked_for_an_audience_where_there_is_no_choice(people, sign_in):
    other = group(people, "Theirs", "other_force", "other")
    text = page_text(sign_in("other_force").get(url("records:note", other)))
    assert "Our agency only" in text and "named agencies" not in text


@pytest.mark.parametrize(
    "name", ["records:note", "records:document_add", "subjects:subject_add", "search:link"]
)
def test_adding_needs_contribute_and_hidden_is_absent(people, ocg, sign_in, name):
    share_with(people, ocg)
    assert sign_in("granted").get(url(name, ocg)).status_code == 403
    assert sign_in("granted").post(url(name, ocg), note_data(name="x")).status_code == 403
    assert sign_in("colleague").get(url(name, ocg)).status_code == 404
    share_with(people, ocg, level=Level.CONTRIBUTE)
    assert sign_in("granted").get(url(name, ocg)).status_code == 200


@pytest.mark.slow
def test_a_reader_with_view_sees_no_button_for_more(people, ocg, sign_in):
    share_with(people, ocg)
    body = sign_in("granted").get(ocg.get_absolute_url()).content.decode()
    for name in (
        "records:note",
        "records:document_add",
        "subjects:subject_add",
        "search:link",
        "ocg:edit",
        "ocg:score",
    ):
        assert url(name, ocg) not in body
        assert url(name, ocg) in sign_in("owner").get(ocg.get_absolute_url()).content.decode()


def test_open_sends_on_to_the_page_of_the_kind_and_hidden_is_absent(people, ocg, sign_in):
    assert sign_in("owner").get(url("records:open", ocg)).url == ocg.get_absolute_url()
    assert sign_in("colleague").get(url("records:open", ocg)).status_code == 404


def test_a_revoked_share_is_gone_at_the_next_click(people, ocg, sign_in):
    grant = share_with(people, ocg)
    client = sign_in("granted")
    assert client.get(ocg.get_absolute_url()).status_code == 200
    with visibility.reading(people.reader("owner")):
        revoke(actor=people.reader("owner"), grant=grant, reason="Ended")
    assert client.get(ocg.get_absolute_url()).status_code == 404
    assert client.get(url("records:chronology", ocg)).status_code == 404


def test_each_open_is_logged(people, ocg, sign_in):
    share_with(people, ocg)
    sign_in("granted").get(ocg.get_absolute_url())
    look = LogEntry.objects.filter(verb="consultation", actor_name="Gita Granted").get()
    assert (look.operation, look.records) == ("open", [ocg.pk])


def test_the_chronology_filters_by_kind(people, ocg, sign_in):
    add_note(people, ocg)
    client = sign_in("owner")
    notes = page_text(client.get(url("records:chronology", ocg), {"kind": "note"}))
    assert "Seen at the wharf" in notes and "OCG created" not in notes
    assert "OCG created" in page_text(client.get(url("records:chronology", ocg)))
    assert "No entries" in page_text(client.get(url("records:chronology", ocg), {"kind": "decision"}))


def test_a_person_is_added_changed_and_ended(people, ocg, sign_in):
    client = sign_in("owner")
    data = {
        "name": "Sam Sailor",
        "kind": "person",
        "category": "suspect",
        "role": "skipper",
        "audience": "all",
    }
    assert client.post(url("subjects:subject_add", ocg), data).status_code == 302
    person = Subject.objects.get()
    assert "Person added: Sam Sailor" in page_text(client.get(ocg.get_absolute_url()))
    change = data | {"version": person.version, "role": "mate"}
    assert client.post(url("records:subject_edit", person), change).status_code == 302
    person.refresh_from_db()
    assert (person.role, person.version) == ("mate", 2)
    client.post(url("records:subject_end", person), {"version": 2, "reason": "Moved away"})
    text = page_text(client.get(ocg.get_absolute_url()))
    assert "1 no longer involved" in text and "Moved away" in text


def test_a_stale_change_of_a_person_shows_both_texts_and_saves_the_second_time(people, ocg, sign_in):
    person = add_person(people, ocg)
    client = sign_in("owner")
    data = {"name": "Sam Sailor", "kind": "person", "category": "suspect", "version": person.version}
    client.post(url("records:subject_edit", person), data | {"role": "their words"})
    response = client.post(url("records:subject_edit", person), data | {"role": "my words"})
    text = page_text(response)
    assert "Another person saved this" in text and "their words" in text and "my words" in text
    again = data | {"role": "my words", "version": response.context["form"]["version"].value()}
    assert client.post(url("records:subject_edit", person), again).status_code == 302
    person.refresh_from_db()
    assert person.role == "my words"


@pytest.mark.slow
def test_a_link_is_seen_from_both_ends_and_hidden_from_who_may_not_open_the_other(people, ocg, sign_in):
    other = group(people, "Quayside group")
    share_with(people, ocg)
    client = sign_in("owner")
    found = client.get(url("search:link", ocg), {"q": "quayside"})
    assert "Quayside group" in page_text(found)
    data = {"q": "quayside", "other": str(other.uuid), "kind": "member_in", "why": "Same boat"}
    assert client.post(url("search:link", ocg), data).status_code == 302
    assert f"Has a member in: {other.title} {other.reference}" in page_text(
        client.get(ocg.get_absolute_url())
    )
    assert f"Has among its members: {ocg.title} {ocg.reference}" in page_text(
        client.get(other.get_absolute_url())
    )
    partner = page_text(sign_in("granted").get(ocg.get_absolute_url()))
    assert "Quayside" not in partner and other.reference not in partner and "Same boat" not in partner


def test_a_record_that_the_reader_may_not_open_cannot_be_linked(people, ocg, sign_in):
    hidden = group(people, "Theirs", "other_force", "other")
    data = {"q": "", "other": str(hidden.uuid), "kind": "related"}
    response = sign_in("owner").post(url("search:link", ocg), data)
    assert response.status_code == 200 and "Theirs" not in page_text(response)
    assert not Link.objects.exists()


def test_a_link_is_removed_with_a_reason_and_can_be_made_again(people, ocg, sign_in):
    other = group(people, "Quayside group")
    reader = people.reader("owner")
    with visibility.reading(reader):
        link = services.link(actor=reader, record=ocg, other=other)
    client = sign_in("owner")
    client.post(url("records:link_end", link), {"version": link.version, "reason": "Not the same boat"})
    assert "No linked records" in page_text(client.get(ocg.get_absolute_url()))
    with visibility.reading(reader):
        assert services.link(actor=reader, record=ocg, other=other).ended_at is None


def test_only_a_person_has_a_category(people, ocg, sign_in):
    client = sign_in("owner")
    data = {"name": "Flat 3", "kind": "place", "category": "suspect", "audience": "all"}
    assert client.post(url("subjects:subject_add", ocg), data).status_code == 302
    place = Subject.objects.get()
    assert place.category == "", "a choice made before “Place” was chosen does not count"
    unchosen = {"name": "AB12 CDE", "kind": "vehicle", "audience": "all"}
    assert client.post(url("subjects:subject_add", ocg), unchosen).status_code == 302
    assert Subject.objects.get(kind="vehicle").category == ""
    people_section = page_text(client.get(ocg.get_absolute_url()))
    assert "Flat 3" in people_section and "Other" not in people_section
    unanswered = client.post(
        url("subjects:subject_add", ocg), {"name": "Sam", "kind": "person", "audience": "all"}
    )
    assert "Select a category" in page_text(unanswered) and Subject.objects.count() == 2
    actor = people.reader("owner")
    with visibility.reading(actor):
        place.category = "victim"
        with refused("not_a_person", field="category"):
            services.save_part(actor=actor, part=place, version=place.version)
