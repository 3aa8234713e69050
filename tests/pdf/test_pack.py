"""The pack on paper: the standards hold whatever the papers and the texts are."""

import hashlib
import io
from datetime import UTC, datetime

import pypdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from meetings.packs.document import render_pack
from tests.meetings.papers import PNG, pdf_of
from tests.pdf.test_minutes import HOSTILE, LONG
from tests.pdf.verapdf import missing, validate

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def paper(content, *, title="Profile", content_type="application/pdf", **more):
    """A paper of a pack's content, its file stored."""
    path = default_storage.save("papers/one", ContentFile(content))
    key = hashlib.sha256(content + title.encode("utf-8", "replace")).hexdigest()
    values = {
        "key": f"key-{key[:12]}",
        "title": title,
        "late": False,
        "confidential": False,
        "marking": "",
        "name": "profile.pdf",
        "type": content_type,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "path": path,
        "closed": "",
        "password": False,
    }
    return values | more


def item(number, *papers, **more):
    """An item of a pack's content."""
    values = {
        "key": f"item-{number}",
        "number": str(number),
        "title": f"Item {number}",
        "record": "",
        "kind": "For decision",
        "presenter": "Ada Finch",
        "minutes": 10,
        "confidential": False,
        "conditions": [],
        "carried": [],
        "updates": [],
        "changes": [],
        "papers": list(papers),
    }
    return values | more


def content(*items, **more):
    """The content of a pack."""
    values = {
        "reference": "MTG-26-H4WD",
        "title": "Monthly review",
        "series": "",
        "place": "Room 4",
        "starts": "2026-11-25T10:00:00+00:00",
        "marking": "OFFICIAL-SENSITIVE",
        "handling": "",
        "training": False,
        "copy_for": "",
        "withheld": False,
        "conditions": [],
        "items": list(items),
    }
    return values | more


def render(pack):
    """(bytes, places, number of pages)."""
    return render_pack(pack, edition=1, created=MADE_AT)


def hostile():
    """A pack whose every text and paper is made to break the page, the file or the checker."""
    carried = {
        "code": "A-93MX", "text": LONG[:600], "owner": HOSTILE, "times": "twice", "came_to": "", "words": "",
        "moved_to": ""}  # fmt: skip
    update = {"text": f"{HOSTILE}\n\n{LONG}", "by": HOSTILE, "words": "Update is here", "due": "2026-11-23"}
    update["agency"] = HOSTILE
    papers = [
        paper(b"%PDF-1.7 broken", title=HOSTILE, name=HOSTILE),
        paper(pdf_of(3), title=LONG[:200], late=True, marking="OFFICIAL-SENSITIVE"),
        paper(PNG, title="محمد", content_type="image/png"),
        paper(b"words", title="张伟", content_type="text/plain"),
        paper(b"locked", title="Locked", password=True),
    ]
    many = {"carried": [carried], "updates": [update], "changes": [["1 November 2026", HOSTILE]]}
    first = item(
        1, *papers, title=LONG[:200], record=HOSTILE, presenter=HOSTILE, conditions=[HOSTILE], **many
    )
    return content(
        first, item(2), title=HOSTILE, series=LONG, place=LONG, copy_for=HOSTILE, handling=HOSTILE,
        withheld=True, conditions=[HOSTILE])  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(bool(missing()), reason=missing() or "present")
def test_hostile_plain_and_empty_packs_pass_both_standards(tmp_path):
    files = {"hostile": hostile(), "plain": content(item(1, paper(pdf_of(2))), item(2)), "empty": content()}
    paths = []
    for name, pack in files.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(render(pack)[0])
    assert validate(paths) == []


@pytest.mark.slow
def test_each_item_and_paper_is_a_bookmark_on_the_page_that_the_screen_names():
    pdf, places, count = render(content(item(1, paper(pdf_of(2))), item(2)))
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == count == 4
    for number, text in ((places["item-1"], "Item 1"), (places["item-2"], "Item 2")):
        assert text in reader.pages[number - 1].extract_text()
    assert places["item-2"] == 4  # after the two pages of the paper


@pytest.mark.slow
def test_the_same_pack_gives_the_same_bytes():
    pack = content(item(1, paper(pdf_of(1))))
    assert render(pack)[0] == render(pack)[0]
