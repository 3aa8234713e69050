"""A meeting on five screens at once: chair, wall, secretary, probation on a phone, a member who is out."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.conflicts import services as conflicts
from meetings.models import AgendaItem, CarriedAction, Decision, MeetingAction
from meetings.secretary.services import raise_in_one_line
from meetings.selectors.kinds import offered_outcomes
from meetings.series.services import call_next
from meetings.services import conduct
from pam.access import visibility
from pam.access.levels import Level
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from pam.live import following, versions
from pam.records.models import Record
from tests.loop import outside_the_loop
from tests.meetings import papers
from tests.meetings import room as rooms
from tests.served import Visitor
from tests.world.series import begin

pytestmark = pytest.mark.browser
SOON = 20_000  # ms: five screens of one process, which answers one after the other


class Screen(Visitor):
    """A signed-in person's page; `told` is all that the server ever sent it."""

    def __init__(self, browser, client, width, height):
        super().__init__(browser, client, width, height)
        self.told = []

    def meet(self, asked):
        """Answers, and notes what it said."""
        answer = asked.put_to(self.client)
        self.told.append(answer.content.decode())
        asked.answer(answer)

    def open(self, path):
        super().open(path)
        return self

    def shows(self, words):
        expect(self.page.locator("main")).to_contain_text(words, timeout=SOON)


@pytest.fixture(autouse=True)
def no_redis(monkeypatch):
    """Each question is answered by the gate: nothing commits here that could say that something changed. But
    the screens ask as often as if Redis were there.
    """
    monkeypatch.setattr(versions, "_ask", lambda question: None)
    monkeypatch.setattr(following, "SLOWLY", "0")


ITEMS, ACTIONS, DECISIONS = 12, 20, 3


@pytest.fixture
def room(world, place):
    """A meeting of a series with twelve items, being held: with probation, and with a colleague who can open
    the group and is out of its item, to which a paper came late.
    """
    room = rooms.Room(world)
    colleague = room.people.memberships["colleague"]
    with room.reading():
        proposal = ShareProposal(
            principal=colleague.principal, level=Level.VIEW, basis=None, reason="Team", until=None
        )
        share(actor=room.chair, record=Record.objects.get(pk=world.ocg.pk), proposal=proposal)
        room.series, _ = begin(world.people, "of tests", members=("granted", "colleague"))
        room.meeting = call_next(actor=room.chair, series=room.series, starts_at=timezone.now()).meeting
        for place, (name, record) in enumerate((("ocg", world.ocg), ("pvp", world.pvp)), 2):
            room.items[name] = on_agenda(room, record)
            conduct.place_item(actor=room.chair, meeting=room.now(), item=room.items[name], place=place)
        for item in agenda_of(room)[ITEMS - 1 :]:
            conduct.remove_item(actor=room.chair, meeting=room.now(), item=item, reason="Another time")
        for number in range(len(agenda_of(room)), ITEMS):
            conduct.add_item(actor=room.chair, meeting=room.now(), title=f"Item {number}")
        room.paper = papers.add(room, "ocg", title="Late map of the yard")
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


def agenda_of(room):
    """The items in their order."""
    rows = AgendaItem.objects.filter(record_id=room.meeting.pk, removed_at=None)
    return list(rows.order_by("position", "pk"))


def on_agenda(room, record):
    """The item about a record: built by the series, else added."""
    row = next((item for item in agenda_of(room) if item.about_id == record.pk), None)
    return row or conduct.add_item(
        actor=room.chair, meeting=room.now(), about=Record.objects.get(pk=record.pk)
    )


def go_on(chair):
    """The chair's key, and the page that follows: a key pressed before that is there would be lost."""
    with chair.page.expect_navigation():
        chair.page.keyboard.press("n")


def adds_lines(secretary, *lines):
    """Actions of probation's, one line after the other: the box is free for the next once one is sent."""
    for words in lines:
        secretary.page.keyboard.type(f"@northshire-prob Fri {words}")
        secretary.page.keyboard.press("Enter")
    secretary.page.locator("#recorded").get_by_text(lines[-1]).wait_for()


def seated(browser, sign_in):
    """{name: Screen} of the five."""
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
        screens[name] = Screen(browser, client, *size)
    return screens


def test_five_screens_show_each_person_their_own_meeting(room, place, chromium, sign_in):
    home = f"/meetings/{room.meeting.uuid}"
    screens = seated(chromium, sign_in)
    chair, wall, secretary, phone, out = screens.values()
    group, hidden = room.world.ocg.reference, room.world.pvp.reference
    with outside_the_loop():
        first = agenda_of(room)[0]

    chair.open(f"{home}/tablet/")
    wall.open(f"{home}/wall/")
    phone.open(f"{home}/follow/")
    out.open(f"{home}/follow/")
    secretary.open(f"{home}/chair/{room.items['ocg'].uuid}/")
    late = secretary.page.get_by_role("listitem").filter(has_text="Late map of the yard")
    expect(late.get_by_text("Late", exact=True)).to_be_visible()

    go_on(chair)  # the first item, for everyone
    for screen in (wall, phone, out):
        screen.shows(first.title)
    for screen in (phone, out):
        expect(screen.page.locator("[aria-current=step]").first).to_contain_text(first.title, timeout=SOON)

    go_on(chair)  # the group: not for the member who is out, and so not for the wall
    expect(phone.page.locator("[aria-current=step]")).to_contain_text(group, timeout=SOON)
    for screen in (wall, out):
        screen.shows("an item that is not shown here")
    chair.shows("is out of this item for a conflict of interest")
    expect(chair.page.get_by_role("link", name="Show it on the wall")).to_have_count(0)

    secretary.page.keyboard.press("Alt+Shift+L")
    # The box keeps the cursor: the second line needs no key of its own.
    adds_lines(secretary, "look at van 1", "look at van 2")
    phone.shows("look at van 2")

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

    with chair.page.expect_navigation():  # keys are taken once the page that follows is there
        chair.page.get_by_role("button", name="They have left the room").click()
    wall.shows("Close the yard")
    chair.shows("left the room at")

    go_on(chair)  # a case that probation knows nothing of
    for screen in (wall, phone):
        screen.shows("an item that is not shown here")
    for screen in screens.values():
        screen.leave()
    assert not [told for told in out.told if "Close the yard" in told or "sister" in told or "van" in told]
    assert not [told for told in out.told if "Late map" in told]
    assert not [told for told in phone.told if hidden in told or "canaryhidden" in told]
    assert not [told for told in wall.told if hidden in told or "canaryhidden" in told]
    with outside_the_loop():
        _the_rest(room)
        _three_copies(room)
        _the_next_one(room)


def _the_rest(room):
    """The actions, decisions and outcomes that are still missing; one item is not reached."""
    meeting, chair = room.now(), room.chair
    with room.reading():
        assert Decision.objects.filter(text="Close the yard").count() == 1
        items = agenda_of(room)
        bare = [item for item in items if item.about_id is None]
        for number in range(ACTIONS - MeetingAction.objects.filter(record_id=meeting.pk).count()):
            raise_in_one_line(
                actor=chair, meeting=meeting, item=bare[number % 6], line=f"@northshire-pol 2w call {number}"
            )
        for item, text in ((bare[0], "Meet weekly"), (room.items["pvp"], "Move her")):
            conduct.decide(actor=chair, meeting=meeting, item=item, text=text, rationale="So")
        for item in agenda_of(room)[:-1]:
            outcome = offered_outcomes(meeting, item)[0][0]
            conduct.record_outcome(actor=chair, meeting=meeting, item=item, outcome=outcome)
        conduct.close(actor=chair, meeting=meeting)


def _three_copies(room):
    """The minutes for the owner, for the colleague who was out, and for probation."""
    with room.reading():
        copies = conduct.approve(actor=room.chair, meeting=room.now())
    texts = {}
    for persona in ("owner", "colleague", "granted"):
        principal = room.people.memberships[persona].principal_id
        texts[persona] = str(next(copy.content for copy in copies if principal in copy.for_principals))
    assert len(copies) == len(set(texts.values())) == 3
    assert all(words in texts["owner"] for words in ("Close the yard", "Meet weekly", "Move her"))
    assert "Close the yard" not in texts["colleague"] and "look at van" not in texts["colleague"]
    assert "Close the yard" in texts["granted"] and "look at van 1" in texts["granted"]
    for persona in ("colleague", "granted"):
        assert "Meet weekly" in texts[persona] and "call 3" in texts[persona]
        assert "Move her" not in texts[persona] and room.world.pvp.reference not in texts[persona]


def _the_next_one(room):
    """The next meeting of the series: all open actions, and the item that was not reached."""
    last = agenda_of(room)[-1]
    with room.reading():
        when = timezone.now() + timedelta(days=28)
        following = call_next(actor=room.chair, series=room.series, starts_at=when).meeting
        assert CarriedAction.objects.filter(record_id=following.pk).count() == ACTIONS
        assert AgendaItem.objects.filter(record_id=following.pk, carried_from=last, times_carried=1).exists()
    reader = room.people.reader("colleague")
    with visibility.reading(reader):
        seen = visibility.visible_to(reader, CarriedAction).filter(record_id=following.pk)
        assert 0 < seen.count() <= ACTIONS
