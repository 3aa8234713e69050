"""A daily log of twelve lines, run with the keyboard in a real Chromium."""

import pytest
from django.utils import timezone

from meetings.models import AgendaItem, Meeting, MeetingAction
from meetings.series import services
from meetings.services import conduct
from pam.access import visibility
from tests.loop import outside_the_loop
from tests.meetings.test_chair_screen import Person
from tests.world.series import begin, kind

pytestmark = pytest.mark.browser
LINES = 12


@pytest.fixture
def log(world):
    """A log of twelve lines that is being held."""
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        series, _ = begin(world.people, "of tests", members=(), every="daily", framework_version=kind("dmm"))
        meeting = services.call_next(actor=actor, series=series, starts_at=timezone.now()).meeting
        here = AgendaItem.objects.filter(record_id=meeting.pk, removed_at=None).count()
        for number in range(LINES - here):
            conduct.add_item(actor=actor, meeting=meeting, title=f"Line {number}")
        return conduct.start(actor=actor, meeting=meeting)


def items(meeting):
    """The lines in their order, as they are now."""
    rows = AgendaItem.objects.filter(record_id=meeting.pk, removed_at=None)
    return list(rows.order_by("position", "pk"))


def test_twelve_lines_take_a_key_each_and_an_action_one_line(log, chromium, sign_in):
    with outside_the_loop():
        client, lines = sign_in("owner"), items(log)
    duty = Person(chromium, client)
    duty.open(f"/meetings/{log.uuid}/chair/{lines[0].uuid}/")
    duty.page.keyboard.press("Alt+Shift+L")
    duty.page.keyboard.type("@northshire-police tomorrow visit the wharf")
    duty.page.keyboard.press("Enter")
    duty.page.locator("#recorded").get_by_text("visit the wharf").wait_for()
    for line in lines[1:]:
        duty.page.keyboard.press("Alt+Shift+Digit1")
        duty.page.wait_for_url(f"**/chair/{line.uuid}/")
    duty.page.keyboard.press("Alt+Shift+Digit4")
    duty.page.locator("button[aria-pressed=true]").get_by_text("tomorrow").wait_for()
    duty.page.keyboard.press("Alt+Shift+N")
    duty.page.get_by_role("button", name="Close the meeting").click()
    duty.page.get_by_text("What is still open comes back").wait_for()
    with outside_the_loop():
        assert Meeting.objects.get(pk=log.pk).state == Meeting.State.APPROVED
        assert [line.outcome for line in items(log)] == ["no-change"] * (LINES - 1) + ["tomorrow"]
        assert MeetingAction.objects.get(record_id=log.pk).item_id == lines[0].pk
