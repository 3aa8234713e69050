"""Single keys in lists, in a real Chromium: j, k, Enter, x, e and ?; off for a person who turned them off."""

import pytest
from django.urls import reverse

from pam.actions.models import Action
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.drafts.test_in_chromium import Browser
from tests.loop import outside_the_loop
from tests.records.world import add_person
from tests.standing import standing
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser
ROW = "document.activeElement.closest('.pam-rows tr')?.rowIndex || 0"
BUTTON = "document.activeElement.closest('button')?.textContent || ''"
OPEN = "document.getElementById('keys-dialog').open"


class Keys:
    """Presses keys on a page and counts them."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def __call__(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1


@standing
def six(people):
    """Six actions of the owner."""
    return [add_action(people, make_ocg(people), title=f"Visit {number}") for number in range(6)]


@pytest.fixture
def mate(people):
    """A colleague in the owner's team."""
    mate = people.memberships["colleague"]
    mate.teams.add(people.teams["unit"])
    return mate


@pytest.fixture
def browser(six, mate, chromium, sign_in):
    """The owner's browser; what it shows is made before, outside of Playwright's loop."""
    browser = Browser(chromium, sign_in("owner"))
    browser.press = Keys(browser.page)
    return browser


def opened(browser, address):
    browser.open(address)
    browser.page.wait_for_selector("#find-list", state="attached")  # the scripts have begun
    return browser.page


def test_j_and_k_go_from_row_to_row_and_enter_opens_one(browser, six):
    page = opened(browser, reverse("actions:list"))
    browser.press("j")
    assert page.evaluate(ROW) == 1
    browser.press("j", "j", "k")
    assert page.evaluate(ROW) == 2
    browser.press("k", "k", "k")
    assert page.evaluate(ROW) == 1, "there is no row before the first"
    browser.press("Enter")
    page.wait_for_url(f"**{reverse('actions:detail', args=[six[0].uuid])}")


def test_x_ticks_the_row_and_question_mark_says_the_keys(browser, six):
    page = opened(browser, reverse("actions:list"))
    browser.press("j", "x")
    assert page.locator(".pam-tick:checked").count() == 1 and page.evaluate(ROW) == 1
    browser.press("x")
    assert page.locator(".pam-tick:checked").count() == 0
    browser.press("?")
    assert page.evaluate(OPEN) and not violations(page)
    browser.press("Escape")
    assert not page.evaluate(OPEN)


def test_a_key_that_is_typed_is_a_letter(browser, six):
    page = opened(browser, reverse("actions:list"))
    browser.press("/", "j", "x", "?")
    assert page.locator("#find").input_value() == "jx?"
    assert page.evaluate(ROW) == 0 and not page.evaluate(OPEN)


def test_a_person_who_turned_single_keys_off_has_none(browser, six):
    page = opened(browser, reverse("accounts:account"))
    page.get_by_role("button", name="Turn single-key shortcuts off").click()
    page.wait_for_selector("text=Single-key shortcuts are off")
    page = opened(browser, reverse("actions:list"))
    browser.press("j", "?", "/")
    assert page.evaluate(ROW) == 0 and not page.evaluate(OPEN)
    assert page.evaluate("document.activeElement.id") != "find"
    browser.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "find"


def test_six_actions_get_a_new_owner_in_few_keys_and_without_a_mouse(browser, six, mate, record_property):
    page, press = opened(browser, reverse("actions:list")), browser.press
    for _ in six:
        press("j", "x")
    press("e")
    page.wait_for_selector("h1:has-text('Change 6 actions')")
    page.wait_for_load_state()
    while page.evaluate("document.activeElement.name") != "owner":
        press("Tab")
    press(*mate.user.name[:4])
    while "Check the change" not in page.evaluate(BUTTON):
        press("Tab")
    press("Enter")
    page.wait_for_selector("h1:has-text('6 actions will change')")
    page.wait_for_load_state()
    while "Change them" not in page.evaluate(BUTTON):
        press("Tab")
    press("Enter")
    page.wait_for_selector("text=6 actions changed")
    record_property("keys", press.count)
    with outside_the_loop():
        assert {action.owner_id for action in Action.objects.all()} == {mate.pk}
    assert press.count <= 45, press.count


@standing
def late(people):
    """An overdue action of probation, one that is not late, and one of the police that is late too."""
    ocg = make_ocg(people)
    share_with_probation(people, ocg)
    add_action(people, ocg, title="Late there", owner="granted", days=-3)
    add_action(people, ocg, title="Soon there", owner="granted", days=3)
    add_action(people, ocg, title="Late here", days=-3)
    add_person(people, ocg, "Kieron Tealby")


def test_everything_overdue_for_one_agency_takes_six_clicks(late, people, chromium, sign_in, record_property):
    agency = str(people.agencies["probation"].pk)
    page, clicks = opened(Browser(chromium, sign_in("owner")), reverse("actions:list")), 0
    page.locator(".pam-filters > summary").click()
    for name, value in (("agency", agency), ("status", "overdue")):
        page.locator(f"select[name={name}]").select_option(value)
        clicks += 2  # the list is opened, a line chosen
    page.locator(".pam-filters button[type=submit]").first.click()
    clicks += 2
    page.wait_for_url("**status=overdue**")
    titles = page.locator(".pam-rows tbody th").all_inner_texts()
    record_property("clicks", clicks)
    assert ["Late there" in title for title in titles] == [True] and clicks <= 6


def test_a_person_is_found_by_half_a_misspelt_name_in_ten_keys(late, chromium, sign_in, record_property):
    browser = Browser(chromium, sign_in("owner"))
    page, press = opened(browser, reverse("ocg:list")), Keys(browser.page)
    press("/", *"keiron")
    page.wait_for_selector("#find-list [role=option]:has-text('Kieron Tealby')")
    press("ArrowDown", "Enter")
    page.wait_for_selector("h1:has-text('Kieron Tealby')")
    record_property("keys", press.count)
    assert press.count <= 10, press.count


@pytest.mark.parametrize("width", [390, 1280])
def test_a_list_with_views_ticks_and_filters_is_accessible_on_a_phone_and_on_a_desk(
    six,
    chromium,
    sign_in,
    width,
):
    browser = Browser(chromium, sign_in("owner"), width)
    page = opened(browser, reverse("actions:list"))
    page.locator(".pam-tick").first.check()
    page.locator(".pam-menu > summary").click()
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator(".pam-filters > summary").click()
    page.wait_for_selector("select[name=status] option:has-text('Open (6)')", state="attached")
    assert not violations(page)
