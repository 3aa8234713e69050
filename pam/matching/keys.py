"""How a subject can be known again: its identifiers, written so that two ways of typing the same are the same
text.

Which rules are used is data (`match.rules`); a name alone is not one, since it would match too many.
"""

import re
import unicodedata

from pam.records.models import Subject

LONGEST = 200
PHONE = re.compile(r"(?<![\d+])(?:\+44|0044|0)[\d\s()\-]{8,16}\d")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PLATE = re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b", re.IGNORECASE)
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s?(\d[A-Z]{2})\b", re.IGNORECASE)
SHORT = {
    "st": "street",
    "rd": "road",
    "ave": "avenue",
    "ln": "lane",
    "cl": "close",
    "dr": "drive",
    "ct": "court",
    "apt": "flat",
}
COMPANY = {"ltd", "limited", "plc", "llp", "the", "co", "company"}


def plain(text):
    """Lower case without accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))


def _words(text):
    return re.findall(r"[a-z0-9]+", plain(text).replace("'", "").replace("’", ""))


def _packed(text):
    return "".join(_words(text))


def _names(subject):
    """The whole name, and first and last name alone, each in any order, with the date of birth."""
    words = [word for word in _words(subject.name) if not word.isdigit()]
    if subject.kind != Subject.Kind.PERSON or not subject.born or len(words) < 2:
        return
    for some in (words, [words[0], words[-1]]):
        yield f"{' '.join(sorted(some))} {subject.born:%Y-%m-%d}"


def _vehicles(subject):
    for found in PLATE.findall(f"{subject.name} {subject.details}"):
        yield _packed(found)
    packed = _packed(subject.name)
    if subject.kind == Subject.Kind.VEHICLE and 4 <= len(packed) <= 8 and re.search(r"\d", packed):
        yield packed


def _addresses(subject):
    """The number and the postcode if there is one, else the whole address if it has a number."""
    if subject.kind != Subject.Kind.PLACE:
        return
    words = [SHORT.get(word, word) for word in _words(POSTCODE.sub(" ", subject.name))]
    number = next((word for word in words if word[0].isdigit()), "")
    if not number:
        return
    if code := POSTCODE.search(f"{subject.name} {subject.details}"):
        yield f"{number} {_packed(code[0])}"
    yield " ".join(words)


def _organisations(subject):
    words = [word for word in _words(subject.name) if word not in COMPANY]
    if subject.kind == Subject.Kind.ORGANISATION and words:
        yield " ".join(words)


def _objects(subject):
    packed = _packed(subject.name)
    if subject.kind == Subject.Kind.OBJECT and len(packed) >= 6 and re.search(r"\d", packed):
        yield packed


def _phones(subject):
    for found in PHONE.findall(f"{subject.name} {subject.details}".replace("(0)", "")):
        digits = re.sub(r"\D", "", found)
        digits = "0" + re.sub(r"^(?:0044|44|0)", "", digits)
        if len(digits) in (10, 11):
            yield digits


def _emails(subject):
    for found in EMAIL.findall(f"{subject.name} {subject.details}"):
        yield found.casefold().rstrip(".")


RULES = {
    "name-born": _names, "vehicle": _vehicles, "address": _addresses, "organisation": _organisations,
    "object": _objects, "phone": _phones, "email": _emails,
}  # fmt: skip


def keys_of(subject, rules):
    """{(rule, text)} of `subject` by the codes in `rules`."""
    return {(rule, text[:LONGEST]) for rule in rules if rule in RULES for text in RULES[rule](subject)}
