"""A meeting on five screens at once: chair, wall, secretary, probation on a phone, a member who is out."""

from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, expect

from meetings.conflicts import services as conflicts
from meetings.models import AgendaItem, Decision
from meetings.services import conduct
from pam.access.levels import Level
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from pam.live import versions
from pam.records.models import Record
from tests.meetings import room as rooms
from tests.meetings.test_chair_screen import outside_the_loop
from tests.story.conftest import chromium  # noqa: F401
from tests.ui.conftest import respond

pytestmark = pytest.mark.browser
PASSED_ON = ("accept", "if-none-match", "x-pam-live", "hx-request")
SOON = 20_000  # ms: five screens of one process, which answers one after the other


class Screen:
    """A signed-in person's page; `told` is all that the server ever sent it."""

    def __init__(self, browser, client, width, height):
        self.client, self.offline, self.told = client, False, []
        self.context = browser.new_context(viewport={"width": width, "height": height})
        self.page = self.context.new_page()
        self.page.route("**/*", self.route)

    def route(self, route):
        request = route.request
        path = urlsplit(request.url).path
        if path.startswith("/static/"):
            answer = respond(path, {})
            return route.fulfill(body=answer.content, content_type=answer.headers["Content-Type"])
        if self.offline:
            return route.abort()
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        with outside_the_loop():
            if request.method == "POST":
                kind = request.headers["content-type"]
                answer = self.client.generic(
                    "POST", path, request.post_data_buffer, content_type=kind, headers=headers
                )
            else:
                answer = self.client.get(path, headers=headers)
            if answer.status_code == 302:
                answer = self.client.get(answer.url.partition("#")[0])
        self.told.append(answer.content.decode())
        kept = {name: answer.headers[name] for name in ("ETag", "X-Pam-Live") if name in answer.headers}
        kept["Content-Type"] = answer.headers.get("Content-Type", "text/html")
        with suppress(Error):  # the page has left meanwhile
            route.fulfill(status=answer.status_code, body=answer.content, headers=kept)

    def open(self, path):
        self.page.goto(f"http://pam.test{path}")
        return self

    def shows(self, words):
        expect(self.page.locator("main")).to_contain_text(words, timeout=SOON)


@pytest.fixture(autouse=True)
def no_redis(monkeypatch):
    """Each question is answered by the gate: nothing commits here that could say that something changed."""
    monkeypatch.setattr(versions, "_ask", lambda question: None)


@pytest.fixture
def room(world):
    """A meeting being held, with a colleague in the room who can open the group, and is out of its item."""
    room = rooms.called(world)
    colleague = room.people.memberships["colleague"]
    with room.reading():
        proposal = ShareProposal(
            principal=colleague.principal, level=Level.VIEW, basis=None, reason="Team", until=None
        )
        share(actor=room.chair, record=Record.objects.get(pk=world.ocg.pk), proposal=proposal)
        conduct.invite(actor=room.chair, meeting=room.now(), people=[colleague])
        conduct.start(actor=room.chair, meeting=room.now())
        conduct.all_present(actor=room.chair, meeting=room.now())
        conflicts.declare(
            actor=room.chair,
            meeting=room.now(),
            item=AgendaItem.objects.get(pk=room.items["ocg"].pk),
            person=colleague,
            words="His sister is named in it",
            ruling="out",
        )
    return room


def test_five_screens_show_each_person_their_own_meeting(room, chromium, sign_in):  # noqa: F811
    home = f"/meetings/{room.meeting.uuid}"
    sizes = {
        "chair": ("owner", 1024, 768),
        "wall": ("owner", 1920, 1080),
        "secretary": ("owner", 1280, 800),
        "phone": ("granted", 390, 844),
        "out": ("colleague", 1280, 800),
    }
    screens = {}
    for name, (persona, *size) in sizes.items():
        with outside_the_loop():
            client = sign_in(persona)
        screens[name] = Screen(chromium, client, *size)
    chair, wall, secretary, phone, out = screens.values()
    group, hidden = room.world.ocg.reference, room.world.pvp.reference

    chair.open(f"{home}/tablet/")
    wall.open(f"{home}/wall/")
    phone.open(f"{home}/follow/")
    out.open(f"{home}/follow/")
    secretary.open(f"{home}/chair/{room.items['ocg'].uuid}/")

    chair.page.keyboard.press("n")  # the first item, for everyone
    for screen in (wall, phone, out):
        screen.shows("Welcome")
        expect(screen.page.locator("[aria-current=step]").first).to_contain_text("Welcome", timeout=SOON)

    chair.page.keyboard.press("n")  # the group: not for the member who is out, and so not for the wall
    expect(phone.page.locator("[aria-current=step]")).to_contain_text(group, timeout=SOON)
    for screen in (wall, out):
        screen.shows("an item that is not shown here")
    chair.shows("Not on the wall")

    secretary.offline = True
    secretary.page.keyboard.press("Alt+Shift+D")
    secretary.page.locator("[name=decision-text]").fill("Close the yard")
    secretary.page.locator("[name=decision-rationale]").fill("It is the store")
    secretary.page.get_by_role("button", name="Record the decision").click()
    secretary.page.locator("#sent").get_by_text("Not sent: no connection").wait_for()
    secretary.offline = False
    secretary.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.shows("Close the yard")
    chair.shows("Close the yard")

    chair.page.get_by_role("link", name="Show it on the wall").click()
    with chair.page.expect_navigation():  # keys are taken once the page that follows is there
        chair.page.get_by_role("button", name="Show it on the wall").click()
    wall.shows("Close the yard")
    wall.shows("Shown by the chair’s decision")

    chair.page.keyboard.press("n")  # a case that probation knows nothing of
    for screen in (wall, phone):
        screen.shows("an item that is not shown here")
    with outside_the_loop(), room.reading():
        assert Decision.objects.filter(text="Close the yard").count() == 1
    assert not [told for told in out.told if "Close the yard" in told or "sister" in told]
    assert not [told for told in phone.told if hidden in told or "canaryhidden" in told]
    assert not [told for told in wall.told if hidden in told or "canaryhidden" in told]
    for screen in screens.values():
        screen.context.close()
