"""A coordinator who can't program writes an assessment with a plan that it starts, uses it on a record,
writes a newer version and moves the record's assessment to it, in a real Chromium.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from pam.actions.models import Action
from pam.assessments.models import Assessment
from pam.frameworks.models import FrameworkVersion
from tests.actions.world import make_ocg
from tests.drafts.test_in_chromium import browser  # noqa: F401
from tests.loop import outside_the_loop
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser
QUESTIONS = 6  # more than the score at which the second band begins


def save(page, **values):
    """Types into the item's form and saves it."""
    for name, value in values.items():
        box = page.locator(f"[name='{name}']").first
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    with page.expect_navigation():  # the page before may say the same
        page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()


def test_an_assessment_with_triggers_and_a_plan_is_written_used_and_moved_to_its_next_version(
    people,
    browser,  # noqa: F811
):
    one = browser()
    with outside_the_loop():
        record = make_ocg(people)
    write(one)
    use(one, record)
    write_version_2(one)
    move(one, record)


def write(one):
    """Some questions with two triggers, and a plan that the first of them starts; published."""
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
    for n in range(2, QUESTIONS + 1):
        page.get_by_role("button", name="Duplicate").click()
        page.get_by_text("Duplicated.").wait_for()
        save(page, ask=f"Is question {n} so?")
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
        proposed = {"proposes__0__what": "plan", "proposes__0__value": "firearms-plan"} if n == 1 else {}
        save(page, says=f"Warning {n}", **values, **proposed)
        page.get_by_text("In words: if “Is question 1 so?”").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Check and publish").click()
    page.get_by_text("No band takes a score of 4").wait_for()
    page.locator(".pam-panel a").first.click()
    page.get_by_role("link", name="Bands", exact=True).click()
    save(page, bands__1__from="4")
    try_it(page)
    one.open(reverse("frameworks:publish", args=[draft().uuid]))
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("is published as version 1").wait_for()
    body = draft().body
    assert len(body["sections"][0]["questions"]) == QUESTIONS and len(body["triggers"]) == 2
    assert body["triggers"][0]["when"] == "question = yes"
    assert body["triggers"][0]["proposes"] == [{"what": "plan", "value": "firearms-plan"}]


def try_it(page):
    """What is chosen is worked out by itself, also before the scripts of the page have come."""
    held = []
    page.route("**/htmx.min.js", lambda route: held.append(route))
    page.get_by_role("button", name="Try it").click()
    page.get_by_label("Is question 1 so?").select_option("yes")
    while not held:
        page.wait_for_timeout(50)
    held.pop().fallback()
    page.get_by_text("Warning 1").wait_for()
    page.locator(".htmx-settling").wait_for(state="detached")  # no hand is quicker than its 20 ms
    page.get_by_label("Is question 1 so?").select_option("?not_asked")
    page.get_by_text("Warning 2").wait_for()
    assert page.get_by_text("Warning 1").count() == 0
    assert violations(page) == []


def answer(page, ask, choice):
    """Chooses an answer."""
    group = page.get_by_role("group", name=ask, exact=True)
    group.get_by_label(choice, exact=True).check()


def use(one, record):
    """Starts it on the record, answers, completes it, and adds the plan that it proposes."""
    page = one.page
    one.open(reverse("assessments:start", args=[record.uuid]))
    page.get_by_label("Doorstep check, version 1").check()
    page.get_by_role("button", name="Go to the questions").click()
    for n in range(1, QUESTIONS + 1):
        answer(page, f"Is question {n} so?", "Yes" if n == 1 else "No")
    assert violations(page) == []
    page.get_by_role("button", name="Check answers").click()
    page.get_by_text("Warning 1").wait_for()
    page.get_by_role("button", name="Complete the assessment").click()
    page.get_by_text("The assessment is completed.").wait_for()
    expect(page.get_by_text("Warning 1")).to_have_count(1)
    assert page.get_by_text("Warning 2").count() == 0
    assert violations(page) == []
    page.get_by_role("link", name="Decide on Plan Firearms").click()
    page.get_by_role("button", name="Add these actions").click()
    page.get_by_text("actions added to the").wait_for()
    with outside_the_loop():
        assert Action.objects.filter(record=record).count() > 3


def write_version_2(one):
    """The first question in other words, and one question more; published."""
    page = one.page
    with outside_the_loop():
        framework = FrameworkVersion.objects.get(code="doorstep-check").framework
    one.open(reverse("frameworks:framework", args=[framework.uuid]))
    for _ in ("the page of the framework", "and whether that is meant"):
        with page.expect_navigation():
            page.get_by_role("button", name="Start the next version").click()
    page.get_by_role("link", name="Is question 1 so?", exact=True).click()
    save(page, ask="Is question 1 so today?")
    page.get_by_role("link", name=f"Is question {QUESTIONS} so?", exact=True).click()
    page.get_by_role("button", name="Duplicate").click()
    page.get_by_text("Duplicated.").wait_for()
    save(page, ask=f"Is question {QUESTIONS + 1} so?")
    page.get_by_role("button", name="Check and publish").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("is published as version 2").wait_for()


def move(one, record):
    """Opens the assessment, sees what is new, and moves it: the answers are still there."""
    page = one.page
    one.open(reverse("assessments:of_record", args=[record.uuid]))
    page.get_by_role("link", name="Doorstep check", exact=True).first.click()
    page.get_by_role("link", name="See what is new").click()
    page.get_by_text(f"{QUESTIONS} of {QUESTIONS} answers carry over").wait_for()
    page.get_by_text(f"Is question {QUESTIONS + 1} so?").wait_for()
    page.get_by_text("Is question 1 so today?").wait_for()
    assert violations(page) == []
    page.get_by_label("Why is it made again?").fill("Asked for today")
    page.get_by_role("button", name="Begin the new draft").click()
    page.get_by_role("button", name="Check answers").wait_for()
    chosen = page.locator(".pam-answers input:checked")
    assert [one.get_attribute("value") for one in chosen.all()].count("no") == QUESTIONS - 1
    first = page.get_by_role("group", name="Is question 1 so today?", exact=True)
    assert first.get_by_label("Yes", exact=True).is_checked()
    answer(page, f"Is question {QUESTIONS + 1} so?", "No")
    page.get_by_role("button", name="Check answers").click()
    page.get_by_role("button", name="Complete the assessment").click()
    page.get_by_text("The assessment is completed.").wait_for()
    with outside_the_loop():
        rows = {row.framework_version.number: row for row in Assessment.objects.filter(record=record)}
        assert (rows[1].state, rows[2].state) == ("superseded", "completed")
        assert rows[1].answers.items() <= rows[2].answers.items()


def draft():
    """The version that is written."""
    with outside_the_loop():
        return FrameworkVersion.objects.get(code="doorstep-check")
