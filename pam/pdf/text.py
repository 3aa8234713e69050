"""Text that can be printed: nothing hidden, nothing that turns the line round, nothing without a shape.

PDF/A forbids a character without a glyph (ISO 19005-3, 6.2.11.8), and an empty box in minutes would lose
what was written. So a character that no bundled font has is written out: a sign by its name
("[thumbs up sign]"), a letter by its number ("[U+5F20]").
"""

import re
import unicodedata
from xml.etree.ElementTree import Element

# They reverse or hide the text after them; a right-to-left name is laid out rightly without them.
BIDI_CONTROLS = frozenset(range(0x202A, 0x202F)) | frozenset(range(0x2066, 0x206A)) | {0x061C, 0x200E, 0x200F}
SPACES = {"\t": " ", "\u2028": "\n", "\u2029": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n"}
KEPT_JOINERS = frozenset({0x200B, 0x200C, 0x200D})
# Laying out a word takes time by the square of its length (50,000 characters: 20 seconds), so a longer word
# than this is laid out in pieces with zero-width spaces between them.
LONGEST_WORD = 60
LONG_WORD = re.compile(rf"(\S{{{LONGEST_WORD}}})(?=\S)")
UNDIVIDED = frozenset({"title", "style", "script"})


def printable(text, covered):
    """Return `text` composed (NFC), without controls, each character without a glyph written out.

    `covered` is the set of code points that have a glyph, or None where that doesn't matter (descriptions).
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character, covered) for character in unicodedata.normalize("NFC", text))


def not_printable(texts):
    """The letters in `texts` that no bundled font has, in order: paper has their numbers in their place."""
    from pam.pdf.fonts import covered_characters

    found = set("".join(unicodedata.normalize("NFC", text) for text in texts)) - {"\n"}
    covered = covered_characters()
    return sorted(sign for sign in found if _shown(sign, covered).startswith("[U+"))


def make_printable(root, covered):
    """Make every text of an ElementTree printable, in place, with the attributes that are printed or read."""
    for element in list(root.iter()):
        for name, value in element.items():
            if name == "alt" or name.startswith("data-"):
                element.set(name, printable(value, covered))
        if element.tag in UNDIVIDED:
            continue
        for child in list(element):
            if child.tail:
                child.tail, *pieces = LONG_WORD.split(printable(child.tail, covered))
                _insert(element, list(element).index(child) + 1, pieces)
        if element.text:
            element.text, *pieces = LONG_WORD.split(printable(element.text, covered))
            _insert(element, 0, pieces)


def _insert(parent, position, pieces):
    """Put the pieces of a long word into `parent`, with a place where the line may end before each."""
    for index, piece in enumerate(filter(None, pieces)):
        place = Element("wbr")
        place.tail = piece
        parent.insert(position + index, place)


def _shown(character, covered):
    if character in SPACES:
        return SPACES[character]
    if character == "\n":
        return character
    point, category = ord(character), unicodedata.category(character)
    if point in KEPT_JOINERS and (covered is None or point in covered):
        return character
    if category in {"Cc", "Cf", "Cs"} or point in BIDI_CONTROLS or 0xFE00 <= point <= 0xFE0F:
        return ""
    if category in {"Zs"}:
        return character if covered is None or point in covered else " "
    if category not in {"Co", "Cn"} and (covered is None or point in covered):
        return character
    if 0x1F3FB <= point <= 0x1F3FF:  # a skin tone after an emoji
        return ""
    name = unicodedata.name(character, "") if category == "So" else ""
    return f"[{name.lower()}]" if name else f"[U+{point:04X}]"
