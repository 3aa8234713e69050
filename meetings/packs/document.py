"""A pack as paper, and as a page: plain data, nothing that asks a database.

Papers are in the file as pictures of their pages, made by a process that can do nothing else
(pam/records/previews.py): what a stranger's file can hold besides (scripts, files, links, fonts that are not
embedded) cannot get in, and the whole file stays PDF/A-3a and PDF/UA-1. The paper itself is opened in pam.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.utils import formats, timezone

from pam.pdf.engine import render
from pam.records.previews import KINDS, pages_of
from pam.ui.dates import long_moment

LIMITS = {"paper": 60, "pack": 400}  # of packs that were composed before there were settings
HOLDS = {
    b"/JavaScript": "The file holds a script, which is not part of the pack.",
    b"/JS": "The file holds a script, which is not part of the pack.",
    b"/EmbeddedFile": "The file has others attached, which are not part of the pack.",
    b"/Launch": "The file would start a program, which is not part of the pack.",
}
DAMAGED = "Its pages could not be made: the file is damaged, or protected. Open the paper in pam."
PASSWORD = "It is protected by a password, so its pages are not here. Open the paper in pam."
NO_PAGES = "This kind of file has no pages to show. Open the paper in pam."
GONE = "The file is not what it was when the pack was made. Open the paper in pam."
FULL = "The pack is full, so its pages are not here. Open the paper in pam."


class _Stored:
    """A stored file by its name, as `pages_of` opens one."""

    def __init__(self, path: str) -> None:
        self.path = path

    def open(self, mode: str = "rb") -> Any:
        """The file. Raises OSError."""
        return default_storage.open(self.path, mode)


def _lines(paper: dict[str, Any], most: int, left: int) -> tuple[list[str], list[bytes]]:
    """(what is said of a paper, pictures of its pages), at most `most` of these, and `left` of the pack."""
    if paper["closed"]:
        return [paper["closed"]], []
    if paper["password"]:
        return [PASSWORD], []
    try:
        with default_storage.open(paper["path"], "rb") as file:
            content = file.read()
    except OSError:
        return [GONE], []
    if hashlib.sha256(content).hexdigest() != paper["sha256"]:
        return [GONE], []
    if paper["type"] not in KINDS:
        return [NO_PAGES], []
    said = list(dict.fromkeys(words for sign, words in HOLDS.items() if sign in content))
    try:
        file_of: FieldFile = _Stored(paper["path"])  # type: ignore[assignment]
        count, pictures = pages_of(file_of, KINDS[paper["type"]])
    except (OSError, ValueError):
        return [*said, DAMAGED], []
    pictures = pictures[1:]  # the first is a small one of the first page
    if not pictures:
        return [*said, DAMAGED], []
    if left <= 0:
        return [*said, FULL], []
    shown = pictures[: min(most, left)]
    if count > len(shown):
        said.append(
            f"It has {count:,} pages: the first {len(shown)} are here. Open the paper in pam for the rest."
        )
    return said, shown


def _papers(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in content["items"]:
        yield from item["papers"]


def with_dates(content: dict[str, Any]) -> dict[str, Any]:
    """A copy of the content with its dates read, for templates."""
    content = deepcopy(content)
    content["starts"] = timezone.localtime(datetime.fromisoformat(content["starts"]))
    for item in content["items"]:
        for row in item["updates"]:
            row["due"] = date.fromisoformat(row["due"])
        for row in item["carried"]:
            row["moved_to"] = date.fromisoformat(row["moved_to"]) if row["moved_to"] else None
    return content


def render_pack(
    content: dict[str, Any], *, edition: int, created: datetime
) -> tuple[bytes, dict[str, int], int]:
    """(bytes of the PDF, {key of an item or a paper: the page it begins on}, how many pages). Raises as
    `render`.
    """
    content, pictures, limits = with_dates(content), {}, content.get("pages", LIMITS)
    left = limits["pack"]
    for paper in _papers(content):
        paper["said"], pages = _lines(paper, limits["paper"], left)
        left -= len(pages)
        names = [f"{paper['key']}-{number}" for number in range(1, len(pages) + 1)]
        pictures.update(zip(names, pages, strict=True))
        paper["pages"] = names
    places: dict[str, int] = {}
    copy = content["copy_for"] and f"copy for {content['copy_for']}"
    when = formats.date_format(content["starts"].date(), "j F Y")
    pdf = render(
        "pdf/pack.html",
        {
            "pack": content,
            "marking": content["marking"],
            "handling": content["handling"],
            "reference": f"{content['reference']}, pack, version {edition}",
            "copy_for": content["copy_for"],
            "training": content["training"],
            "made": long_moment(timezone.localtime(created)),
            "edition": edition,
        },
        title=f"Pack: {content['title']}, {when}",
        subject=", ".join(filter(None, [content["reference"], content["marking"], copy])),
        created=timezone.localtime(created),
        pictures=pictures,
        places=places,
    )
    count = places.pop("")
    with suppress(KeyError):
        places.pop("contents")
    return pdf, places, count
