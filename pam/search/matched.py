"""Which words of a text a search found it by: marked, and the piece of a long text that they are in."""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pam.db.folding import fold
from pam.ui.direction import RIGHT_TO_LEFT

PIECE = re.compile(r"[^\s/._-]+|[\s/._-]+")
AROUND = 60  # signs before and after what matched


def typed_words(text: str) -> list[str]:
    """The folded words of what was typed, without operators."""
    return [word for word in fold(text.replace('"', " ")).split() if word != "or"]


def _is_meant(piece: str, words: list[str]) -> bool:
    folded = fold(piece)
    return bool(folded) and any(folded.startswith(word) for word in words)


def marked(text: str, words: list[str]) -> SafeString:
    """`text` as HTML with `<mark>` around each word that begins with one of `words` (folded)."""
    pieces = (
        format_html("<mark>{}</mark>", piece) if _is_meant(piece, words) else piece
        for piece in PIECE.findall(text or "")
    )
    html = format_html_join("", "{}", ((piece,) for piece in pieces))
    return format_html("<bdi>{}</bdi>", html) if RIGHT_TO_LEFT.search(text or "") else html


def excerpt(text: str, words: list[str]) -> str:
    """The piece of `text` around its first word that begins with one of `words`; "" if there is none."""
    for found in PIECE.finditer(text or ""):
        if _is_meant(found[0], words):
            begin, end = max(found.start() - AROUND, 0), min(found.end() + AROUND, len(text))
            begin = text.find(" ", begin, found.start()) + 1 if begin else 0
            last = text.rfind(" ", found.end(), end) if end < len(text) else end
            piece = " ".join(text[begin : last if last > 0 else end].split())
            return f"{'… ' if begin else ''}{piece}{' …' if end < len(text) else ''}"
    return ""
