"""What a table says, read by a process that can do nothing else (`table_child.py`)."""

import hashlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from pam.db.folding import fold
from pam.imports.targets import Field
from pam.records.filetypes import FileRefused

CHILD = Path(__file__).with_name("table_child.py")
SECONDS = 120  # by the clock; the child itself has fewer of the processor's
FAILED = (
    "The file cannot be read: it is damaged, or made to take too much memory or time. Open it in "
    "the program that "
    "made it, save it again, and select that file"
)


def _lines(ending: str, sheet: str, content: bytes) -> Iterator:
    """What the child writes, line by line. Raises FileRefused with its sentence."""
    with tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", "-B", str(CHILD), ending, sheet],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
    late = threading.Timer(SECONDS, child.kill)
    late.start()
    try:
        with child:
            assert child.stdout is not None
            for line in child.stdout:
                said = json.loads(line)
                if isinstance(said, dict) and "refused" in said:
                    raise FileRefused(said["refused"])
                yield said
    except json.JSONDecodeError:
        raise FileRefused(FAILED) from None
    finally:
        late.cancel()
        child.kill()
    if child.returncode:
        raise FileRefused(FAILED)


def sheets_of(ending: str, content: bytes) -> list[dict]:
    """What there is to choose from: {"name", "rows", "head": [[number, cells]], "merged", "formula"} for each
    sheet. Raises FileRefused: damaged, nothing in it, no row below the headings.
    """
    found = next(_lines(ending, "-", content), None)
    if found is None:
        raise FileRefused(FAILED)
    sheets = found["sheets"]
    if not any(sheet["rows"] for sheet in sheets):
        raise FileRefused("The selected file has no rows")
    if not any(sheet["rows"] > 1 for sheet in sheets):
        raise FileRefused("The selected file has a row of headings and nothing below it")
    return sheets


def rows_of(ending: str, content: bytes, sheet: int, heading: int) -> Iterator[tuple[int, list[str]]]:
    """(number, cells) of the rows below `heading` that are not empty. Raises FileRefused."""
    ended = False
    for said in _lines(ending, str(sheet), content):
        if isinstance(said, dict):
            ended = True
        elif said[0] > heading:
            yield said[0], said[1]
    if not ended:
        raise FileRefused(FAILED)


# --- Headings ---


def guessed_heading(head: Sequence, fields: Sequence[Field]) -> int:
    """The number of the row that is most likely the headings: that which names most of the fields, else the
    first with the most texts.
    """
    best, score = (head[0][0] if head else 1), (-1, -1)
    for number, cells in head[:10]:
        found = (len(guessed_columns(cells, fields)), sum(bool(cell) for cell in cells))
        if found > score:
            best, score = number, found
    return best


def guessed_columns(headings: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """{field: place of the column} where a heading is the field's label or one of its words, or else begins
    or ends with one; each column once.
    """
    said = [" ".join(fold(heading).split()) for heading in headings]
    found: dict[str, int] = {}
    for exact in (True, False):
        for one in fields:
            if one.code in found:
                continue
            words = [" ".join(fold(word).split()) for word in (one.label, *one.words)]
            for place, heading in enumerate(said):
                if place not in found.values() and heading and _fits(heading, words, exact):
                    found[one.code] = place
                    break
    return found


def _fits(heading, words, exact):
    if exact:
        return heading in words
    return any(heading.startswith(f"{word} ") or heading.endswith(f" {word}") for word in words)


def shape_of(headings: Sequence[str]) -> str:
    """What is the same of two files with the same headings in the same order."""
    told = json.dumps([" ".join(fold(heading).split()) for heading in headings])
    return hashlib.sha256(told.encode()).hexdigest()


def twice(headings: Sequence[str]) -> str:
    """The first heading that two columns share; "" for none."""
    seen: set[str] = set()
    for heading in headings:
        said = " ".join(fold(heading).split())
        if said and said in seen:
            return heading
        seen.add(said)
    return ""
