"""What in a text may tell who a source is. A pure function: it warns, a person decides."""

import re
from collections.abc import Iterable

LONGEST = 5_000  # characters that are looked at: no text may be longer
CONTACT = re.compile(r"(?:\+?\d[\s\-()]?){9,}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w")
NAMED = re.compile(
    r"\b(?i:told|reported|said|given|supplied|passed|heard|seen)\s+(?:to\s+us\s+)?(?:by|from)\s+"
    r"((?:mr|mrs|ms|miss|dr|pc|dc)?\.?\s*[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*)",
)


def identifying_pieces(text: str, words: Iterable[str]) -> list[str]:
    """The pieces of `text` that may tell who the source is: `words`, names after "told by", telephone numbers
    and e-mail addresses; each once, in the order of the rules.
    """
    said = " ".join(text[:LONGEST].split())
    plain = said.casefold().replace("'", "’")
    found = [word for word in words if re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", plain)]
    found += [match[0] for match in NAMED.finditer(said)]
    found += [match[0].strip() for match in CONTACT.finditer(said)]
    return list(dict.fromkeys(found))


def words_of(setting_text: str) -> list[str]:
    """The words of the setting."""
    return [one.strip().replace("'", "’") for one in setting_text.split(",") if one.strip()]
