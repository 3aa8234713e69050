"""The warning before a session ends, in a real Chromium, with the server's answers made up."""

import json

import pytest

from tests.ui.test_look import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def warned(screen, look_url, settings):
    """A function that opens a page whose session goes on as the answers say: {"GET": …, "POST": …}."""
    settings.SESSION_IDLE_MINUTES = 0.05  # the script asks two seconds after the page was opened

    def open_page(answers):
        page, asked = screen(390), []

        def answer(route):
            asked.append(route.request.method)
            told = answers[route.request.method]
            if told is None:
                return route.fulfill(status=302, headers={"Location": "/sign-in/"})
            return route.fulfill(status=200, content_type="application/json", body=json.dumps(told))

        page.route("**/account/session/", answer)
        page.clock.install()
        page.goto(look_url + "/ui/components/")
        page.locator("textarea").first.fill("Seen at the marina")
        page.clock.fast_forward(2_000)
        return page, asked

    return open_page


def test_a_person_who_did_nothing_is_warned_and_stays_signed_in_with_what_was_typed(warned):
    page, asked = warned(
        {"GET": {"seconds": 1, "can_stay": True}, "POST": {"seconds": 1800, "can_stay": True}}
    )
    stay = page.get_by_role("button", name="Stay signed in")
    stay.wait_for()
    assert "You will be signed out in 1 minute." in page.locator("dialog[data-session]").inner_text()
    assert violations(page) == []
    stay.click()
    page.locator("dialog[data-session]").wait_for(state="hidden")
    assert asked[-1] == "POST"
    assert page.locator("textarea").first.input_value() == "Seen at the marina"


def test_a_session_at_its_whole_length_cannot_be_made_longer(warned):
    page, _ = warned({"GET": {"seconds": 1, "can_stay": False}})
    page.get_by_text("Save your work now.").wait_for()
    assert not page.get_by_role("button", name="Stay signed in").is_visible()


def test_after_the_end_the_page_says_so_and_keeps_what_was_typed(warned):
    page, _ = warned({"GET": None})
    page.get_by_text("You have been signed out").wait_for()
    assert page.get_by_role("link", name="Sign in (opens in a new tab)").is_visible()
    assert page.locator("textarea").first.input_value() == "Seen at the marina"
