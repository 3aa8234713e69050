"""The jobs behind covert matches.

Celery beat starts them in the system queue, which connects as the jobs' role.
"""

from celery import shared_task

from pam.matching import notices
from pam.matching import selectors as match_selectors
from pam.matching import services as matching


@shared_task
def match():
    """Compares what was added or changed with what is known; returns how many matches are new. Safe to run
    twice.
    """
    in_use = match_selectors.rules()
    while matching.compare_quiet(in_use):
        continue
    return sum(matching.compare(pk, in_use) for pk in match_selectors.waiting())


@shared_task
def enqueue_notices():
    """Owes word of covert matches, and of what is muted. Safe to run twice at once."""
    notices.enqueue_matches()
    notices.enqueue_muted()
