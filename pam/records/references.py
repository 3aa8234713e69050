"""References of records and codes of parts: short, random, no look-alike letters. They count nothing.

A reference is PREFIX-YEAR-CODE ("OCG-26-K7QX"), the code of an action or a decision LETTER-CODE ("A-7KQ4").
The database draws them (`sql/codes.sql`), so that nobody can tell from one how many others there are; they
never change, and are the same on every page, copy and mail.
"""

import re

from django.utils import timezone

from pam.records.kinds import all_kinds

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE = rf"[{ALPHABET}]{{4,6}}"


def begun_reference(prefix):
    """What a new reference of this year begins with, for example "OCG-26-"; the database adds the code."""
    return f"{prefix}-{timezone.localdate():%y}-"


def reference_in(text):
    """The reference that `text` is, as it is written: "ocg 26 k7qx" is OCG-26-K7QX. Empty if it is none."""
    found = re.fullmatch(rf"\s*([a-z]+)[\s-]*(\d{{2}})[\s-]*({CODE})\s*", text, re.IGNORECASE)
    return f"{found[1]}-{found[2]}-{found[3]}".upper() if found else ""


def references_in(text):
    """The references that are in a text, however they are typed: "OCG-26-K7QX", "ocg 26 k7qx"."""
    written = references_pattern().findall(text)
    return sorted({" ".join(found.upper().split()) for found in written})


def references_pattern() -> re.Pattern[str]:
    """What finds references in a text, however they are typed."""
    prefixes = "|".join(re.escape(kind.prefix) for kind in all_kinds())
    return re.compile(
        rf"(?<![A-Za-z0-9])(?:{prefixes})[\W_]{{0,3}}\d{{2}}[\W_]{{0,3}}{CODE}(?![A-Za-z0-9])", re.IGNORECASE
    )
