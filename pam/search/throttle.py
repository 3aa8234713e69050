"""How often one person may ask while typing: more than fingers can, less than a program that collects."""

import time

from django.core.cache import cache

MOST = 240  # in a minute


def too_often(reader, what):
    """Whether `reader` asked `what` (a word) more than `MOST` times in this minute; counts this time."""
    key = f"typed:{what}:{reader.membership_id}:{int(time.time() // 60)}"
    if cache.add(key, 1, 120):
        return False
    try:
        return cache.incr(key) > MOST
    except ValueError:  # it ran out between the two
        return False
