"""What a person reads: PDFs, long lists, and what comes in its own time."""

import re
import time

import pypdf

from tests.pdf.reading import texts_of


def words_of(path):
    """What a PDF says, on its pages and about itself, without its line breaks."""
    reader = pypdf.PdfReader(path)
    pages = " ".join(texts_of(path))
    return re.sub(r"\s+", " ", f"{pages} {reader.metadata} {reader.attachments}")


def until(found, what, seconds=30):
    """Waits for `found()` to be true, or fails saying `what` did not come."""
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline, f"{what} did not come within {seconds} seconds"
        time.sleep(0.05)


def lines_of_each_page(person):
    """The rows of the list that is open, and of the earlier ones as far back as they go; a bar ends each."""
    while True:
        yield from (f"{line}|" for line in person.page.get_by_role("row").all_inner_texts())
        earlier = person.page.get_by_role("link", name="Earlier", exact=True)
        if not earlier.count():
            return
        with person.page.expect_navigation():  # a click alone may leave the page before this one to be read
            earlier.click()
