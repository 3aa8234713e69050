"""A form of every_form in a tab of a real Chromium, before a real server: typed into, left, sent."""

import os
import signal
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from django.conf import settings

from local import environment
from pam.accounts.session_store import SessionStore
from tests.browsers import QUIET
from tests.clients import open_session
from tests.loop import outside_the_loop
from tests.served import Guest, server
from tests.static import static

SECONDS = 20  # until something that does not happen is a fault
DATE = {"_day": "12", "_month": "3", "_year": "2031"}
OTHER_KINDS = {
    "email": "quay{}@pam.example",
    "url": "https://pam.example/{}",
    "number": "{}",
    "tel": "0770090{}",
}

# Marks the form among those of the page, and its boxes for text; says of each what it is.
FIND = """([action, names]) => {
  const address = (form) => new URL(form.getAttribute('action') || location.href, location.href);
  const form = [...document.querySelectorAll('form[method=post i]')].find((one) => {
    const asked = new Set([...one.elements].map((box) => box.name));
    return address(one).pathname + address(one).search === action && names.every((name) => asked.has(name));
  });
  if (!form) return null;
  form.dataset.underTest = '';
  for (let one = form; one; one = one.parentElement) if (one.tagName === 'DETAILS') one.open = true;
  form.querySelectorAll('details').forEach((one) => { one.open = true; });
  const kinds = ['text', 'textarea', 'email', 'tel', 'url', 'number'];
  const open = (box) => kinds.includes(box.type) && box.name && !box.readOnly && !box.disabled;
  const boxes = [...form.elements].filter(open);
  boxes.forEach((box, place) => { box.dataset.box = place; });
  const found = boxes.map((box) => ({ name: box.name, kind: box.type }));
  return { key: form.dataset.pamDraft || '', boxes: found };
}"""
SET = """(box, text) => { box.value = text; box.dispatchEvent(new Event('input', { bubbles: true })); }"""
SHOWN = """() => [
  [...document.querySelectorAll('input, textarea')].map((box) => [box.name, box.value]),
  document.querySelector('main')?.textContent ?? '',
]"""
# The chair's screen says what became of a form; these it says before the server answers.
ANSWERED = """() => !/^(Not sent|Sending)/.test(document.getElementById('sent').textContent)"""

SENDS = """() => [...new FormData(document.querySelector('[data-under-test]'))]
  .filter(([, value]) => typeof value === 'string')"""
PUT_ALL = """(sent) => {
  const form = document.querySelector('[data-under-test]');
  for (const box of form.elements) {
    if (!box.name || ['file', 'submit', 'button'].includes(box.type)) continue;
    const values = sent[box.name] ?? [];
    if (['checkbox', 'radio'].includes(box.type)) box.checked = values.includes(box.value);
    else if (box.type === 'select-multiple') {
      [...box.options].forEach((one) => { one.selected = values.includes(one.value); });
    } else if (values.length) box.value = values.length > 1 ? values.shift() : values[0];
    box.dispatchEvent(new Event('input', { bubbles: true }));
    box.dispatchEvent(new Event('change', { bubbles: true }));
  }
}"""


def signed_in(user, session=None):
    """The key of a session of `user`, second factor done; `session`: the one that the browser has already."""

    class Cookies:
        cookies = {}

    with outside_the_loop():
        open_session(Cookies, user, ["password", "mfa"])
        key = Cookies.cookies[settings.SESSION_COOKIE_NAME]
        if session:  # what signing in leaves in a browser's session, beside what it holds
            held = SessionStore(session)
            held.update(dict(SessionStore(key).items()))
            held.save()
            SessionStore(key).delete()
            key = session
    return key


def hurry(route):
    """Answers with the script whose pauses are short."""
    answer = static(urlsplit(route.request.url).path, hurried=True)
    route.fulfill(body=answer.content, content_type=answer.headers["Content-Type"])


class Tab:
    """A form, open in a browser of the person who may fill it in; `typed`: [(name, text)] of its boxes. It is
    answered by the server at `address`, or in the test's own transaction if there is none.
    """

    def __init__(self, address, user, form, number):
        self.user, self.form, self.number = user, form, number
        self.address, self.is_live = address, bool(address)
        self.guest = self.context = self.page = None
        self.typed, self.key, self.asked, self.pressed = [], "", [], 0.0

    def seat(self, browser):
        """A window of `browser` of its own, in which the person is signed in."""
        if self.is_live:
            self.context = browser.new_context(viewport={"width": 1280, "height": 900})
            self.context.route("**/static/js/drafts.js", hurry)
        else:
            self.guest = Guest(browser, None, hurried=True)
            self.address, self.context = self.guest.address, self.guest.context
        self.context.set_default_timeout(SECONDS * 1000)
        self._cookie(settings.SESSION_COOKIE_NAME, signed_in(self.user))

    def close(self):
        """Closes the window."""
        self.guest.leave() if self.guest else self.context.close()

    def die(self):
        """The browser was killed."""
        server().lose(self.guest)

    def _cookie(self, name, value):
        self.context.add_cookies([{"name": name, "value": value, "url": self.address}])

    def cookie(self, name):
        """What the browser holds under this name."""
        return next((one["value"] for one in self.context.cookies() if one["name"] == name), "")

    def open(self):
        """A new tab with the page of the form."""
        self.page = self.guest.new_page() if self.guest else self.context.new_page()
        self.page.set_default_timeout(SECONDS * 1000)
        self.page.on("dialog", lambda dialog: (self.asked.append(dialog.type), dialog.accept()))
        self.page.goto(self.address + self.form.page)

    def find(self, needed=True):
        """Finds the form on the page; returns its boxes for text."""
        names = [name for name, box in self.form.boxes.items() if box.kind != "hidden"]
        found = self.page.evaluate(FIND, [self.form.action, names])
        if found is None:
            assert not needed, f"the form is not on {self.page.url}"
            return []
        self.key = found["key"] or self.key
        return found["boxes"]

    def box(self, place):
        """The box for text number `place`."""
        return self.page.locator(f"[data-under-test] [data-box='{place}']")

    def type(self, what):
        """Types into each box for text: words, of which each says `what`."""
        self.throw_away()
        self.typed = []
        for place, box in enumerate(self.find()):
            text = self._text(box, place, what)
            self.put(self.box(place), text)
            self.typed.append((box["name"], text))
        assert self.typed, "no box for text"

    def put(self, box, text):
        """Types into a box; into one that is folded away until something is chosen, as its script would."""
        if box.is_visible():
            box.fill(text)
        else:
            box.evaluate(SET, text)

    def _text(self, box, place, what):
        part = next((value for end, value in DATE.items() if box["name"].endswith(end)), None)
        if part:
            return part
        if box["kind"] in OTHER_KINDS:
            return OTHER_KINDS[box["kind"]].format(100 + self.number % 100 * 8 + place)
        return f"Seen {what} at the quay by {self.number}-{place} & “gone” <b>"

    def says(self, words):
        """Waits until the form says so."""
        place = self.page.locator("[data-under-test] > .pam-draft", has_text=words)
        place.wait_for(timeout=SECONDS * 1000)

    def sends_itself(self):
        """Whether the page sends what met no connection once there is one, as the chair's screen does."""
        return bool(self.page.locator(".pam-chair").count())

    def sent_again(self):
        """Waits until the page, which sends it again by itself, says what the server answered."""
        self.page.wait_for_function(ANSWERED, timeout=SECONDS * 1000)

    def press(self, times=1):
        """Presses the button of the form; returns without waiting for what it does. GOV.UK's button takes no
        second press within a second.
        """
        self.page.wait_for_timeout(max(0, self.pressed + 1.1 - time.monotonic()) * 1000)
        self.pressed = time.monotonic()
        button = self.page.locator("[data-under-test] :is(button, input)[type=submit]").first
        if button.is_visible():
            button.click(click_count=times, no_wait_after=True)
        else:
            for _ in range(times):
                button.evaluate("(button) => button.click()")

    def offer(self):
        """What the page offers for this form, if it does, the newest first."""
        return self.page.locator(
            ".pam-draft-offer", has=self.page.locator(f'[name=draft][value="{self.key}"]')
        )

    def throw_away(self):
        """Presses "Throw it away" for all that is offered."""
        while self.find(needed=False) and self.offer().count():
            with self.page.expect_navigation():
                self.offer().first.get_by_role("button", name="Throw it away").click()

    def carry_on(self):
        """Presses "Carry on" of the newest that the page offers for this form."""
        self.find()
        self.offer().first.get_by_role("button", name="Carry on").click()
        self.page.get_by_text("It has not been sent").first.wait_for()

    def offline(self, on):
        """Takes the connection away, or gives it back."""
        self.context.set_offline(on)

    def end_session(self):
        """The session ends on the server."""
        session = self.cookie(settings.SESSION_COOKIE_NAME)
        with outside_the_loop():
            SessionStore(session).delete()

    def signed_out(self):
        """Waits until the form was led to signing in, or the page that stays says that it is not saved; says
        where to go on.
        """
        for _ in range(SECONDS * 5):
            at = urlsplit(self.page.url)
            if at.path.endswith("/login/"):
                self.page.wait_for_load_state()
                return parse_qs(at.query)["next"][0]
            said = self.page.locator("#sent")
            if said.count() and said.inner_text().startswith("Not saved"):
                return self.form.page
            self.page.wait_for_timeout(200)
        said = self.page.locator("[data-under-test]").inner_text()
        sent = self.page.locator("#sent").all_inner_texts()
        raise TimeoutError(f"nothing says that the session has ended: {sent} {said[-200:]}")

    def sign_in_again(self, onward):
        """Signs in as the same person, and goes on to `onward`."""
        session = self.cookie(settings.SESSION_COOKIE_NAME)
        self._cookie(settings.SESSION_COOKIE_NAME, signed_in(self.user, session or None))
        self.page.goto(self.address + onward)

    def new_token(self):
        """The token of the browser changes, as by signing in again in another tab."""
        self._cookie(settings.CSRF_COOKIE_NAME, "n" * 32)

    def lost(self):
        """The texts that were typed and that the page does not show."""
        boxes, page = self.page.evaluate(SHOWN)
        held, page = {(name, value) for name, value in boxes}, " ".join(page.split())
        return [
            (name, text)
            for name, text in self.typed
            if (name, text) not in held and (" " not in text or text not in page)
        ]

    def sends(self):
        """{name: [values]} that a press would send now, as the browser says."""
        sent = {}
        for name, value in self.page.evaluate(SENDS):
            sent.setdefault(name, []).append(value)
        return sent

    def put_all(self, sent):
        """Types and chooses all of `sent` ({name: [values]})."""
        self.page.evaluate(PUT_ALL, sent)

    def put_file(self, name, file_name, content):
        """Chooses a file of this name and content in the box `name`."""
        box = self.page.locator(f"[data-under-test] input[type=file][name='{name}']")
        box.set_input_files({"name": file_name, "mimeType": "application/octet-stream", "buffer": content})


@contextmanager
def a_browser_to_kill(chromium):
    """(browser, kill): another Chromium, and what ends all of its processes at once, without a word."""
    mark = f"--pam-ends-{uuid4().hex}"
    options = ["--no-sandbox", "--disable-gpu", *QUIET, mark]
    browser = chromium.browser_type.launch(executable_path=environment.chromium(), args=options)

    def kill():
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark.encode() in (process / "cmdline").read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)

    try:
        yield browser, kill
    finally:
        kill()


def words_in(texts):
    """How many words these [(name, text)] are."""
    return sum(len(text.split()) for _, text in texts)
