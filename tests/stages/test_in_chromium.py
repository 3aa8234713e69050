"""An author adds a move to a stage map in the editor and publishes it; a record makes it the next minute."""

import pytest
from django.urls import reverse

from pam.access import visibility
from pam.frameworks import services as frameworks
from pam.frameworks.models import Framework, FrameworkVersion
from tests.drafts.test_in_chromium import browser  # noqa: F401
from tests.loop import outside_the_loop
from tests.records.world import group
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser


def copied(people):
    """A draft of the owner's agency: a copy of the shipped map."""
    with outside_the_loop():
        actor = people.reader("owner")
        with visibility.reading(actor):
            source = Framework.objects.get(agency=None, kind="stage-map", code="ocg-stages").current
            return frameworks.copy_version(actor=actor, version=source)


def test_a_move_that_is_added_in_the_editor_is_made_on_a_record_the_next_minute(people, browser):  # noqa: F811
    with outside_the_loop():
        record = group(people)
    draft, one = copied(people), browser()
    page = one.page
    one.open(reverse("frameworks:edit", args=[draft.uuid]))
    page.get_by_role("link", name="Moves", exact=True).click()
    page.get_by_role("button", name="Add a move").click()
    page.get_by_text("Added.").wait_for()
    page.locator("[name=label]").fill("Straight to the archive list")
    page.get_by_label("Active", exact=True).first.check()
    page.get_by_label("To", exact=True).select_option("monitored")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    assert violations(page) == []
    one.open(reverse("frameworks:publish", args=[draft.uuid]))
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("is published as version 1").wait_for()
    one.open(record.get_absolute_url())
    page.get_by_role("link", name="see what changes").click()
    page.get_by_text("Straight to the archive list").first.wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Take the newer stages").click()
    page.get_by_text("The record goes by the newer stages now.").wait_for()
    page.get_by_role("button", name="Straight to the archive list").click()
    page.get_by_role("heading", name="Straight to the archive list").wait_for()
    assert violations(page) == []
    page.locator("button.govuk-button", has_text="Straight to the archive list").click()
    page.get_by_text("The stage is Monitored now.").wait_for()
    assert violations(page) == []
    with outside_the_loop():
        assert FrameworkVersion.objects.get(pk=draft.pk).number == 1
