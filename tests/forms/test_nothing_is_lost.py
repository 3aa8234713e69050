"""Sent without a session, with an old token, twice, or into a fault: nothing typed is lost, nothing is done
twice.
"""

import re
import threading
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connections
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pam.access.errors import Refused
from pam.accounts.models import BrowserSession
from pam.accounts.tasks import forget_ended_sessions
from pam.forms.models import SentForm
from pam.forms.numbers import NUMBER
from pam.forms.refill import refill
from pam.records.models import Entry
from tests.actions.world import make_ocg, share_with_probation
from tests.standing import standing

WORDS = "Seen at the quay\nat <first> light & “gone”"


@standing
def ocg(people):
    return make_ocg(people)


@pytest.fixture
def address(ocg):
    return reverse("records:note", args=[ocg.uuid])


def number_on(client, address):
    """The one-time number of the form at `address`, as the page shows it."""
    return re.findall(rf'name="{NUMBER}" value="([^"]+)"', client.get(address).content.decode())[-1]


def note(client, address, **changed):
    """What a person sends who types a note into the form at `address`."""
    values = {"title": "Seen at dawn", "text": WORDS, "audience": "all", NUMBER: number_on(client, address)}
    return values | changed


def strict(client):
    """The same browser, asked for its token."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client.cookies
    return browser


def text_box(page):
    """What is in the note's box of an answered page."""
    return unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page.content.decode(), re.S)[1])


# --- Twice --------------------------------------------------------------------------------------------------


def test_a_form_that_is_sent_twice_is_saved_once_and_leads_to_the_same_page(sign_in, address):
    client = sign_in("owner")
    sent = note(client, address)
    first, second = client.post(address, sent), client.post(address, sent)
    assert (first.status_code, second.status_code) == (302, 302) and first.url == second.url
    assert Entry.objects.filter(title="Seen at dawn").count() == 1
    assert "You sent this twice. It was saved once." in client.get(second.url).content.decode()


def test_who_goes_back_and_types_anew_sends_another_form(sign_in, address):
    client = sign_in("owner")
    sent = note(client, address)
    client.post(address, sent)
    client.post(address, sent | {"text": "And gone at noon"})
    assert Entry.objects.filter(title="Seen at dawn").count() == 2


def test_a_form_that_was_refused_can_be_sent_again(sign_in, address):
    client = sign_in("owner")
    sent = note(client, address, title="")
    assert client.post(address, sent).status_code == 200
    assert client.post(address, sent).status_code == 200
    assert not SentForm.objects.exists()
    assert client.post(address, sent | {"title": "Seen at dawn"}).status_code == 302


def test_a_button_that_was_refused_can_be_pressed_again(sign_in, monkeypatch):
    def refuse(**values):
        raise Refused("Not at this moment.", code="wrong_state")

    client = sign_in("owner")
    client.get(reverse("accounts:account"))
    row = BrowserSession.objects.get()
    place, sent = reverse("accounts:session_end", args=[row.uuid]), {}
    sent[NUMBER] = number_on(client, reverse("enquiries:ask"))
    with monkeypatch.context() as patched:
        patched.setattr("pam.accounts.services.sessions.end_session", refuse)
        assert "Not at this moment." in client.post(place, sent, follow=True).content.decode()
    client.post(place, sent)
    row.refresh_from_db()
    assert row.ended_at


def test_another_persons_number_claims_nothing(sign_in, people, address):
    owner, granted = sign_in("owner"), sign_in("granted")
    sent = note(owner, address)
    reader = people.reader("owner")
    assert granted.post(address, sent).status_code != 500
    assert not SentForm.objects.filter(user_id=reader.user_id).exists()
    assert owner.post(address, sent).status_code == 302


def test_a_fault_takes_the_claim_back(sign_in, address, monkeypatch):
    client = sign_in("owner")
    client.raise_request_exception = False
    sent = note(client, address)
    with monkeypatch.context() as broken:
        broken.setattr("pam.records.services.add_note", fail)
        assert client.post(address, sent).status_code == 500
    assert client.post(address, sent).status_code == 302
    assert Entry.objects.filter(title="Seen at dawn").count() == 1


@pytest.mark.parametrize(("error", "status"), [(Http404, 404), (PermissionDenied, 403), (BadRequest, 400)])
def test_a_form_whose_page_refuses_by_raising_is_answered_so(sign_in, address, monkeypatch, error, status):
    client = sign_in("owner")

    def refuse(*args, **values):
        raise error("not for you")

    sent = note(client, address)
    monkeypatch.setattr("pam.records.services.add_note", refuse)
    assert client.post(address, sent).status_code == status
    assert not SentForm.objects.exists()


@pytest.mark.slow
def test_two_presses_at_once_save_one_row(committed, people, sign_in):
    ocg = make_ocg(people)
    address = reverse("records:note", args=[ocg.uuid])
    client = sign_in("owner")
    sent, start, answers = note(client, address), threading.Barrier(4), []

    def press():
        browser = Client()
        browser.cookies = client.cookies
        start.wait()
        try:
            answers.append(browser.post(address, sent))
        finally:
            connections.close_all()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, ocg.get_absolute_url())}
    assert Entry.objects.filter(title="Seen at dawn").count() == 1


# --- Without a session --------------------------------------------------------------------------------------


def signed_out(client, address, sent):
    """The answer to a form that the browser of `client` sends after its session ended."""
    client.session.flush()
    answer = client.post(address, sent)
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
    return answer


def sign_in_again(client, sign_in, persona):
    """The browser of `client` signs in as `persona`: what its session held stays, as at a real sign-in."""
    kept = dict(client.session.items())
    other = sign_in(persona)
    session = other.session
    session.update(kept)
    session.save()
    return other


def test_a_form_sent_without_a_session_comes_back_filled_for_the_same_person(sign_in, address):
    client = sign_in("owner")
    signed_out(client, address, note(client, address))
    assert not Entry.objects.filter(title="Seen at dawn").exists()
    client = sign_in_again(client, sign_in, "owner")
    page = client.get(address)
    assert text_box(page) == WORDS and 'value="Seen at dawn"' in page.content.decode()
    assert "You were signed out before you sent this, so it was not saved." in page.content.decode()
    assert "Seen at dawn" not in client.get(address).content.decode()  # once


def test_it_comes_back_through_the_real_sign_in_page(people, settings, address):
    settings.REQUIRE_SECOND_FACTOR = False
    client, who = Client(), {"login": "owner@pam.example", "password": "correct horse battery"}
    client.post(reverse("account_login"), who)
    sent = note(client, address)
    answer = signed_out(client, address, sent)
    back = client.post(answer.url, who, follow=True)
    assert back.redirect_chain[-1][0] == address and text_box(back) == WORDS


def test_it_never_comes_back_for_another_person(sign_in, address):
    client = sign_in("owner")
    signed_out(client, address, note(client, address))
    other = sign_in_again(client, sign_in, "low_clearance")
    assert "Seen at dawn" not in other.get(address).content.decode()
    granted = sign_in_again(client, sign_in, "granted")
    assert "Seen at dawn" not in granted.get(address).content.decode()


def test_what_comes_with_a_made_up_number_is_not_kept(sign_in, address):
    client = sign_in("owner")
    sent = note(client, address)
    client.session.flush()
    for number in ("", "made.up:number", sent[NUMBER][:-3] + "abc"):
        answer = client.post(address, sent | {NUMBER: number})
        assert answer.status_code == 302 and "pam_kept_form" not in client.session


def test_a_password_is_never_kept(sign_in, address):
    client = sign_in("owner")
    signed_out(client, address, note(client, address) | {"new_password": "correct horse"})
    assert "correct horse" not in str(dict(client.session.items()))


def test_cleared_cookies_lose_nothing_either(sign_in, address):
    client = sign_in("owner")
    sent, bare = note(client, address), Client(enforce_csrf_checks=True)
    answer = bare.post(address, sent)
    assert answer.status_code == 302 and bare.session["pam_kept_form"]["sent"]["text"] == [WORDS]


def test_what_is_kept_does_not_outlive_its_session(sign_in, address):
    client = sign_in("owner")
    signed_out(client, address, note(client, address))
    kept = client.session.session_key
    forget_ended_sessions()
    assert Session.objects.filter(pk=kept).exists()
    Session.objects.filter(pk=kept).update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_ended_sessions()
    assert not Session.objects.filter(pk=kept).exists()
    assert "pam.accounts.tasks.forget_ended_sessions" in {
        job["task"] for job in settings.CELERY_BEAT_SCHEDULE.values()
    }


# --- With an old token --------------------------------------------------------------------------------------


def test_a_form_with_an_old_token_is_shown_again_filled_and_not_saved(sign_in, address):
    client = strict(sign_in("owner"))
    page = client.post(address, note(client, address, csrfmiddlewaretoken="x" * 64))
    assert page.status_code == 403 and text_box(page) == WORDS
    assert "You opened this page before you last signed in" in unescape(page.content.decode())
    assert not Entry.objects.filter(title="Seen at dawn").exists()
    shown = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    assert client.post(address, note(client, address, csrfmiddlewaretoken=shown)).status_code == 302


def test_an_old_token_with_another_persons_number_shows_nothing(sign_in, address):
    sent = note(sign_in("owner"), address, csrfmiddlewaretoken="x" * 64)
    answer = strict(sign_in("granted")).post(address, sent)
    assert answer.status_code == 403 and "quay" not in answer.content.decode()


def test_a_password_of_several_words_is_never_shown_again(sign_in):
    client, secret = strict(sign_in("owner")), "correct horse battery"
    page_of = reverse("account_change_password")
    sent = {"oldpassword": secret, "password1": "wrong horse stapler", "password2": "wrong horse stapler"}
    sent |= {NUMBER: number_on(client, page_of), "csrfmiddlewaretoken": "x" * 64}
    answer = client.post(page_of, sent)
    assert answer.status_code == 403 and "You opened this page before" in answer.content.decode()
    assert "horse" not in answer.content.decode()


def test_a_form_that_is_not_ones_to_send_is_refused_and_is_no_fault(sign_in, people, ocg, address):
    client = sign_in("granted")
    sent = {"title": "Seen", "text": WORDS, "audience": "all"}
    sent[NUMBER] = number_on(client, reverse("enquiries:ask"))
    absent = reverse("records:note", args=[uuid4()])
    assert [client.post(place, sent).status_code for place in (address, absent)] == [404, 404]
    share_with_probation(people, ocg)
    assert client.post(address, sent).status_code == 403
    assert not SentForm.objects.exists() and not Entry.objects.filter(title="Seen").exists()


# --- Into a fault -------------------------------------------------------------------------------------------


def fail(*args, **values):
    raise RuntimeError("broken")


def test_after_a_fault_of_ours_the_form_comes_back_filled(sign_in, address, monkeypatch):
    client = sign_in("owner")
    client.raise_request_exception = False
    monkeypatch.setattr("pam.records.services.add_note", fail)
    page = client.post(address, note(client, address))
    assert page.status_code == 500 and text_box(page) == WORDS
    assert "Sorry, there is a problem with pam, so this was not saved." in unescape(page.content.decode())


def test_if_the_page_itself_fails_too_the_words_are_below_the_fault(sign_in, address, monkeypatch):
    client = sign_in("owner")
    client.raise_request_exception = False
    sent = note(client, address)
    monkeypatch.setattr("pam.records.views.base.open_record", fail)
    page = client.post(address, sent)
    assert page.status_code == 500 and WORDS in unescape(page.content.decode())


def test_a_page_that_no_longer_has_the_form_shows_what_was_typed_once(sign_in, ocg, address):
    client, link = sign_in("owner"), reverse("search:link", args=[ocg.uuid])
    sent = {"q": "no such record", "why": "Same <quay> at dawn", NUMBER: number_on(client, address)}
    page = unescape(client.post(link, sent).content.decode())
    assert "You also typed" in page and page.count("Same <quay> at dawn") == 1
    assert "You also typed" not in client.post(address, note(client, address, title="")).content.decode()


def test_a_summary_of_120_000_different_words_is_refused_beside_its_field(sign_in, ocg):
    client, address = sign_in("owner"), reverse("ocg:edit", args=[ocg.uuid])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value()}
    page = client.post(address, sent | {"summary": " ".join(f"w{n}" for n in range(120_000))})
    assert page.status_code == 200 and page.context["form"]["summary"].errors == [
        "Summary must be 50,000 characters or fewer."
    ]


# --- Counting -----------------------------------------------------------------------------------------------


def test_a_line_end_is_one_character_as_the_counter_says(sign_in, address):
    client = sign_in("owner")
    at_the_limit = "Line\r\n" * 4000  # 24,000 signs as browsers send them, 20,000 characters
    client.post(address, note(client, address, text=at_the_limit[:-2] + "."))
    assert Entry.objects.get(title="Seen at dawn").text == "Line\n" * 3999 + "Line."
    page = client.post(address, note(client, address, text=at_the_limit + "\U0001f600."))
    assert page.context["form"]["text"].errors == ["Note must be 20000 characters or fewer"]


# --- The form itself ----------------------------------------------------------------------------------------


def test_refilling_changes_nothing_but_the_form_that_was_sent():
    page = (
        '<!DOCTYPE html><main id="m"><form method="get"><input name="q" value="a&amp;b"></form>'
        '<form method="post"><input type="hidden" name="form_number" value="new">'
        '<input name="title"><textarea name="why">old</textarea><input type="file" name="file">'
        '<input type="radio" name="r" value="1" checked><input type="radio" name="r" value="2">'
        '<input type="checkbox" name="c" value="x" checked>'
        '<select name="s"><option value="">-</option><option value="2">Two</option></select>'
        "<!-- kept --></form><p>1 &lt; 2 &#163;</p></main>"
    )
    sent = {
        "title": ['"quoted" <b>'],
        "why": ["</textarea><script>"],
        "r": ["2"],
        "s": ["2"],
        "form_number": ["old"],
        "gone": ["two words"],
        "q": ["not mine"],
    }
    left = []
    filled = refill(page, sent, lambda texts: left.extend(texts) or "<p>notice</p>")
    assert left == ["two words", "not mine"]
    assert filled == (
        '<!DOCTYPE html><main id="m"><p>notice</p><form method="get"><input name="q" value="a&amp;b"></form>'
        '<form method="post"><input type="hidden" name="form_number" value="new">'
        '<input name="title" value="&quot;quoted&quot; &lt;b&gt;"><textarea name="why">\n'
        '&lt;/textarea&gt;&lt;script&gt;</textarea><input type="file" name="file">'
        '<input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>'
        '<input type="checkbox" name="c" value="x">'
        '<select name="s"><option value="">-</option><option value="2" selected>Two</option></select>'
        "<!-- kept --></form><p>1 &lt; 2 &#163;</p></main>"
    )


# --- Answered by another page -------------------------------------------------------------------------------


def test_words_sent_to_a_page_that_leads_on_with_an_error_are_on_the_page_it_leads_to(
    approved_world, sign_in
):
    client, meeting = sign_in("owner"), approved_world.meeting
    sent = {"title": "Harbour tasking", "summary": WORDS, NUMBER: number_on(client, reverse("enquiries:ask"))}
    place = reverse("meetings:edit", args=[meeting.uuid])
    answer = client.post(place, sent)
    assert answer.status_code == 302 and answer.url == meeting.get_absolute_url()
    assert not SentForm.objects.exists()  # it can be sent again
    page = unescape(client.get(answer.url).content.decode())
    assert "What you typed was not saved. It is below." in page and WORDS in page
    assert WORDS not in unescape(client.get(answer.url).content.decode())  # once


def test_they_go_to_nobody_else(approved_world, sign_in):
    client, meeting = sign_in("owner"), approved_world.meeting
    sent = {"summary": WORDS, NUMBER: number_on(client, reverse("enquiries:ask"))}
    answer = client.post(reverse("meetings:edit", args=[meeting.uuid]), sent)
    other = sign_in("granted")
    session = other.session
    session["pam_kept_form"] = client.session["pam_kept_form"]
    session.save()
    assert WORDS not in unescape(other.get(answer.url).content.decode())


def test_words_with_a_sign_that_no_text_has_come_back_without_it(sign_in, address):
    client = sign_in("owner")
    page = client.post(address, note(client, address, text="Seen at the\x00 quay"))
    assert page.status_code == 400 and "Seen at the quay" in page.content.decode()
