"""The network chart in a real Chromium: under the content policy, by keyboard, the same as its table."""

import pytest
from playwright.sync_api import expect

from tests.drafts.test_in_chromium import Browser
from tests.network.test_network import harbour  # noqa: F401
from tests.records.world import url
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser


def test_the_chart_is_drawn_and_opened_by_keyboard_and_its_table_stays_the_same(
    harbour,  # noqa: F811
    sign_in,
    chromium,
):
    browser, said = Browser(chromium, sign_in("owner")), []
    browser.page.on("console", lambda message: said.append(message.text))
    browser.page.on("pageerror", lambda error: said.append(str(error)))
    browser.open(url("network:record", harbour["first"]))
    chart = browser.page.locator("[data-pam-network]")
    browser.page.wait_for_selector("[data-nodes='4']")
    rows = browser.page.locator("#network-table tbody tr")
    assert rows.count() == 4
    chart.locator(".pam-network__canvas").focus()
    browser.page.keyboard.press("ArrowDown")
    assert "Harbour group" in chart.locator(".pam-network__chosen").inner_text()
    other = str(harbour["second"].uuid)
    browser.page.locator(f"[data-pam-expand='{other}']").click()
    browser.page.wait_for_selector("[data-nodes='5']")
    expect(rows).to_have_count(5)
    assert f"open={other}" in browser.page.url
    browser.page.set_viewport_size({"width": 390, "height": 844})
    assert browser.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(browser.page) == [] and said == []
    browser.page.reload()
    browser.page.wait_for_selector("[data-nodes='5']")
