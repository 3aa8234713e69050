"""Handing one mail to the mail server, and knowing whether it may be handed over again."""

import logging
from contextlib import suppress
from smtplib import SMTPRecipientsRefused, SMTPResponseException

logger = logging.getLogger(__name__)


def deliver(message, what):
    """True if the mail was taken, False if it certainly was not, None if nobody can tell (it isn't sent again).

    `what` names the row behind the mail for the server's own log, for example "Invitation 7".
    """
    server = message.get_connection()
    try:
        server.open()
    except OSError as error:
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
