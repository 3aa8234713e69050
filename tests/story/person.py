"""A person at a screen: finds everything by its label, role and name, as those do who can't see the page."""

import re
from contextlib import contextmanager, suppress
from datetime import date
from urllib.parse import urlsplit

from playwright.sync_api import TimeoutError, expect

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PATIENCE = 15_000  # milliseconds
# Asked in the page twenty times a second: `expect` alone asks from here, in the end once a second.
SHOWS = """texts => {
  const said = (document.body?.textContent ?? '').replace(/\\s+/g, ' ');
  return texts.every((text) => said.includes(text));
}"""


class Person:
    """A browser of their own. What a page says is in `text`; `status` is that of the page that was opened
    last.
    """

    def __init__(self, browser, name, address, *, phone=False):
        self.name, self.phone, self.status = name, phone, None
        self._context = browser.new_context(
            **(PHONE if phone else DESK), base_url=address, accept_downloads=True
        )
        self.page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("response", self._note_status)

    def _note_status(self, response):
        if response.request.is_navigation_request():
            self.status = response.status

    # --- Going somewhere

    def opens(self, address):
        """Opens an address, as from a link in a mail; `status` says how the server answered."""
        self.page.goto(address)

    def goes_to(self, place):
        """Chooses from the menu; on a phone it is folded away."""
        if self.phone:
            self.page.get_by_role("button", name=re.compile("^Menu")).click()
        link = re.compile(rf"^{re.escape(place)}(\s|$)")  # "My work" may go on with a count
        with self.page.expect_navigation():  # else what is read next could be the page before
            self.page.get_by_role("navigation", name="Menu").get_by_role("link", name=link).click()

    def clicks(self, name, *, within=None):
        """Clicks the link or button with this name; the first if the page offers the same twice."""
        place = within or self.page
        link, button = (place.get_by_role(role, name=name, exact=True) for role in ("link", "button"))
        link.or_(button).first.click()

    def unfolds(self, words):
        """Opens what is folded away under these words."""
        self.page.locator("summary").get_by_text(words, exact=True).click()

    # --- Filling in a form

    def types(self, label, text):
        """Types into the box with this label."""
        self._box(label).fill(text)

    def chooses(self, label, words):
        """Chooses from the list with this label the one line that holds `words`."""
        box = self._box(label)
        box.wait_for()
        lines = [line for line in box.locator("option").all_text_contents() if words in line]
        assert len(lines) == 1, f"“{label}” offers {lines} for “{words}”"
        box.select_option(label=lines[0])

    def picks(self, name, *, within=None):
        """Picks the radio with this name (or pattern), in the group `within` if the form asks several
        questions.
        """
        place = self.page.get_by_role("group", name=within) if within else self.page
        place.get_by_role("radio", name=name, exact=True).check()

    def ticks(self, name, on=True):
        """Ticks (or unticks) the box with this name."""
        self.page.get_by_role("checkbox", name=name, exact=True).set_checked(on)

    def dates(self, label, day: date):
        """Types a date into the three boxes of the group with this label."""
        group = self.page.get_by_role("group", name=re.compile(rf"^{re.escape(label)}"))
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_role("textbox", name=part, exact=True).fill(str(number))

    def attaches(self, label, path):
        """Chooses a file."""
        self._box(label).set_input_files(path)

    def value(self, label):
        """What is in the box with this label."""
        return self._box(label).input_value()

    def _box(self, label):
        # A label may go on with "(optional)"; hints are outside of it.
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}( \(optional\))?\s*$"))

    # --- Looking

    def sees(self, *texts):
        """Each of these texts is on the page, or will be in a moment."""
        with suppress(TimeoutError):  # which text is missing is said below
            self.page.wait_for_function(SHOWS, arg=texts, polling=50, timeout=PATIENCE)
        for text in texts:
            try:
                expect(self.page.locator("body")).to_contain_text(text, timeout=1_000)
            except AssertionError:  # Playwright's own message holds the whole page
                raise AssertionError(f"{self.name} does not see “{text}” at {self.page.url}") from None

    def sees_nothing_of(self, *texts):
        """None of these texts is anywhere in the page: seen, hidden or in its addresses."""
        source = self.page.content()
        for text in texts:
            assert text not in source, f"{self.name} reads “{text}” at {self.page.url}"

    def sees_heading(self, words):
        """The page's heading is this."""
        expect(self.page.get_by_role("heading", level=1, name=words, exact=True)).to_be_visible()

    def row(self, words):
        """The row of a table that holds these words."""
        return self.page.get_by_role("row").filter(has_text=words)

    @property
    def path(self):
        """Where they are, without the server's address."""
        return urlsplit(self.page.url).path

    def downloads(self, name, path):
        """Clicks the link with this name, once it is there, and keeps the file at `path`; returns its own
        name.
        """
        link = self.page.get_by_role("link", name=name, exact=True)
        link.wait_for(timeout=2 * PATIENCE)
        with self.page.expect_download() as download:
            link.click()
        download.value.save_as(path)
        return download.value.suggested_filename

    def leaves(self, folder):
        """Keeps a picture of the whole page in `folder`; returns where it lies and what was open."""
        path = folder / f"{self.name}.png"
        self.page.screenshot(path=path, full_page=True)
        return f"{self.name} was at {self.page.url}, see {path}"

    def goes_home(self):
        """Closes the browser."""
        self._context.close()


class Cast:
    """Everyone who acts in a test. When it fails, each leaves a picture of what they saw last."""

    def __init__(self, browser, folder):
        self._browser, self._folder, self._people = browser, folder, []

    def person(self, name, address, *, phone=False):
        """A person at a screen of their own."""
        self._people.append(Person(self._browser, name, address, phone=phone))
        return self._people[-1]

    @contextmanager
    def acting(self):
        """Says with a failure in the block where the pictures are."""
        try:
            yield
        except BaseException as error:
            for person in self._people:
                try:
                    error.add_note(person.leaves(self._folder))
                except Exception as other:  # a browser that crashed has no picture
                    error.add_note(f"{person.name} left no picture: {other}")
            raise

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for person in self._people:
            person.goes_home()
