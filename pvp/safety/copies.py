"""The copy of a safety plan that a person takes home: one page that tells nothing to another who finds it."""

import io
import re
from collections.abc import Iterable

from django.utils import timezone
from pypdf import PdfReader

from pam.access.models import Agency
from pam.pdf.engine import render

WORD = re.compile(r"[^\W_]+")


def words_found(text: str, words: Iterable[str]) -> list[str]:
    """Those of `words` (also of several words) that `text` holds as whole words, in upper or lower case, and
    in the plural.
    """
    said = f" {' '.join(WORD.findall(text.casefold()))} "
    found = []
    for word in words:
        plain = " ".join(WORD.findall(word.casefold()))
        if plain and any(f" {plain}{ending} " in said for ending in ("", "s", "es")):
            found.append(word.strip())
    return found


def words_of(setting_text: str) -> list[str]:
    """The words of the setting, and the names of all agencies."""
    names = Agency.objects.order_by("pk").values_list("name", flat=True)
    return [*filter(None, (one.strip() for one in setting_text.split(","))), *names]


def on_paper(title: str, lines: list[str]) -> tuple[bytes, int]:
    """(the PDF, how many pages it has) of these lines. Raises PdfUnavailable."""
    context = {"marking": "None is printed", "heading": title, "lines": lines}
    content = render(
        "pdf/own_copy.html", context, title=title, subject=title, created=timezone.now(), generator=title
    )
    return content, len(PdfReader(io.BytesIO(content)).pages)
