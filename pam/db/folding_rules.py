"""What each character becomes when names are compared, and how `folding.json` is made from it.

Python and the database both fold by `folding.json` (see folding.py), so that neither depends on the Unicode
of the machine that it runs on. After a change here: `python -m pam.db.folding_rules`.
"""

import json
import textwrap
import unicodedata
from pathlib import Path

TABLE = Path(__file__).with_name("folding.json")

# Dropped before anything else: Unicode takes several of them apart into a space and a mark.
APOSTROPHES = "'`´‘’‚‛ʹʻʼʽˈˊˋ\u1ffd′‵Ꞌꞌ＇"

# Letters that Unicode does not take apart, and how people write them without.
LETTERS = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "ø": "o",
    "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ł": "l", "Ł": "l", "ı": "i", "ħ": "h", "Ħ": "h",
    "ŧ": "t", "Ŧ": "t", "ŋ": "n", "Ŋ": "n", "ȷ": "j", "ə": "a", "Ə": "a", "ǝ": "a", "Ǝ": "a", "ɛ": "e",
    "Ɛ": "e", "ɔ": "o", "Ɔ": "o", "ɓ": "b", "Ɓ": "b", "ɗ": "d", "Ɗ": "d", "ɖ": "d", "Ɖ": "d", "ƙ": "k",
    "Ƙ": "k", "ƴ": "y", "Ƴ": "y", "ƶ": "z", "Ƶ": "z", "ɨ": "i", "Ɨ": "i", "ʉ": "u", "Ʉ": "u", "ɣ": "g",
    "Ɣ": "g", "ƒ": "f", "Ƒ": "f", "ґ": "г", "Ґ": "г", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ں": "ن",
    "ہ": "ه", "ھ": "ه",
}  # fmt: skip

# Marks that people leave out: accents, Hebrew points, Arabic vowels and hamza, the Indian dot below. The
# vowel signs of India and South-East Asia are letters to those who write them, and stay.
LEFT_OUT = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x0640, 0x0640),
    (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED), (0x0711, 0x0711), (0x0730, 0x074A),
    (0x08D3, 0x08FF), (0x093C, 0x093C), (0x09BC, 0x09BC), (0x0A3C, 0x0A3C), (0x0ABC, 0x0ABC),
    (0x0B3C, 0x0B3C), (0x0CBC, 0x0CBC), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)  # fmt: skip

# What shows nothing at all, besides the characters that Unicode calls formatting.
INVISIBLE = ((0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0000, 0xE0FFF))

# Written without spaces: each sign is a word of its own, so that a given name is found inside a whole one.
UNSPACED = (
    (0x3005, 0x3007), (0x3041, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0x1B000, 0x1B16F), (0x20000, 0x323AF),
)  # fmt: skip

# Cyrillic and Greek, already folded, as English passports write them (BGN/PCGN, ISO 843 type 2): for names
# that sound alike. Other scripts have no letter for letter that would be right more often than wrong.
LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "і": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э":
    "e", "ю": "yu", "я": "ya", "є": "ye", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ":
    "dz", "ѕ": "dz", "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th",
    "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip

BETWEEN_WORDS = {"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc"}
AS_THEY_ARE = {"Lo", "Mc", "No", "Nl", "Cn", "Co", "Cs"}  # unless a table above says otherwise


def _points(ranges):
    return {point for first, last in ranges for point in range(first, last + 1)}


def ranges(points):
    """[[first, last]] of a set of numbers."""
    found = []
    for point in sorted(points):
        if found and point == found[-1][1] + 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return found


def folded(sign, left_out):
    """What one character, already taken apart (NFKD), becomes: "" dropped, " " between words, or letters."""
    category = unicodedata.category(sign)
    if sign in LETTERS:
        return LETTERS[sign]
    if sign in APOSTROPHES or category in ("Cf", "Me") or ord(sign) in left_out:
        return ""
    if category in BETWEEN_WORDS:
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    # Without a case of its own, or unknown to this Unicode (yet a letter to a newer one): as it is.
    lower = sign.casefold() if category.startswith("L") else sign
    return LETTERS.get(lower, lower)


def build():
    """The table: {"dropped", "between", "unspaced": ranges, "letters": {character: what it becomes}}."""
    left_out = _points((*LEFT_OUT, *INVISIBLE))
    special = left_out | {ord(sign) for sign in (*LETTERS, *APOSTROPHES)}
    letters, dropped, between = {}, set(), set()
    for point in range(1, 0xE1000):
        sign = chr(point)
        if unicodedata.category(sign) in AS_THEY_ARE and point not in special:
            continue
        if unicodedata.normalize("NFKD", sign) != sign:
            continue
        becomes = folded(sign, left_out)
        if becomes == "":
            dropped.add(point)
        elif becomes == " ":
            between.add(point)
        elif becomes != sign:
            letters[sign] = becomes
    return {
        "unicode": unicodedata.unidata_version,
        "apostrophes": APOSTROPHES,
        "dropped": ranges(dropped),
        "between": ranges(between),
        "unspaced": [list(pair) for pair in UNSPACED],
        "letters": letters,
        "latin": LATIN,
    }


def as_text(table):
    """The table as it lies in `folding.json`, in ASCII."""
    rows = [
        textwrap.fill(f'"{name}": {json.dumps(value)}', 110, break_long_words=False, break_on_hyphens=False)
        for name, value in table.items()
    ]
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    TABLE.write_text(as_text(build()))
