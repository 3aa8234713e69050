"""The chair's screen in a real Chromium: its answers are Django's own, and come when the test lets them."""

import re

import pytest
from playwright.sync_api import expect

from meetings.live import publishing
from meetings.models import AgendaItem, Attendance, Decision
from pam.access import visibility
from pam.access.levels import Level
from pam.actions.models import Action
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from pam.live import versions
from tests.loop import outside_the_loop
from tests.served import Visitor
from tests.standing import standing
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser


class Person(Visitor):
    """A signed-in person's page. `held`: what waits for its answer, while `slow`; `answer_lost`: the server
    has what is sent, and its answer reaches no one.
    """

    def __init__(self, browser, client, **options):
        super().__init__(browser, client, height=700, **options)
        self.slow, self.held, self.answer_lost = False, [], False

    def meet(self, asked):
        """Answers when the test lets it."""
        if asked.method == "POST" and self.answer_lost:
            asked.put_to(self.client)
            asked.drop()
        elif asked.method == "POST" and self.slow:
            self.held.append(asked)
        else:
            super().meet(asked)

    def let_go(self):
        """Every answer that waited comes now."""
        self.slow = False
        while self.held:
            super().meet(self.held.pop(0))

    def enter(self, room, item="plain"):
        self.open(f"/meetings/{room.meeting.uuid}/chair/{room.items[item].uuid}/")
        self.box = self.page.get_by_label("Discussion")
        return self

    def says(self, words):
        self.page.locator("[data-saved]").get_by_text(re.compile(f"^{words}")).wait_for(timeout=15_000)

    def types(self, words):
        self.box.press("Control+End")
        self.box.press_sequentially(words)

    def saves(self):
        self.page.get_by_role("button", name="Save the discussion").click()
        self.says("Saved ")


@standing
def room(held_room):
    """A meeting being held, with the colleague as a second writer."""
    with held_room.reading():
        share(
            actor=held_room.chair,
            record=held_room.meeting,
            proposal=ShareProposal(
                principal=held_room.people.memberships["colleague"].principal,
                level=Level.MANAGE,
                basis=None,
                reason="Deputy",
                until=None,
            ),
        )
    return held_room


@pytest.fixture
def person(chromium, sign_in):
    """A function that seats a persona before the screen."""

    def person(persona="owner", **options):
        with outside_the_loop():
            client = sign_in(persona)
        return Person(chromium, client, **options)

    return person


def notes(room, item="plain"):
    with outside_the_loop(), room.reading():
        return visibility.visible_to(room.chair, AgendaItem).get(pk=room.items[item].pk).notes


def test_what_is_typed_while_a_save_is_on_its_way_is_kept(room, person):
    chair = person(hurried=True).enter(room)
    chair.slow = True
    chair.types("\nFirst")
    chair.says("Saving")
    chair.types(" and typed on")
    chair.page.wait_for_timeout(600)  # longer than it waits after the last key
    chair.let_go()
    chair.waits_for(lambda: notes(room).endswith("First and typed on"))
    assert chair.box.input_value().endswith("First and typed on")
    assert chair.loads == 1


def test_the_discussion_saves_itself_and_focus_and_scroll_stay(room, person):
    chair = person(hurried=True).enter(room)
    chair.types("\nSaved by itself")
    before = chair.page.evaluate("scrollY")
    chair.says("Saved ")
    assert notes(room).endswith("Saved by itself")
    assert chair.page.evaluate("[scrollY, document.activeElement.name]") == [before, "notes"]


def test_a_decision_sent_slowly_loses_nothing_and_leaves_the_page_where_it_is(room, person):
    chair = person().enter(room)
    chair.page.locator("#decision > summary").click()
    chair.page.get_by_label("Decision", exact=True).fill("Visit the yard")
    chair.page.get_by_label("Rationale").fill("Risk")
    chair.slow = True
    before = chair.page.evaluate("scrollY")
    chair.page.get_by_role("button", name="Record the decision").click()
    chair.types("\nMeanwhile")
    chair.waits_for(lambda: chair.held)
    chair.let_go()
    chair.page.locator("#recorded").get_by_text("Visit the yard").wait_for()
    assert "Decision recorded." in chair.page.locator("#sent").inner_text()
    chair.says("Saved ")
    assert notes(room).endswith("Meanwhile") and chair.loads == 1
    assert abs(chair.page.evaluate("scrollY") - before) < 700
    with outside_the_loop():
        assert Decision.objects.filter(text="Visit the yard").count() == 1


def test_lines_are_typed_one_after_the_other_while_the_first_is_on_its_way(room, person):
    chair = person().enter(room)
    line = chair.page.locator("[name=line]")
    chair.slow = True
    words = ("gate", "yard", "lock-up")
    for one in words:
        line.fill(f'@"Olive Owner" Look at the {one}')
        line.press("Enter")
        assert line.input_value() == ""
    expect(chair.page.locator("[data-line-waiting] li")).to_have_count(3)
    chair.waits_for(lambda: chair.held)
    assert len(chair.held) == 1
    chair.let_go()
    chair.page.locator("#recorded").get_by_text("Look at the lock-up").wait_for()
    expect(chair.page.locator("[data-line-waiting] li")).to_have_count(0)
    with outside_the_loop(), room.reading():
        rows = Action.objects.filter(title__startswith="Look at the ").order_by("pk")
        assert [row.title for row in rows] == [f"Look at the {one}" for one in words]


def test_a_line_that_is_refused_comes_back_and_is_never_put_under_what_is_being_typed(room, person):
    chair = person().enter(room)
    line = chair.page.locator("[name=line]")
    chair.slow = True
    line.fill("@nobody-of-this-name Look at the gate")
    line.press("Enter")
    line.fill('@"Olive Owner" Look at the ya')
    chair.let_go()
    refused = chair.page.locator("[data-line-waiting] li")
    expect(refused).to_contain_text("No one called")
    line.press_sequentially("rd")
    line.press("Enter")
    chair.page.locator("#recorded").get_by_text("Look at the yard").wait_for()
    refused.get_by_role("button", name="Change it").click()
    expect(line).to_have_value("@nobody-of-this-name Look at the gate")
    line.fill("@nobody-else Look at the gate")
    line.press("Enter")
    expect(line).to_have_value("@nobody-else Look at the gate")  # the box was free: it is back there
    said = chair.page.locator("[data-line-said].govuk-error-message")
    expect(said).to_contain_text("Not added: No one called")
    expect(chair.page.get_by_text("No one called", exact=False)).to_have_count(1)  # said once, beside the box


def test_the_line_suggests_who_can_own_the_action(room, person):
    chair = person().enter(room)
    line = chair.page.locator("[name=line]")
    line.press_sequentially("@oli")
    chair.page.locator("#pam-line-owners li").get_by_text("Olive Owner").wait_for()
    line.press("ArrowDown")
    line.press("Enter")
    line.press_sequentially("Fri look at the lock-up")
    assert line.input_value() == '@"Olive Owner" Fri look at the lock-up'
    line.press("Enter")
    chair.page.locator("#recorded").get_by_text("look at the lock-up").wait_for()


def test_two_writers_lose_no_word_in_four_rounds(room, person):
    first, second = person().enter(room), person("colleague").enter(room)
    for number in range(4):
        first.types(f"\nfirst{number}")
        second.types(f"\nsecond{number}")
        first.saves()
        second.saves()
    first.types("\nend")
    first.saves()
    words = {f"{who}{number}" for who in ("first", "second") for number in range(4)}
    assert words <= set(notes(room).split())
    assert words <= set(first.box.input_value().split())
    assert len(notes(room).split("\n")) == len(set(notes(room).split("\n")))


def test_one_paragraph_changed_by_two_is_kept_twice_by_the_first_button(room, person):
    first, second = person(hurried=True).enter(room), person("colleague", hurried=True).enter(room)
    first.types(" from A")
    second.types(" from B")
    first.saves()
    second.page.get_by_role("button", name="Save the discussion").click()
    second.page.get_by_text("Another person changed the same paragraph").wait_for()
    assert notes(room).endswith("from A")
    second.page.wait_for_timeout(800)  # saving by itself does not choose
    assert notes(room).endswith("from A")
    second.page.get_by_role("button", name="Keep both").click()
    second.says("Saved ")
    lines = notes(room).split("\n")
    assert lines[-2].endswith("from A") and lines[-1].endswith("from B")
    assert second.box.input_value() == notes(room)


def test_without_a_connection_it_says_so_and_saves_once_there_is_one(room, person):
    chair = person(hurried=True).enter(room)
    chair.offline = True
    chair.types("\nOffline")
    chair.says("Not saved: no connection")
    chair.offline = False
    chair.says("Saved ")
    assert notes(room).endswith("Offline")


@pytest.mark.parametrize("got_it", [False, True], ids=["request lost", "answer lost"])
def test_a_decision_that_met_no_connection_is_recorded_once_when_it_is_back(room, person, got_it):
    chair = person(hurried=True).enter(room)
    chair.page.keyboard.press("Alt+Shift+D")
    chair.page.locator("[name=decision-text]").fill("Close the yard")
    chair.page.locator("[name=decision-rationale]").fill("It is the store")
    chair.offline, chair.answer_lost = not got_it, got_it
    chair.page.get_by_role("button", name="Record the decision").click()
    chair.page.locator("#sent").get_by_text("Not sent: no connection").wait_for()
    chair.offline = chair.answer_lost = False
    chair.page.evaluate("window.dispatchEvent(new Event('online'))")
    chair.page.locator("#recorded").get_by_text("Close the yard").wait_for()
    with outside_the_loop(), room.reading():
        assert Decision.objects.filter(text="Close the yard").count() == 1


def test_single_letters_do_nothing_and_keys_need_alt_and_shift(room, person):
    chair = person().enter(room)
    address = chair.page.url
    chair.page.locator("h1").click()
    for key in "npda":
        chair.page.keyboard.press(key)
    chair.page.wait_for_timeout(300)
    assert chair.page.url == address and not chair.page.locator("#decision[open]").count()
    chair.page.keyboard.press("Alt+Shift+D")
    assert chair.page.evaluate("document.activeElement.name") == "decision-text"
    chair.page.keyboard.press("Alt+Shift+N")
    chair.page.wait_for_url(f"**/{room.items['ocg'].uuid}/")


def test_in_forced_colours_the_chosen_word_has_a_tick_and_the_page_has_a_name_of_its_own(room, person):
    chair = person(forced_colors="active").enter(room)
    assert chair.page.title().startswith("Item 1 of 3 – Chair’s screen – MTG-")
    chair.page.get_by_text("Attendance (").click()
    words = chair.page.locator("#attendance .pam-take").all_inner_texts()
    ticked = [text for text in words if text.startswith("✓")]
    with outside_the_loop():
        assert len(ticked) == Attendance.objects.filter(record_id=room.meeting.pk).count()
    assert all("Present" in text for text in ticked)
    assert violations(chair.page) == []


def test_on_paper_the_discussion_is_text(room, person):
    chair = person().enter(room)
    chair.page.emulate_media(media="print")
    assert not chair.box.is_visible()
    assert "canarymeeting" in chair.page.locator("[data-on-paper]").inner_text()


def test_without_scripts_both_texts_are_shown_and_the_first_button_keeps_both(room, sign_in):
    client = sign_in("owner")
    with room.reading():
        item = visibility.visible_to(room.chair, AgendaItem).get(pk=room.items["plain"].pk)
    address = f"/meetings/{room.meeting.uuid}/chair/{item.uuid}/"
    form = {"do": "notes", "opened": item.notes, "version": item.version}
    assert client.post(address, {**form, "notes": f"{item.notes} from A"}).status_code == 302
    late = {**form, "notes": f"{item.notes} from B"}
    for _ in range(2):  # pressing again drops nothing
        page = client.post(address, late).content.decode()
        assert "Another person changed the same paragraph" in page and "from A" in page and "from B" in page
        assert notes(room).endswith("from A")
    assert page.index("Keep both") < page.index("Use theirs")
    client.post(address, {**late, "keep": "both"})
    assert notes(room) == f"{item.notes} from A\n{item.notes} from B"


@pytest.fixture
def told_at_once(monkeypatch):
    """Who follows the meeting is told of a change when it is written, for the test's transaction is never
    committed: else they would see it when a part that was made before has been kept for half a minute.
    """
    monkeypatch.setattr(publishing, "publish", lambda record: versions._publish(versions.key_of(record)))


@pytest.mark.usefixtures("told_at_once")
def test_two_secretaries_see_each_others_lines_and_words_as_they_come(room, person):
    chair, other = person(hurried=True).enter(room), person("colleague", hurried=True).enter(room)
    other.page.locator("#decision > summary").click()
    other.page.get_by_label("Decision", exact=True).fill("Half a deci")
    chair.page.keyboard.press("Alt+Shift+L")
    chair.page.keyboard.type("@northshire-pol Fri look at the lock-up")
    chair.page.keyboard.press("Enter")
    other.page.locator("#recorded").get_by_text("look at the lock-up").wait_for(timeout=15_000)
    chair.types("\nSaid by the chair")
    chair.says("Saved ")
    expect(other.box).to_have_value(re.compile("Said by the chair$"), timeout=15_000)
    assert other.page.get_by_label("Decision", exact=True).input_value() == "Half a deci"
    assert other.loads == 1
