"""Invented packs to print: plain, and hostile."""

import hashlib
from datetime import UTC, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from meetings.packs.document import render_pack
from tests.meetings.papers import PNG, pdf_of
from tests.pdf.examples import HOSTILE, LONG

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


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
        first, item(2), title=HOSTILE, series=LONG[:1000], place=LONG, copy_for=HOSTILE, handling=HOSTILE,
        withheld=True, conditions=[HOSTILE])  # fmt: skip


def plain():
    """A pack of two items, one with a paper of two pages."""
    return content(item(1, paper(pdf_of(2))), item(2))
