"""Which words of a text a search found it by: marked, and the piece of a long text that they are in."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pam.db.folding import fold, latin
from pam.db.nicknames import forms
from pam.db.sounds import sound
from pam.records.identifiers import looked_up_in
from pam.ui.direction import RIGHT_TO_LEFT

PIECE = re.compile(r"[^\s/._-]+|[\s/._-]+")
AROUND = 60  # signs before and after what matched
LONG = 2000  # signs of a text in which each word is looked at
COUNTRY = r"(?:(?:\+|00)\d{1,3}[\s().-]*)?(?:\(?0\)?[\s().-]*)?"
_forms = forms()


def typed_words(text: str) -> list[str]:
    """The folded words of what was typed, without operators."""
    return [word for word in fold(text.replace('"', " ")).split() if word != "or"]


@lru_cache(maxsize=64)
def _identifiers(typed: str) -> re.Pattern | None:
    """What finds the identifiers in `typed` however they are written; None if it has none."""
    patterns = []
    for form in looked_up_in(typed)[1]:
        number = form.isdigit() and re.sub(r"^(?:44|0)", "", form)
        signs = r"[\s().-]*".join(number or form)
        patterns.append(rf"(?<!\w){COUNTRY if number else ''}{signs}(?!\w)")
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _pieces(text: str, typed: str) -> Iterator[tuple[str, bool]]:
    """The pieces of `text`, each with whether it is of what was typed."""
    words, identifiers, at = typed_words(typed), _identifiers(typed), 0
    for found in [*(identifiers.finditer(text) if identifiers else ()), None]:
        end = found.start() if found else len(text)
        for piece in PIECE.findall(text[at:end]):
            folded = fold(piece)
            yield piece, bool(folded) and any(folded.startswith(word) for word in words)
        if found:
            yield found[0], True
            at = found.end()


def marked(text: str, typed: str) -> SafeString:
    """`text` as HTML with `<mark>` around each identifier and word that was typed."""
    pieces = (
        format_html("<mark>{}</mark>", piece) if meant else piece
        for piece, meant in _pieces(text or "", typed)
    )
    html = format_html_join("", "{}", ((piece,) for piece in pieces))
    return format_html("<bdi>{}</bdi>", html) if RIGHT_TO_LEFT.search(text or "") else html


def _near(text: str, typed: str) -> str:
    """Of a long text the piece around the first of the typed words, or its beginning."""
    if len(text) <= LONG:
        return text
    words = "|".join(map(re.escape, {*typed.casefold().split(), *typed_words(typed)}))
    found = re.search(rf"(?<!\w)(?:{words})", text, re.IGNORECASE) if words else None
    begin = max(found.start() - LONG // 2, 0) if found else 0
    return text[begin : begin + LONG]


def excerpt(text: str, typed: str) -> str:
    """The piece of `text` around the first word or identifier in it that was typed; "" if there is none."""
    text, at = _near(text or "", typed), 0
    for found, meant in _pieces(text, typed):
        if meant:
            begin, end = max(at - AROUND, 0), min(at + len(found) + AROUND, len(text))
            begin = text.find(" ", begin, at) + 1 if begin else 0
            last = text.rfind(" ", at + len(found), end) if end < len(text) else end
            piece = " ".join(text[begin : last if last > 0 else end].split())
            return f"{'… ' if begin else ''}{piece}{' …' if end < len(text) else ''}"
        at += len(found)
    return ""


def likeness(name: str, typed: str) -> str:
    """Why `name` is shown as similar to what was typed, in a few words: "sounds alike", "nickname"."""
    written, reasons = fold(name).split(), []
    for word in typed_words(typed):
        if word in written:
            continue
        reason = next((why for known in written if (why := _likeness(word, known))), "")
        reasons.append(reason or "similar spelling")
    return ", ".join(dict.fromkeys(reasons)) or "part of the name"


def _likeness(typed, known):
    if known in _forms.get(typed, ()):
        return "nickname"
    if min(len(typed), len(known)) == 1 and typed[0] == known[0]:
        return "initial"
    heard = sound(latin(typed))
    return "sounds alike" if len(heard) > 1 and heard == sound(latin(known)) else ""
