"""What people see, in a real Chromium: accessible, within the screen, without scripts, and on paper."""

import io
import re

import pypdf
import pytest

from tests.static import AXE

pytestmark = pytest.mark.browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": WCAG},
    "resultTypes": ["violations"],
    "preload": False,
    "selectors": False,  # what is wrong is said by its HTML
}
# The rest of what axe returns costs as much to bring here as some of its rules.
RUN = """options => axe.run(options).then(({ violations }) => violations.flatMap(
  (rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 120)}`)))"""
ALSO_ASKED_ON_A_PHONE = {"/ui/components/", "/ui/components/wall/"}  # the others have the same parts
PAGES = [
    "/ui/components/",
    "/ui/components/?sent=1",
    "/ui/components/wall/",
    "/error/403",
    "/error/404",
    "/error/500",
]


def violations(page):
    """What axe finds wrong with the open page, as "rule: element"."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(url=AXE)
    return page.evaluate(RUN, OPTIONS)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_accessible_fits_and_breaks_no_policy(screen, look_url, path):
    page, said = screen(1280), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(look_url + path)
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        if width == 1280 or path in ALSO_ASKED_ON_A_PHONE:
            assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []


def test_a_row_of_a_list_is_one_line_and_two_on_a_phone_and_a_long_name_takes_one_more(screen, look_url):
    page = screen(1280)
    page.goto(look_url + "/ui/components/")
    heights = (
        "[...document.querySelectorAll('.pam-rows tbody tr')].map(row => row.getBoundingClientRect().height)"
    )
    for width, limit in ((1280, 34), (390, 62)):
        page.set_viewport_size({"width": width, "height": 900})
        rows = page.evaluate(heights)
        *others, longest = sorted(rows)
        assert len(others) > 1 and max(others) <= limit, (width, rows)
        assert longest <= limit + 24, (width, rows)


def test_the_check_finds_a_fault(screen, look_url):
    page = screen(1280)
    page.goto(look_url + "/error/404")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<input><img src=/x.png>')")
    assert {line.split(":")[0] for line in violations(page)} >= {"label", "image-alt"}


def test_the_menu_folds_on_a_phone_with_and_without_scripts(screen, look_url):
    for scripts in (True, False):
        page = screen(390, scripts=scripts)
        page.goto(look_url + "/ui/components/")
        link = page.locator("#navigation a").first
        assert not link.is_visible()
        page.get_by_role("button" if scripts else "link", name=re.compile("^Menu")).click()
        assert link.is_visible()


def test_filters_fold_on_a_phone_and_stand_open_beside_the_list_on_a_desk(screen, look_url):
    phone, desk = screen(390), screen(1280)
    for page, shown in ((phone, False), (desk, True)):
        page.goto(look_url + "/ui/components/")
        assert page.get_by_role("button", name="Apply filters").is_visible() is shown
    phone.locator(".pam-filters summary").click()
    assert phone.get_by_role("button", name="Apply filters").is_visible()
    filters, table = (
        desk.locator(".pam-filters").bounding_box(),
        desk.locator(".pam-filter-layout .pam-table").bounding_box(),
    )
    assert filters["x"] + filters["width"] < table["x"]


def test_rows_become_cards_with_labels_on_a_phone(screen, look_url):
    page = screen(390)
    page.goto(look_url + "/ui/components/")
    cell = page.locator(".pam-table td").first
    assert cell.evaluate("td => getComputedStyle(td, '::before').content") == '"Stage"'
    assert cell.evaluate("td => getComputedStyle(td).display") == "block"


def test_the_error_summary_takes_one_to_the_wrong_box(screen, look_url):
    page = screen(390)
    page.goto(look_url + "/ui/components/?sent=1")
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="The review date must be a real date").click()
    assert page.evaluate("document.activeElement.id") == "id_review_day"


def test_the_keyboard_reaches_the_content_first(screen, look_url):
    page = screen(1280)
    page.goto(look_url + "/ui/components/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_a_wide_screen_is_used(screen, look_url):
    page = screen(1280)
    page.goto(look_url + "/ui/components/")
    assert page.locator("main").bounding_box()["width"] >= 1200


def test_paper_carries_the_marking_on_each_sheet_and_no_navigation(screen, look_url):
    page = screen(1280)
    page.goto(look_url + "/ui/components/")
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf())).pages]
    assert len(sheets) > 2
    for text in sheets:
        assert text.count("OFFICIAL-SENSITIVE") == 2 and text.count("Do not forward") == 2
    printed = " ".join(sheets)
    assert "Saltmarsh network" in printed and "Sign out" not in printed and "Mailbox" not in printed


def test_the_counter_counts_as_the_server_does(screen, look_url):
    page = screen(1280)
    page.goto(look_url + "/ui/components/")
    box = page.locator("textarea[name=summary]")
    box.fill("One\ntwo 😀\n" + "x" * 489)
    assert len(box.input_value()) == 499 and box.evaluate("box => box.value.length") == 500
    page.get_by_text("You have 1 character remaining").first.wait_for(state="attached", timeout=5000)
