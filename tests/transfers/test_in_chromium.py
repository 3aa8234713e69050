"""The story of a case that goes to another force: chosen, looked at, proposed; accepted, read there."""

import pytest
from django.urls import reverse

from pam.transfers.models import Transfer
from tests.drafts.test_in_chromium import browser  # noqa: F401
from tests.loop import outside_the_loop
from tests.ui.test_look import violations
from tests.world.transfers import case_to_give, let_accept

pytestmark = pytest.mark.browser


def test_a_case_goes_to_another_force_with_what_was_chosen(people, browser, sign_in):  # noqa: F811
    with outside_the_loop():
        let_accept(people)
        case = case_to_give(people)
    giver = browser()
    page = giver.page
    giver.open(reverse("disclosure:shares", args=[case.uuid]))
    page.get_by_role("button", name="Transfer to another team or agency").click()
    page.get_by_label("Which team should take it over?").select_option(label="Serious crime")
    page.get_by_label("Reason", exact=True).select_option(label="The person has moved")
    page.get_by_label("Why they should take it over").fill("She lives with her aunt in your area now.")
    page.get_by_label("Warnings (1)").uncheck()
    assert violations(page) == []
    page.get_by_role("button", name="Check what goes").click()
    page.get_by_text("No warnings come with it. Ask before a visit.").wait_for()
    page.get_by_label(str(people.basis)).first.check()
    assert violations(page) == []
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_label("Warnings (1)").check()
    page.get_by_role("button", name="Check what goes").click()
    page.get_by_label(str(people.basis)).first.check()
    assert page.get_by_text("No warnings come with it").count() == 0
    page.get_by_role("button", name="Propose the transfer").click()
    page.get_by_text("Nothing changes until they accept.").wait_for()
    assert violations(page) == []

    with outside_the_loop():
        client = sign_in("other_force")
    taker = browser(client, width=390)
    page = taker.page
    taker.open("/")
    page.get_by_role("link", name=case.reference).first.click()
    accept = page.get_by_role("button", name="Accept")
    accept.wait_for()
    assert "Rosa" not in page.content()
    accept.click()
    page.get_by_label("Who will lead it?").select_option(label="Otto Other")
    assert violations(page) == []
    page.get_by_role("button", name="Take it over").click()
    page.get_by_text("is yours.").wait_for()
    page.get_by_text("Never ring the shop").first.wait_for()
    page.get_by_role("link", name=f"Carried over from {case.reference}").first.click()
    page.get_by_text("Olive Owner").first.wait_for()
    assert violations(page) == []

    giver.open(case.get_absolute_url())
    giver.page.get_by_role("link", name="Transferred to Serious crime").first.wait_for()
    with outside_the_loop():
        assert Transfer.objects.get().state == "accepted"
