"""Telephone numbers, plates, addresses, e-mail and other identifiers: one normal form each.

Covert matching compares the normal forms; the search box looks them up, so that "07700900731" finds
"+44 (0)7700 900 731". Each function takes text as people type it, over several lines, and returns a list
of normal forms without repeats, in the order in which they occur.
"""

import re

import phonenumbers

from pam.db.folding import fold, squeezed

REGION = "GB"  # of a telephone number that names no country
# What the library does not know as given out (a range kept for films, a mistyped one) is a number all the
# same.
UK_NUMBER = re.compile(r"(?<![\d+])(?:\+44|0044|0)[ ()\-.\d]{8,16}\d(?!\d)")
ABROAD = re.compile(r"(?<![\d+])(?:\+|00)[1-9][ ()\-.\d]{6,18}\d(?!\d)")
EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
HANDLE = re.compile(r"(?<![\w.+@/-])@(\w[\w.]{1,40})(?![\w@])")
# Since 2001, 1983 to 2001, 1963 to 1983 (DVLA INF104). Others are known by the kind of the subject alone.
PLATE = re.compile(
    r"\b(?:[A-Z]{2}\d{2}[ -]?[A-Z]{3}"
    r"|[A-HJ-NP-TV-Y]\d{1,3}[ -]?[A-Z]{3}"
    r"|[A-Z]{3}[ -]?\d{1,3}[A-HJ-NP-TV-Y])\b",
    re.I,
)
IMEI = re.compile(r"(?<!\d)\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d(?!\d)")
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b", re.I)
STREETS = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "cl":
    "close", "dr": "drive", "ct": "court", "cres": "crescent", "gdns": "gardens", "gdn": "gardens",
    "pl": "place", "sq": "square", "terr": "terrace", "tce": "terrace", "bldgs": "buildings", "hse":
    "house", "pk": "park", "gr": "grove", "grv": "grove", "hts": "heights", "apt": "flat", "apartment":
    "flat", "unit": "unit",
}  # fmt: skip
UNITS = {"flat", "unit", "room", "studio", "maisonette", "plot", "bedsit", "caravan", "pitch"}
COMPANY = {"ltd", "limited", "plc", "llp", "the", "co", "company", "cic", "inc", "uk"}


def _once(found):
    return list(dict.fromkeys(found))


def telephones(text):
    """Telephone numbers as E.164: "+447700900731"."""
    found = []
    for line in text.splitlines():
        plain = re.sub(r"\(\s*0\s*\)", "", line)
        for match in phonenumbers.PhoneNumberMatcher(plain, REGION):
            found.append((match.start, _international(match.number)))
        for match in UK_NUMBER.finditer(plain):
            digits = re.sub(r"^(?:0044|44|0)", "", re.sub(r"\D", "", match[0]))
            if len(digits) in (9, 10):
                found.append((match.start(), f"+44{digits}"))
    return _once(number for _, number in found)


def _international(number):
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def emails(text):
    """E-mail addresses in small letters, without a full stop that ends the sentence."""
    return _once(found.casefold().strip(".'") for found in EMAIL.findall(text))


def handles(text):
    """Names on social media: "@rowan_t"."""
    return _once(f"@{found.casefold().rstrip('.')}" for found in HANDLE.findall(text))


def plates(text):
    """Registration plates of Great Britain, without spaces: "ab12cde"."""
    return _once(squeezed(found) for found in PLATE.findall(text))


def imeis(text):
    """Numbers of mobile devices whose check digit is right: 15 digits."""
    return _once(digits for found in IMEI.findall(text) if _luhn(digits := re.sub(r"\D", "", found)))


def _luhn(digits):
    """Whether the last digit checks the others (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def postcodes(text):
    """Postcodes without the space: "hb14ab"."""
    return _once(squeezed("".join(found)) for found in POSTCODE.findall(text))


def address_words(text):
    """The words of an address without its postcode, abbreviations written out: ["12", "quay", "street"]."""
    return [STREETS.get(word, word) for word in fold(POSTCODE.sub(" ", text)).split()]


def addresses(name, further=""):
    """The normal forms of the address `name`, whose postcode may be in `further`.

    The number and the postcode if there are both, and all its words. A flat is not the house that it is in:
    "flat 2 of 12 hb14ab". Nothing without a number, but for a house with a name and a postcode.
    """
    words = address_words(name)
    code = next(iter(postcodes(f"{name}\n{further}")), "")
    unit, rest = _unit_of(words)
    number = next((word for word in rest if word[0].isdigit()), "")
    inside = f"{unit} of " if unit else ""
    found = []
    if number and code:
        found.append(f"{inside}{number} {code}")
    if rest and code and not number:
        found.append(f"{inside}{' '.join(rest)} {code}")
    if number:
        found.append(f"{inside}{' '.join(rest)}")
    return found


def _unit_of(words):
    """("flat 2", the other words) of an address; "" if it is a whole house."""
    for place, word in enumerate(words[:-1]):
        if word in UNITS:
            return f"{word} {words[place + 1]}", [*words[:place], *words[place + 2 :]]
    return "", words


def organisation(name):
    """The name of an organisation without what its legal form adds; "" if nothing else is there."""
    return " ".join(word for word in fold(name).split() if word not in COMPANY)


def serial(name, shortest, longest=1000):
    """A serial number or a plate of any country, without spaces; "" if it has no digit or another length."""
    packed = squeezed(name)
    return packed if shortest <= len(packed) <= longest and re.search(r"\d", packed) else ""


# --- For the search box ------------------------------------------------------------


def looked_up_in(text):
    """(what is left of a typed search, the lexemes of the identifiers in it)."""
    found, rest = [], re.sub(r"\(\s*0\s*\)", "", text)
    for pattern, forms in (
        (UK_NUMBER, telephones),
        (ABROAD, telephones),
        (IMEI, imeis),
        (PLATE, plates),
        (POSTCODE, postcodes),
    ):
        for match in pattern.finditer(rest):
            if normal := forms(match[0]):
                found += [form.lstrip("+") for form in normal]
                rest = rest.replace(match[0], " ", 1)
    if (
        not found
        and len(text.split()) > 1
        and (number := serial(text, 6, 30))
        and not re.search(r"[^\W\d_]{3}", text)
    ):
        return "", [number]  # a number of some agency's own, in several pieces
    return rest, _once(found)


def lexemes(text):
    """What `text` is found by besides its words: each identifier in one piece.

    A telephone number with and without its country, and by its last six digits.
    """
    found = []
    for number in telephones(text):
        digits = number[1:]
        found += [digits, digits[-6:]]
        if digits.startswith("44"):
            found.append(f"0{digits[2:]}")
    return _once([*found, *plates(text), *imeis(text), *postcodes(text)])
