"""A coordinator who can't program writes an assessment with a plan that it starts, in a real Chromium."""

import pytest
from django.urls import reverse

from pam.frameworks.models import FrameworkVersion
from tests.drafts.test_in_chromium import browser  # noqa: F401
from tests.meetings.test_chair_screen import outside_the_loop
from tests.story.conftest import chromium  # noqa: F401
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser


def save(page, **values):
    """Types into the item's form and saves it."""
    for name, value in values.items():
        box = page.locator(f"[name='{name}']").first
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()


def test_twelve_questions_with_two_triggers_and_a_plan_are_written_and_published(people, browser):  # noqa: F811
    one = browser()
    page = one.page
    one.open(reverse("frameworks:new"))
    page.get_by_label("Assessment", exact=True).check()
    page.locator("input[name=name]").fill("Doorstep check")
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_role("heading", name="Doorstep check").wait_for()
    page.locator("[name=purpose]").fill("How safe a home is.")
    save(page, score="sum")
    page.get_by_role("link", name="Question?", exact=True).click()
    save(page, ask="Is question 1 so?", score__yes="1", score__no="0")
    for n in range(2, 13):
        page.get_by_role("button", name="Duplicate").click()
        page.get_by_text("Duplicated.").wait_for()
        save(page, ask=f"Is question {n} so?")
    page.wait_for_load_state()
    page.keyboard.press("Alt+ArrowUp")
    page.get_by_text("Moved.").wait_for()
    page.get_by_role("link", name="Bands", exact=True).click()
    save(page, bands__0__label="Lower", bands__0__to="3", bands__1__label="Higher", bands__1__from="5")
    assert violations(page) == []
    for n, (sign, answer) in enumerate((("=", "Yes"), ("not_asked", "")), 1):
        page.get_by_role("link", name="Triggers", exact=True).click()
        page.get_by_role("button", name="Add a trigger").click()
        page.get_by_text("Added.").wait_for()
        values = {"when__0__subject": "question", "when__0__sign": sign, "when__0__answer": answer}
        proposed = {"proposes__0__what": "plan", "proposes__0__value": "safety"} if n == 1 else {}
        save(page, says=f"Warning {n}", **values, **proposed)
        page.get_by_text("In words: if “Is question 1 so?”").wait_for()
        assert violations(page) == []
    page.get_by_role("button", name="Check and publish").click()
    page.get_by_text("No band takes a score of 4").wait_for()
    page.locator(".pam-panel a").first.click()
    page.get_by_role("link", name="Bands", exact=True).click()
    save(page, bands__1__from="4")
    page.get_by_role("button", name="Try it").click()
    page.get_by_label("Is question 1 so?").select_option("yes")
    page.get_by_role("button", name="Work it out").click()
    page.get_by_text("Warning 1").wait_for()
    assert violations(page) == []
    page.go_back()
    one.open(reverse("frameworks:publish", args=[draft().uuid]))
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("is published as version 1").wait_for()
    body = draft().body
    assert len(body["sections"][0]["questions"]) == 12 and len(body["triggers"]) == 2
    assert body["triggers"][0]["when"] == "question = yes"
    assert body["triggers"][0]["proposes"] == [{"what": "plan", "value": "safety"}]


def draft():
    """The version that is written."""
    with outside_the_loop():
        return FrameworkVersion.objects.get(code="doorstep-check")
