"""Every form with a box for text, in a real Chromium before a real server: its browser is killed, its tab
closed, its connection lost, its session ended, its token old, its button pressed twice. No word is lost, and
no row doubled.

A few forms; `PAM_EVERY_FORM=1` drives all that `every_form` finds, `PAM_EVERY_FORM=records:,pvp:new` those
sent to pages whose names begin so. Each prints what it counted.
"""

import os
from collections import Counter

import pytest
from django.urls import reverse

from pam.drafts.middleware import NOT_OURS
from pam.drafts.models import Draft
from tests.drafts.filling import CHANGES_ONLY, file_for, make_ready, more, of_one_press, rows, turn_of
from tests.drafts.tabs import Tab, a_browser_to_kill, words_in
from tests.drafts.test_every_form_is_kept import SAVES_ITSELF
from tests.forms.every_form import Finder, clients, every_form, is_text
from tests.loop import outside_the_loop
from tests.world.people import end_what_has_ended
from tests.world.world import add_hidden, make_shared

WHICH = os.environ.get("PAM_EVERY_FORM", "")
EVERY_FORM, ONLY = bool(WHICH), tuple(WHICH.split(",")) if ":" in WHICH else ("",)
AT_ONCE = 6  # tabs: they wait for their drafts together
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(3600 if EVERY_FORM else 900)]


def keeps_a_draft(form):
    """Whether a person types into it what pam keeps until it is sent."""
    texts = {box.name for box in form.boxes.values() if is_text(box)}
    secret = any(box.kind == "password" for box in form.boxes.values())
    return bool(texts) and not (secret or form.key[1].startswith(NOT_OURS) or texts & SAVES_ITSELF)


def enough(of_all, of_a_few):
    """The least number that shows that the forms were found."""
    return 1 if any(ONLY) else of_all if EVERY_FORM else of_a_few


def some_forms(world, sign_in):
    """A form on a page of its own, and two of one page that are sent without leaving it."""
    finder = Finder(clients(sign_in), quick=True)
    for page, row in (("records:note", world.ocg), ("meetings:chair", world.meeting)):
        finder.open("owner", reverse(page, args=[row.uuid]))
    return list(finder.found.values())


def tabs_of_all(world, sign_in, address=""):
    """[Tab] of the forms, which the server at `address` answers."""
    with outside_the_loop():
        found = (every_form if EVERY_FORM else some_forms)(world, sign_in)
    forms = [form for form in found if keeps_a_draft(form) and form.key[1].startswith(ONLY)]
    assert len(forms) >= enough(70, 3)
    users = world.people.users
    return [Tab(address, users[form.persona], form, number) for number, form in enumerate(forms)]


class Count:
    """What was typed and lost by what happened, and what went wrong otherwise."""

    def __init__(self):
        self.forms, self.texts, self.words, self.lost = Counter(), Counter(), Counter(), Counter()
        self.wrong, self.broken = [], set()

    def each(self, tabs, happened, step):
        """Calls `step(tab)` for each of those tabs that have come so far."""
        for tab in tabs:
            if tab in self.broken:
                continue
            try:
                step(tab)
            except Exception as error:  # each form is asked, whatever another one does
                self.broken.add(tab)
                page = tab.page.url if tab.page else ""
                self.wrong.append(f"{tab.form.key[:2]} {happened}: {str(error)[:300]} on {page}")
                print(self.wrong[-1], flush=True)

    def words_of(self, tab, happened):
        """Compares what was typed with what the page shows."""
        lost = tab.lost()
        self.forms[happened] += 1
        self.texts[happened] += len(tab.typed)
        self.words[happened] += words_in(tab.typed)
        self.lost[happened] += words_in(lost)
        if lost:
            self.wrong.append(f"{tab.form.key[:2]} {happened}: lost {lost} on {tab.page.url}")

    def table(self):
        """It, for people."""
        rows = [
            f"{happened:18} forms {self.forms[happened]:4}  texts {self.texts[happened]:5}"
            f"  words {self.words[happened]:6}  lost {self.lost[happened]}"
            for happened in self.forms
        ]
        return "\n".join([*rows, *self.wrong])


def one_of_each_page(tabs):
    """Those that are sent where a few forms are asked: of a page each is sent by the same script."""
    return tabs if EVERY_FORM else list({tab.form.page: tab for tab in tabs}.values())


def test_no_word_of_any_form_is_lost(whole_world, sign_in, chromium):
    count, tabs, asked = Count(), tabs_of_all(whole_world, sign_in), 0
    for start in range(0, len(tabs), AT_ONCE):
        some = tabs[start : start + AT_ONCE]
        for happen in (killed, closed, offline, ended, old_token):
            chosen = some if happen in {killed, closed} else one_of_each_page(some)
            happen(chosen, chromium, count)
            asked += len(chosen)
        for tab in some:
            tab.close()
        print(start, count.table(), sep="\n", flush=True)
    assert not count.wrong, count.table()
    assert len(count.forms) == 5 and count.forms.total() == asked


def killed(tabs, chromium, count):
    """Each form is typed into in a browser that is then killed, and carried on with in another one."""
    with a_browser_to_kill(chromium) as (doomed, kill):

        def begin(tab):
            tab.seat(doomed)
            tab.open()
            tab.type("before the browser died")

        count.each(tabs, "killed browser", begin)
        count.each(tabs, "killed browser", lambda tab: tab.says("Saved at"))
        kill()
        for tab in tabs:
            tab.die()

    def go_on(tab):
        tab.seat(chromium)
        tab.open()
        tab.carry_on()
        count.words_of(tab, "killed browser")

    count.each(tabs, "killed browser", go_on)


def closed(tabs, chromium, count):
    """Each tab is closed once its form is kept, and another tab carries on."""
    count.each(tabs, "closed tab", lambda tab: tab.type("before the tab was closed"))
    count.each(tabs, "closed tab", lambda tab: tab.says("Saved at"))

    def go_on(tab):
        tab.page.close()
        tab.open()
        tab.carry_on()
        count.words_of(tab, "closed tab")

    count.each(tabs, "closed tab", go_on)


def offline(tabs, chromium, count):
    """Each form is typed into and sent without a connection: it says so, stays, and is kept later."""

    def begin(tab):
        tab.offline(True)
        tab.type("without a connection")

    def send(tab):
        tab.says("Not saved: no connection")
        tab.press()

    def check(tab):
        if tab.sends_itself():
            tab.sent_again()
            count.words_of(tab, "offline")
            return
        tab.says("Saved at")
        kept = kept_texts(tab)
        missing = [text for _, text in tab.typed if text not in kept]
        assert not missing, f"the draft lacks {missing}"
        count.words_of(tab, "offline")

    count.each(tabs, "offline", begin)
    count.each(tabs, "offline", send)
    count.each(tabs, "offline", lambda tab: tab.says("Not sent: no connection"))
    count.each(tabs, "offline", lambda tab: tab.offline(False))
    count.each(tabs, "offline", check)


def kept_texts(tab):
    """What the drafts of the tab's person hold of this form."""
    with outside_the_loop():
        drafts = Draft.objects.filter(user=tab.user, action=tab.form.action)
        return {text for draft in drafts for texts in draft.values.values() for text in texts}


def ended(tabs, chromium, count):
    """Each form is typed into and sent after its session ended; it comes back filled after signing in."""

    def send(tab):
        tab.throw_away()
        tab.end_session()
        tab.type("after the session ended")
        tab.press()

    def go_on(tab):
        onward = tab.signed_out()
        if onward == tab.page.url.removeprefix(tab.address):  # the chair's screen stays as it is
            assert not tab.lost(), f"the page lost {tab.lost()}"
        tab.sign_in_again(onward)
        count.words_of(tab, "ended session")

    count.each(tabs, "ended session", send)
    count.each(tabs, "ended session", go_on)


def old_token(tabs, chromium, count):
    """Each form is sent with the token of before another sign-in; it comes back filled at once."""

    def send(tab):
        if not tab.find(needed=False):
            tab.page.goto(tab.address + tab.form.page)
        tab.throw_away()
        tab.new_token()
        tab.type("with an old token")
        tab.press()

    def check(tab):
        tab.page.get_by_text("You opened this page before you last signed in").first.wait_for()
        count.words_of(tab, "old token")

    count.each(tabs, "old token", send)
    count.each(tabs, "old token", check)


@pytest.fixture
def committed_world(committed, people, tmp_path, settings):
    """The whole small world; what of it is shared where a few forms are asked, for it is built anew."""
    settings.MEDIA_ROOT = tmp_path
    world = make_shared(people)
    if EVERY_FORM:
        add_hidden(world)
        end_what_has_ended(people)
    return world


def test_no_press_of_any_button_doubles_a_row(committed_world, sign_in, live_server, chromium):
    """Two presses at once are answered by two threads, so that each commits for itself."""
    pressed, unfilled, wrong = [], [], []
    tabs = tabs_of_all(committed_world, sign_in, live_server.url)
    for tab in sorted(tabs, key=lambda tab: turn_of(tab.form)):
        try:
            added = press_twice(tab, chromium, sign_in, committed_world)
        except Exception as error:  # each form is asked, whatever another one does
            wrong.append(f"{tab.form.key[:2]}: {str(error)[:300]}")
            continue
        finally:
            if tab.context:
                tab.close()
        (unfilled if added is None else pressed).append(tab.form.key[:2])
        print(tab.form.key[:2], "not filled validly" if added is None else "pressed", flush=True)
        if added:
            wrong.append(f"{tab.form.key[:2]}: {added} (by two presses, by one)")
            print(wrong[-1], flush=True)
    said = f"pressed twice {len(pressed)}, not filled validly {len(unfilled)}: {unfilled}"
    said = "\n".join([said, *wrong])
    print(said)
    assert not wrong, said
    assert {name for _, name in unfilled} <= CHANGES_ONLY, said
    assert len(pressed) >= enough(70, 2), said


def press_twice(tab, chromium, sign_in, world):
    """{table: (rows added by two presses, by one)} where they differ; None if nothing valid is known."""
    with outside_the_loop():
        make_ready(tab.form)
    tab.seat(chromium)
    tab.open()
    if not tab.find(needed=False):
        return None
    page = tab.sends()
    with outside_the_loop():
        once = of_one_press(sign_in(tab.form.persona), tab.form, page, world)
        before = rows()
    if once is None:
        return None
    sent, asked_once_more, by_one = once
    tab.put_all(sent)
    if file := file_for(tab.form):
        tab.put_file(*file)
    if asked_once_more:
        tab.press()
        tab.page.locator("button[name=confirm]").dblclick(no_wait_after=True)
    else:
        if tab.number % 2:  # each second form is kept before, so that the browser sends both presses at once
            tab.says("Saved at")
        tab.press(times=2)
    by_two = settled(tab, before)
    tables = by_one.keys() | by_two.keys()
    return {
        table: (by_two.get(table, 0), by_one.get(table, 0))
        for table in tables
        if by_two.get(table, 0) != by_one.get(table, 0)
    }


def settled(tab, before):
    """{table: rows} that were added once both presses have been answered."""
    added, calm = {}, 0
    for _ in range(60):
        tab.page.wait_for_timeout(250)
        with outside_the_loop():
            now = more(before, rows())
        calm = calm + 1 if now and now == added else 0
        added = now
        if calm == 4:
            break
    return added
