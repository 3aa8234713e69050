"""How often one person may ask while typing: more than fingers can, less than a program that collects."""

import time

from pam.db.counting import count

MOST = 240  # in a minute


def too_often(reader, what):
    """Whether `reader` asked `what` (a word) more than `MOST` times in this minute; counts this time."""
    return count(f"typed:{what}:{reader.membership_id}:{int(time.time() // 60)}", 120) > MOST
