"""A note in a real Chromium: killed, left, offline, signed out, sent twice. No word is lost, no row doubled.

pam's answers are Django's own, in the test's transaction, as for the chair's screen.
"""

import pytest
from django.test import Client
from django.urls import reverse

from pam.drafts.models import Draft
from pam.forms.numbers import NUMBER
from pam.records.models import Entry
from tests.actions.world import make_ocg
from tests.loop import outside_the_loop
from tests.served import Visitor
from tests.standing import standing
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser
WORDS = "Seen at the quay at first light, gone by noon"
SAVED, NOT_SAVED = "Saved at", "Not saved: no connection."
NOT_SENT = "Not sent: no connection. Your words are still here."


class Browser(Visitor):
    """A person's browser, which waits for less than two seconds unless it is not `hurried`."""

    def __init__(self, chromium, client, width=1280, hurried=True):
        super().__init__(chromium, client, width, hurried=hurried)
        self.asked = []
        self.page.on("dialog", self.answer_dialog)

    def answer_dialog(self, dialog):
        """Leaves the page, and notes that it asked."""
        self.asked.append(dialog.type)
        dialog.accept()

    def says(self, words):
        """Waits until the form says so."""
        self.page.locator(".pam-draft", has_text=words).wait_for(timeout=20_000)

    def type(self, text=WORDS):
        """Types a note."""
        self.page.locator("input[name=title]").fill("Quay")
        self.page.locator("textarea[name=text]").fill(text)

    def carries_on(self, text):
        """Takes what the page offers: the box then holds `text`."""
        self.page.get_by_role("button", name="Carry on").click()
        self.page.get_by_text("It has not been sent").wait_for()
        assert text_box(self) == text

    def send(self):
        """Presses the button of the form."""
        self.page.get_by_role("button", name="Add the note").click()


@pytest.fixture
def browser(people, chromium, sign_in):
    """A function that opens a browser of the owner's, or of `client`'s. `people` first: the test's
    transaction begins before the browser's loop.
    """

    def open_browser(client=None, **options):
        if client is None:
            with outside_the_loop():
                client = sign_in("owner")
        return Browser(chromium, client, **options)

    return open_browser


@standing
def note(people):
    with outside_the_loop():
        return reverse("records:note", args=[make_ocg(people).uuid])


def rows():
    """(notes, drafts) in the database."""
    with outside_the_loop():
        return Entry.objects.filter(title="Quay").count(), Draft.objects.count()


def kept():
    """The texts that the drafts hold."""
    with outside_the_loop():
        return [text for draft in Draft.objects.all() for texts in draft.values.values() for text in texts]


def text_box(one):
    """What is in the note's box."""
    return one.page.locator("textarea[name=text]").input_value()


def test_a_killed_browser_loses_nothing_that_was_kept_and_another_one_carries_on(browser, note):
    first = browser()
    first.open(note)
    assert first.page.locator(".pam-draft").count() == 0
    first.type()
    first.says(SAVED)
    first.leave()  # no page of it hears of that
    second = browser(width=390)
    second.open(note)
    assert "You started this on" in second.page.locator(".pam-draft-offer").inner_text()
    second.carries_on(WORDS)
    second.send()
    second.page.get_by_text("Note added.").wait_for()
    assert rows() == (1, 0) and second.asked == []


def test_what_is_typed_in_two_tabs_is_kept_and_offered_twice_the_newest_first(browser, note):
    one = browser()
    one.open(note)
    one.type()
    one.says(SAVED)
    first, one.page = one.page, one.new_page()  # the first tab stays open
    one.open(note)
    one.type("Other words")
    one.says(SAVED)
    first.locator("textarea[name=text]").press_sequentially(", and back")
    one.waits_for(lambda: f"{WORDS}, and back" in kept())
    assert rows() == (0, 2)
    one.page = one.new_page()
    one.page.set_viewport_size({"width": 390, "height": 900})
    one.open(note)
    offers = one.page.locator(".pam-draft-offer")
    assert [WORDS in offers.nth(0).inner_text(), "Other words" in offers.nth(1).inner_text()] == [True, True]
    assert violations(one.page) == []
    offers.nth(1).get_by_role("button", name="Carry on").click()
    one.page.get_by_text("It has not been sent").wait_for()
    assert text_box(one) == "Other words" and offers.count() == 1
    one.send()
    one.page.get_by_text("Note added.").wait_for()
    assert rows() == (1, 1) and one.asked == []
    one.open(note)
    one.carries_on(f"{WORDS}, and back")


def test_a_press_beside_an_offer_sends_what_was_typed_once_and_the_offer_stays(browser, note):
    first = browser()
    first.open(note)
    first.type()
    first.says(SAVED)
    first.leave()
    second = browser()
    second.open(note)
    second.type("Other words")
    second.send()
    second.page.get_by_text("Note added.").wait_for()
    assert rows() == (1, 1)


def test_what_is_too_long_for_the_server_to_read_stays_on_the_page_with_a_sentence(browser, note, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 4_000  # the real one takes a browser of ours half a minute
    one = browser()
    one.open(note)
    long = "Seen at the quay & gone. " * 200
    one.page.locator("input[name=title]").fill("Quay")
    one.page.locator("textarea[name=text]").fill(long)
    one.says("Not saved: this is too long to be kept before you send it.")
    one.send()
    one.says("Not sent: this is too long to send. Your words are still here.")
    assert text_box(one) == long and rows() == (0, 0)
    one.page.locator("textarea[name=text]").fill(WORDS)
    one.says(SAVED)
    one.page.wait_for_timeout(1100)  # GOV.UK's button takes no second press within a second
    one.send()
    one.page.get_by_text("Note added.").wait_for()
    assert rows() == (1, 0)


def test_a_link_pressed_before_the_two_seconds_asks_and_loses_nothing(browser, note):
    one = browser(hurried=False)
    one.open(note)
    one.type()
    one.page.get_by_role("link", name="Cancel").click()
    one.page.wait_for_url("**/ocg/*/")
    assert one.asked == ["beforeunload"]
    one.open(note)
    one.carries_on(WORDS)


def test_a_tab_that_is_hidden_is_kept_at_once(browser, note):
    one = browser(hurried=False)
    one.open(note)
    one.type()
    one.page.evaluate(
        "Object.defineProperty(document, 'hidden', { value: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    one.says(SAVED)
    assert rows() == (0, 1)


def test_without_a_connection_it_says_so_stays_and_saves_once_there_is_one(browser, note):
    one = browser()
    one.open(note)
    one.offline = True
    one.type()
    one.says(NOT_SAVED)
    one.send()
    one.says(NOT_SENT)
    assert text_box(one) == WORDS and rows() == (0, 0)
    one.offline = False
    one.says(SAVED)  # by itself
    one.send()
    one.page.get_by_text("Note added.").wait_for()
    assert rows() == (1, 0)


def test_a_second_press_after_the_connection_went_leaves_the_words_on_the_page(browser, note):
    one = browser()
    one.open(note)
    one.type()
    one.says(SAVED)
    one.page.route(f"**{note}", lambda route: None)  # nothing comes back
    button = one.page.get_by_role("button", name="Add the note")
    button.click(no_wait_after=True)
    one.offline = True
    one.context.set_offline(True)
    button.click(no_wait_after=True)
    one.says(NOT_SENT)
    assert text_box(one) == WORDS


def test_a_button_that_is_pressed_twice_saves_one_row(browser, note):
    one = browser()
    one.open(note)
    one.type()
    one.page.get_by_role("button", name="Add the note").dblclick()
    one.page.get_by_text("Note added.").wait_for()
    assert rows() == (1, 0)


def test_an_ended_session_is_said_and_the_words_come_back_after_signing_in(browser, note, sign_in):
    one = browser()
    one.open(note)
    with outside_the_loop():
        one.client.session.flush()
    one.type()
    one.says("you have been signed out")
    one.send()
    one.page.get_by_role("heading", name="Sign in").first.wait_for()
    with outside_the_loop():
        kept, fresh = one.client.session["pam_kept_form"], sign_in("owner")
        session = fresh.session
        session["pam_kept_form"] = kept
        session.save()
        one.client.cookies = fresh.cookies
    one.open(note)
    assert text_box(one) == WORDS and rows() == (0, 0)


def test_an_old_token_is_made_up_for_by_the_new_one(browser, note, sign_in):
    with outside_the_loop():
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = sign_in("owner").cookies
    one = browser(strict)
    one.open(note)
    one.type("Seen before signing in again, ")
    one.says(SAVED)
    strict.cookies["csrftoken"] = "n" * 32  # signed in again in another tab
    one.page.locator("textarea[name=text]").press_sequentially("and after it")
    one.says("you signed in again since you opened this page")
    one.send()
    one.page.get_by_text("You opened this page before you last signed in").wait_for()
    assert text_box(one) == "Seen before signing in again, and after it" and rows() == (0, 1)
    assert one.page.locator(f"form [name={NUMBER}]").count()
