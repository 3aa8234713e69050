"""What is typed and not sent is kept for its person, offered again, and gone when it is sent."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pam.access.levels import Level
from pam.access.models import Grant
from pam.audit.models import LogEntry
from pam.db.reading import reading
from pam.drafts import services
from pam.drafts.keys import DraftKey, read, signed
from pam.drafts.models import Draft
from pam.forms.numbers import NUMBER, digest_of_number
from pam.records.models import Entry
from pam.reference.models import Setting
from tests.actions.world import make_ocg, share_with_probation
from tests.forms.every_form import Finder
from tests.forms.every_form import read as read_forms
from tests.retention.test_disposal import dispose, propose, supervisor
from tests.standing import standing

WORDS = "Seen at the quay\nat <first> light & “gone”"
ADDRESS = reverse("drafts:draft")


@standing
def ocg(people):
    return make_ocg(people)


@standing
def note(ocg):
    return reverse("records:note", args=[ocg.uuid])


def draft_of(page):
    """The first key of a draft on an answered page, and the number of its form."""
    text = page.content.decode()
    form = re.search(r'data-pam-draft="([^"]+)".*?name="form_number" value="([^"]+)"', text, re.S)
    return form[1], form[2]


def save(client, page, **values):
    """The answer to what the page's script sends."""
    key, number = draft_of(client.get(page) if isinstance(page, str) else page)
    pairs = [[name, value] for name, value in ({"title": "Dawn", "text": WORDS} | values).items()]
    return client.post(ADDRESS, {"draft": key, "number": number, "values": json.dumps(pairs)})


def press(client, page, button):
    """Presses a button of the offer on a page."""
    text = client.get(page).content.decode()
    key, which = re.search(
        r'name="draft" value="([^"]+)"><input type="hidden" name="which" value="(\w+)"', text
    ).groups()
    return client.post(ADDRESS, {"draft": key, "which": which, button: "yes"}, follow=True)


def test_what_was_typed_is_offered_on_the_next_visit_on_any_device_and_comes_back_whole(sign_in, note):
    assert save(sign_in("owner"), note, audience="all").json()["at"]
    other_device = sign_in("owner")
    page = unescape(other_device.get(note).content.decode())
    assert "You started this on" in page and "Seen at the quay at <first> light" in page
    filled = press(other_device, note, "carry_on").content.decode()
    assert unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", filled, re.S)[1]) == WORDS
    assert 'value="Dawn"' in filled and "It has not been sent." in filled
    assert "You started this on" in other_device.get(note).content.decode()  # it is still there


def test_it_is_gone_when_the_form_is_sent(sign_in, note):
    client = sign_in("owner")
    page = client.get(note)
    save(client, page)
    client.post(note, {"title": "Dawn", "text": WORDS, "audience": "all", NUMBER: draft_of(page)[1]} | DAY)
    assert Entry.objects.filter(title="Dawn").count() == 1 and not Draft.objects.exists()


DAY = {"day_day": "", "day_month": "", "day_year": "", "hour": ""}


def test_it_stays_while_the_form_is_refused(sign_in, note):
    client = sign_in("owner")
    page = client.get(note)
    save(client, page)
    sent = {"title": "", "text": WORDS, "audience": "all", NUMBER: draft_of(page)[1]} | DAY
    answer = client.post(note, sent)
    assert answer.status_code == 200 and Draft.objects.count() == 1
    assert "You started this on" not in answer.content.decode()  # the words are in the form already


def test_one_that_is_still_on_its_way_when_the_form_was_sent_does_not_come_back(sign_in, note):
    client = sign_in("owner")
    page = client.get(note)
    client.post(note, {"title": "Dawn", "text": WORDS, "audience": "all", NUMBER: draft_of(page)[1]} | DAY)
    answer = save(client, page)
    assert answer.status_code == 409 and not Draft.objects.exists()


def test_it_is_gone_when_it_is_thrown_away(sign_in, note):
    client = sign_in("owner")
    save(client, note)
    page = press(client, note, "throw_away").content.decode()
    assert "What you had typed is deleted." in page and not Draft.objects.exists()


def test_it_is_never_anothers_nor_that_of_another_agency(sign_in, people, ocg, note):
    share_with_probation(people, ocg)
    owner = sign_in("owner")
    key, _ = draft_of(owner.get(note))
    save(owner, note)
    other = sign_in("low_clearance")
    assert other.post(ADDRESS, {"draft": key, "values": "[]"}).status_code == 403
    with reading(people.reader("low_clearance")):
        assert not Draft.objects.exists()
    with reading(None):
        assert not Draft.objects.exists()
    with reading(people.reader("owner")):
        assert Draft.objects.count() == 1
    assert read(people.reader("granted"), key) is None and read(people.reader("owner"), key)


def test_a_draft_of_what_a_person_may_no_longer_open_is_neither_shown_nor_kept(sign_in, people, ocg, note):
    share_with_probation(people, ocg, Level.CONTRIBUTE)
    client = sign_in("granted")
    page = client.get(note)
    assert save(client, page).status_code == 200
    Grant.objects.filter(
        content_object_id=ocg.pk, group_id=people.agencies["probation"].principal_id
    ).delete()
    gone = client.get(note)
    assert gone.status_code == 404 and "quay" not in gone.content.decode()
    answer = save(client, page, text="More words")
    assert answer.status_code == 404 and "You can no longer open this page" in answer.json()["why"]
    assert "More words" not in str(Draft.objects.get().values)


def test_a_form_that_needs_more_than_looking_is_asked_so(sign_in, people, ocg):
    share_with_probation(people, ocg)  # to view
    reader = people.reader("granted")
    page = reverse("records:note", args=[ocg.uuid])
    key = signed(reader, DraftKey(page, page, ("title", "text")))
    answer = sign_in("granted").post(ADDRESS, {"draft": key, "number": "", "values": "[]"})
    assert answer.status_code == 404


def test_saving_is_no_look_and_leaves_no_line_in_the_log(sign_in, note):
    client = sign_in("owner")
    page = client.get(note)
    before = LogEntry.objects.count()
    assert save(client, page).status_code == 200
    assert LogEntry.objects.count() == before


def test_it_goes_with_its_record(approved_world, sign_in):
    world = approved_world
    save(sign_in("owner"), reverse("records:note", args=[world.pvp.uuid]))
    assert Draft.objects.filter(records=[world.pvp.pk]).exists()
    dispose(supervisor(world.people), propose(world.people, world.pvp))
    assert not Draft.objects.filter(records__contains=[world.pvp.pk]).exists()


def test_it_is_deleted_after_the_days_that_its_agency_set(sign_in, people, note):
    save(sign_in("owner"), note)
    now = timezone.now()
    assert services.forget_old(now + timedelta(days=13)) == 0
    Setting.objects.create(key="drafts.days", agency=people.agencies["police"], value=3)
    assert services.forget_old(now + timedelta(days=2)) == 0
    assert services.forget_old(now + timedelta(days=4)) == 1


@pytest.mark.parametrize(
    "values", ["", "[", "{}x", '["a"]', '[["a", 1]]', '[["a", "\\u0000"]]', '[["a", "\\ud800"]]', "[" * 3000]
)
def test_what_no_page_sends_is_answered_and_not_kept(sign_in, note, values):
    client = sign_in("owner")
    key, number = draft_of(client.get(note))
    answer = client.post(ADDRESS, {"draft": key, "number": number, "values": values})
    assert answer.status_code == 400 and not Draft.objects.exists()


def test_passwords_and_tokens_are_never_kept(sign_in, note):
    save(sign_in("owner"), note, new_password="correct horse", form_number="7", csrfmiddlewaretoken="x")
    assert set(Draft.objects.get().values) == {"title", "text"}


def test_it_is_bounded_in_size_in_number_and_in_time(sign_in, people, note, monkeypatch):
    client = sign_in("owner")
    page = client.get(note)
    assert save(client, page, text="x" * services.MOST_SIGNS).status_code == 413
    monkeypatch.setattr(services, "MOST_SAVES", 2)
    assert [save(client, page).status_code for _ in range(3)] == [200, 200, 429]
    monkeypatch.setattr(services, "MOST_DRAFTS", 1)
    assert save(client, reverse("ocg:new")).status_code == 409


@pytest.mark.slow
def test_a_form_that_is_folded_away_is_unfolded_to_carry_on(sign_in, ocg):
    client, page = sign_in("owner"), ocg.get_absolute_url()
    save(client, page)
    assert "and did not press “Add the note”" in unescape(client.get(page).content.decode())
    filled = press(client, page, "carry_on").content.decode()
    folded = filled.rindex("<details", 0, filled.index("Seen at the quay"))
    assert filled[folded:].startswith("<details open ")


def test_one_form_on_two_pages_is_offered_on_both(sign_in, ocg, note):
    client = sign_in("owner")
    save(client, ocg.get_absolute_url())
    assert "You started this on" in client.get(note).content.decode()
    save(client, note, text="Later words of it")
    assert Draft.objects.count() == 2
    offered = client.get(ocg.get_absolute_url()).content.decode()
    assert 0 < offered.index("Later words of it") < offered.index("Seen at the quay"), "the newest first"


def test_what_is_typed_in_two_tabs_is_kept_twice_and_sending_one_leaves_the_other(sign_in, note):
    client = sign_in("owner")
    one, other = client.get(note), client.get(note)
    save(client, one)
    save(client, other, text="Other words")
    assert Draft.objects.count() == 2
    client.post(note, {"title": "Dawn", "text": WORDS, "audience": "all", NUMBER: draft_of(one)[1]} | DAY)
    assert Draft.objects.get().values["text"] == ["Other words"]


def test_two_tabs_with_the_same_words_are_both_gone_when_one_is_sent(sign_in, note):
    client = sign_in("owner")
    one, other = client.get(note), client.get(note)
    save(client, one)
    save(client, other)
    lines = WORDS.replace("\n", "\r\n")  # as a browser sends them
    client.post(note, {"title": "Dawn", "text": lines, "audience": "all", NUMBER: draft_of(one)[1]} | DAY)
    assert not Draft.objects.exists()


def test_a_form_that_is_refused_goes_on_with_its_draft_under_its_new_number(sign_in, note):
    client = sign_in("owner")
    page = client.get(note)
    save(client, page)
    sent = {"title": "", "text": WORDS, "audience": "all", NUMBER: draft_of(page)[1]} | DAY
    refused = client.post(note, sent)
    assert draft_of(refused)[1] != draft_of(page)[1]
    save(client, refused, text="Words after it was refused")
    assert Draft.objects.get().values["text"] == ["Words after it was refused"]
    sent |= {"title": "Dawn", "text": "Words after it was refused", NUMBER: draft_of(refused)[1]}
    assert client.post(note, sent).status_code == 302 and not Draft.objects.exists()


def test_a_draft_that_is_carried_on_with_is_that_of_the_page_that_shows_it(sign_in, note):
    client = sign_in("owner")
    save(client, note)
    save(client, press(client, note, "carry_on"), text="Carried on")
    assert Draft.objects.get().values["text"] == ["Carried on"]


def test_a_form_that_comes_back_filled_after_an_old_token_goes_on_with_its_draft(sign_in, note):
    client = Client(enforce_csrf_checks=True)
    client.cookies = sign_in("owner").cookies
    page = client.get(note)
    token = client.cookies["csrftoken"].value
    key, number = draft_of(page)
    values = json.dumps([["title", "Dawn"], ["text", WORDS]])
    kept = client.post(
        ADDRESS, {"draft": key, "number": number, "values": values, "csrfmiddlewaretoken": token}
    )
    assert kept.status_code == 200
    sent = {"title": "Dawn", "text": WORDS, "audience": "all", NUMBER: number} | DAY
    back = client.post(note, sent | {"csrfmiddlewaretoken": "n" * 32})
    assert "You opened this page before" in back.content.decode()
    assert Draft.objects.get().number == digest_of_number(draft_of(back)[1]) != digest_of_number(number)


@pytest.mark.slow
def test_it_is_gone_when_the_page_that_checks_the_form_is_confirmed(world, sign_in):
    client = sign_in("owner")
    page = reverse("disclosure:share", args=[world.ocg.uuid])
    finder = Finder(lambda persona: client)
    finder.open("owner", page)
    forms = [form for form in finder.found.values() if form.action.startswith(page)]
    checked = next(form for form in forms if ("confirm", "yes") in form.buttons).action
    begun = next(form for form in forms if form.action == checked and "data-pam-draft" in form.attributes)
    key = begun.attributes["data-pam-draft"]
    values = json.dumps([["reason", WORDS]])  # of two seconds before the last words
    assert client.post(ADDRESS, {"draft": key, "number": begun.number, "values": values}).status_code == 200
    kept = Draft.objects.filter(action=checked)
    assert kept.count() == 1
    shown = read_forms("owner", checked, client.post(checked, begun.sent())).sent
    check = next(form for form in shown if ("confirm", "yes") in form.buttons)
    assert client.post(check.action, check.sent()).status_code == 302
    assert not kept.exists()
