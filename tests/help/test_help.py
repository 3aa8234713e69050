"""Lines of procedure, glossary, tour and what is new."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import resolve, reverse
from django.urls.exceptions import NoReverseMatch

from pam.access import visibility
from pam.access.errors import Stale
from pam.help import services
from pam.help.models import HelpText
from pam.help.selectors import line_for, lines_for, news, terms_for, tours
from pam.reference.models import ReferenceValue
from tests.records.world import group, page_text, url

SHIPPED = "Say what happened, who said so"


def shipped(place="page:records:note"):
    """A line that comes with pam."""
    return HelpText.objects.get(agency=None, kind="line", place=place)


def test_a_form_shows_its_line_and_a_record_that_of_its_stage(people, sign_in):
    record, client = group(people), sign_in("owner")
    assert SHIPPED in page_text(client.get(url("records:note", record)))
    assert "Update the plan before each meeting" in page_text(client.get(record.get_absolute_url()))


def test_each_line_that_comes_with_pam_is_shown_somewhere(db):
    values = {f"stage:{row.listing}:{row.code}" for row in ReferenceValue.objects.all()}
    for place in HelpText.objects.filter(kind="line").values_list("place", flat=True):
        kind, name = place.split(":", 1)
        assert place in values if kind == "stage" else is_page(name), place


def is_page(name):
    """Whether an address has this name."""
    for arguments in ([], ["00000000-0000-4000-8000-000000000000"]):
        try:
            return bool(resolve(reverse(name, args=arguments)))
        except NoReverseMatch:
            continue
    return False


def test_a_supervisor_writes_the_agencys_line_and_other_agencies_keep_theirs(people, sign_in):
    client, line = sign_in("owner"), shipped()
    page = client.get(reverse("help:lines"))
    assert "Form: Add a note" in page_text(page)
    sent = {"text": "Ring the desk first.", "version": 0}
    assert client.post(url("help:line_edit", line), sent).status_code == 302
    assert "Ring the desk first." in page_text(client.get(url("records:note", group(people))))
    assert line_for(people.reader("other_force"), line.place).text.startswith(SHIPPED)
    assert (line, HelpText.objects.get(text="Ring the desk first.")) in lines_for(people.reader("owner"))
    assert client.post(url("help:line_reset", line)).status_code == 302
    assert line_for(people.reader("owner"), line.place) == line


def test_an_empty_line_of_the_agency_shows_nothing(people):
    actor = people.reader("owner")
    with visibility.reading(actor):
        services.set_line(actor=actor, line=shipped(), text=" ", version=0)
    assert line_for(actor, shipped().place) is None


def test_a_line_that_another_person_changed_meanwhile_is_refused(people, sign_in):
    actor, line = people.reader("owner"), shipped()
    with visibility.reading(actor):
        services.set_line(actor=actor, line=line, text="First", version=0)
        with pytest.raises(Stale):
            services.set_line(actor=actor, line=line, text="Second", version=0)
    page = sign_in("owner").post(url("help:line_edit", line), {"text": "Second", "version": 0})
    assert page.status_code == 200 and "Second" in page_text(page) and "First" in page_text(page)


def test_an_officer_changes_no_help_in_the_service_nor_in_the_database(people):
    actor = people.reader("colleague")
    with visibility.reading(actor):
        with pytest.raises(PermissionDenied):
            services.set_line(actor=actor, line=shipped(), text="Mine", version=0)
        own = HelpText(agency_id=actor.agency_id, kind="term", place="x", label="X", text="Y")
        with pytest.raises(DatabaseError), transaction.atomic():
            own.save()
        assert not HelpText.objects.filter(agency=None).update(text="Mine")


def test_the_glossary_finds_words_by_their_meaning_and_holds_the_agencys_own(people, sign_in):
    client = sign_in("owner")
    page = page_text(client.get(reverse("help:glossary"), {"q": "lead responsible"}))
    assert "LRO" in page and "MARAC" not in page
    sent = {"label": "MARAC", "text": "Ours, on Tuesdays", "version": 0}
    assert client.post(reverse("help:term_add"), sent).status_code == 302
    assert "Ours, on Tuesdays" in page_text(client.get(reverse("help:glossary")))
    assert [row.text for row in terms_for(people.reader("owner"), "tuesdays")] == ["Ours, on Tuesdays"]
    assert not terms_for(people.reader("other_force"), "tuesdays")
    again = page_text(client.post(reverse("help:term_add"), sent))
    assert "Your agency’s glossary has this word" in again
    term = HelpText.objects.get(text="Ours, on Tuesdays")
    assert client.post(url("help:term_remove", term)).status_code == 302
    assert "Ours" not in page_text(client.get(reverse("help:glossary"), {"q": "marac"}))
    assert "No such word" in page_text(client.get(reverse("help:glossary"), {"q": "xyzzy"}))


def test_the_first_page_offers_the_tour_once_then_what_is_new_until_it_is_read(sign_in):
    client = sign_in("owner")
    assert "New to pam?" in page_text(client.get("/"))
    assert client.post(reverse("help:tour_end")).status_code == 302
    page = page_text(client.get("/"))
    assert "New to pam?" not in page and news()[0].title in page
    assert news()[0].items[0] in page_text(client.get(reverse("help:news")))
    assert "What’s new" not in page_text(client.get("/"))
    assert "New to pam?" in page_text(sign_in("colleague").get("/")), "another person's own"
    assert reverse("help:tour") in client.get(reverse("accounts:account")).content.decode()


@pytest.mark.parametrize(
    ("persona", "title"),
    [
        ("colleague", "A tour of pam"),
        ("owner", "A tour for supervisors"),
        ("auditor", "auditors"),
        ("administrator", "administrators"),
    ],
)
def test_a_tour_is_for_what_a_person_does_and_leads_step_by_step(persona, title, sign_in):
    client, step = sign_in(persona), 1
    while True:
        page = client.get(reverse("help:tour"), {"step": step})
        assert title in page_text(page)
        if f"?step={step + 1}" not in page.content.decode():
            break
        step += 1
    assert step >= 3 and "Finish the tour" in page_text(page)
    assert client.get(reverse("help:tour"), {"step": "9999x"}).status_code == 200


def test_each_step_of_a_tour_names_a_page_that_is_there(db):
    assert all(is_page(step.page) for tour in tours() for step in tour.steps if step.page)
