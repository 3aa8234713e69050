"""Sending a mail that is owed: claimed by one job, handed over once, tried again only if it certainly was not
taken.

A row that owes a mail (a reminder, a notice, an invitation) has `claimed_at`, `sent_at`, `failures` and
`try_after`.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.db.models import F
from django.utils import timezone

logger = logging.getLogger(__name__)
MOST = 500  # mails in one run of a job; the next run takes the rest
TRIES = 60  # with an hour between the later ones: two and a half days of a mail server that is down


def waiting(rows, now=None):
    """The numbers of those of `rows` (a queryset) whose mail may be sent now, oldest first."""
    rows = rows.filter(claimed_at=None, try_after__lte=now or timezone.now(), failures__lt=TRIES)
    return list(rows.order_by("try_after", "pk").values_list("pk", flat=True)[:MOST])


def send_claimed(row, message):
    """Hands over the mail of `row`, which this job has claimed, and writes down what came of it; returns
    whether it went out.

    Frees the claim for another try only when it is certain that the server did not take the mail: after 1, 2,
    4 … minutes, and each hour from then on. Where nobody can tell, the claim stays.
    """
    rows = type(row)._default_manager.filter(pk=row.pk)
    taken = deliver(message, f"{type(row).__name__} {row.pk}")
    if taken:
        rows.update(sent_at=timezone.now())
    elif taken is False:
        wait = timedelta(minutes=min(60, 2**row.failures))
        rows.update(claimed_at=None, failures=F("failures") + 1, try_after=timezone.now() + wait)
    return bool(taken)


def deliver(message, what):
    """True if the mail was taken, False if it certainly was not, None if nobody can tell (it isn't sent
    again).

    `what` names the row behind the mail for the server's own log, for example "Invitation 7".
    """
    server = message.get_connection()
    try:
        server.open()
    except OSError as error:  # smtplib's errors are OSErrors
        logger.warning("%s was not sent (%s).", what, type(error).__name__)
        return False
    try:
        server.send_messages([message])
    except (SMTPResponseException, SMTPRecipientsRefused) as error:
        logger.warning("%s was not sent (%s).", what, type(error).__name__)
        return False
    except OSError as error:
        logger.warning("%s may have been sent (%s): ask the mail server.", what, type(error).__name__)
        return None
    finally:
        with suppress(OSError):
            server.close()
    return True
