"""Who may send how often, without outside services: a least time, a box that stays empty, and counts.

The counts are allauth's, kept in the database's cache, like those of failed sign-ins.
"""

import time

from allauth.core.internal import ratelimit
from django.core import signing

from pam.reference.selectors.settings import setting

SALT = "pam.contact.opened"
LONGEST = 24 * 60 * 60


def opened_now() -> str:
    """A signed word for the form, which says when its page was made."""
    return signing.dumps(int(time.time()), salt=SALT)


def seconds_since(opened: str) -> int | None:
    """How many seconds ago a form was opened; None for a word that was not signed here, or is a day old."""
    try:
        return int(time.time()) - signing.loads(opened, salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None


def count_sending(request) -> bool:
    """Counts a message from where `request` comes from; whether it may be sent."""
    limit = f"{setting('contact.hourly_limit')}/3600s/key"
    usage = ratelimit.consume(
        request, app="pam.contact", action="send", config={"send": limit}, key=ratelimit.get_ip(request)
    )
    return usage is not None
