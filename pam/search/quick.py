"""What the box in the header shows while one types: a few of each kind, and each record's look in the log."""

import time

from pam.audit.services import Verb, log
from pam.search.selectors import find, found_by
from pam.ui.cursors import seal, unseal

FEW = 4  # rows of each kind
WHILE = 300  # seconds: one typing begins anew after once to twice as long
MOST_KEPT = 120  # numbers that the note of one typing holds


def quick_find(reader, text):
    """[Group] of the few that fit best; nothing for less than two signs."""
    return find(reader, text, few=FEW) if len(text) > 1 else []


def log_typed(reader, groups, note):
    """Logs the records in `groups` that no line of the same typing names yet. Returns the note to send back.

    `note` is the sealed list of what the lines of this typing name already. Without one, or with one that is
    old, another person's or made up, each record is logged: the note can only save a second line.
    """
    period = int(time.time() // WHILE)
    told = unseal(note) or []
    mine = told[:1] == [reader.membership_id] and len(told) > 1 and told[1] in {period, period - 1}
    began, known = (told[1], told[2:]) if mine else (period, [])
    new = [number for number in found_by(groups) if number not in set(known)]
    if new:
        log(reader, Verb.CONSULTATION, "search", new)
    return seal([reader.membership_id, began, *[*known, *new][-MOST_KEPT:]])
