"""The one way by which mail leaves pam: what each message carries, one connection a run, what became of it.

A message holds a link, never case text. Its headers say that a program wrote it (RFC 3834) and that no
out-of-office answer is wanted; its Message-ID is the same at a second try, so that a doubled mail is one.
"""

import logging
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

logger = logging.getLogger(__name__)


class NotSent(OSError):
    """One mail was not taken, or nobody can tell; `str()` of it is a sentence for an administrator."""


class ServerAway(NotSent):
    """The mail server can't be reached, hangs, or refuses pam itself: nothing more is handed over in this
    run.

    `str()` of it is a sentence for an administrator. The message in hand certainly was not taken.
    """


class Outcome(Enum):
    """What came of handing over one message."""

    SENT = "sent"
    LATER = "later"  # certainly not taken; another try may succeed
    NEVER = "never"  # certainly not taken, and no further try will help: no such mailbox
    UNKNOWN = "unknown"  # the server stopped answering after it had the message: it may have gone out


@dataclass(frozen=True)
class Result:
    """An `Outcome` with a sentence for an administrator (empty if it was sent)."""

    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True)
class Letter:
    """One message to one address. `number` makes its Message-ID; `threads` are the uuids of the records,
    meetings or actions that it belongs to.
    """

    to: str
    subject: str
    body: str
    number: UUID
    threads: tuple[UUID, ...] = ()
    attachments: tuple[tuple[str, bytes, str], ...] = ()  # (name, content, type)


def message_id(number):
    """`<uuid@host>` with the public host's name."""
    return f"<{number}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def message_of(letter):
    """The `EmailMessage` of a `Letter`."""
    headers = {
        "Message-ID": message_id(letter.number),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if letter.threads:
        headers["References"] = " ".join(map(message_id, letter.threads))
    message = EmailMessage(
        subject=" ".join(letter.subject.split()),
        body=letter.body,
        to=[letter.to],
        reply_to=[settings.MAIL_REPLY_TO] if settings.MAIL_REPLY_TO else None,
        headers=headers,
    )
    for name, content, kind in letter.attachments:
        message.attach(name, content, kind)
    return message


class Post:
    """One connection to the mail server, open as long as the block runs. Raises ServerAway."""

    def __enter__(self):
        self._server = get_connection()
        self._open()
        return self

    def __exit__(self, *error):
        self._close()

    def send(self, letter):
        """Hands over one `Letter`; returns the `Result`. Raises ServerAway (see there).

        A server that closes the connection between two messages is connected to once more.
        """
        try:
            return self._hand_over(message_of(letter))
        except smtplib.SMTPServerDisconnected:
            self._close()
        self._open()
        try:
            return self._hand_over(message_of(letter))
        except smtplib.SMTPServerDisconnected as error:
            raise ServerAway("The mail server closed the connection.") from error

    def _hand_over(self, message):
        """The `Result`; raises SMTPServerDisconnected if the connection was gone before."""
        try:
            self._server.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            return _refused(code, "The mail server refused this address")
        except smtplib.SMTPSenderRefused as error:
            raise ServerAway(f"The mail server refused pam as the sender ({error.smtp_code}).") from error
        except smtplib.SMTPResponseException as error:
            return _refused(error.smtp_code, "The mail server refused the message")
        except OSError as error:  # smtplib's other errors are OSErrors too
            if not self._may_have_it():
                if isinstance(error, smtplib.SMTPServerDisconnected) and not _timed_out(error):
                    raise
                raise ServerAway(_gone(error)) from error
            logger.warning("An email may have been sent (%s): ask the mail server.", type(error).__name__)
            self._close()
            return Result(Outcome.UNKNOWN, "The mail server stopped answering: it may have gone out.")
        return Result(Outcome.SENT)

    def _may_have_it(self):
        """Whether the server had begun to take the message. A server that can't tell is taken to have it."""
        return getattr(getattr(self._server, "connection", None), "handing_over", True)

    def _open(self):
        try:
            self._server.open()
        except smtplib.SMTPResponseException as error:
            raise ServerAway(f"The mail server refused the connection ({error.smtp_code}).") from error
        except OSError as error:
            raise ServerAway(_gone(error)) from error

    def _close(self):
        with suppress(OSError):
            self._server.close()


def _refused(code, words):
    if code == 421:  # "closing": not about this message
        raise ServerAway("The mail server is closing (421).")
    outcome = Outcome.NEVER if 500 <= code < 600 else Outcome.LATER
    return Result(outcome, f"{words} ({code}).")


def _timed_out(error):
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _gone(error):
    if _timed_out(error):
        return "The mail server did not answer in time."
    return f"The mail server could not be reached ({type(error).__name__})."


def send_now(letter):
    """Sends one letter at once, for commands that say so to the person who runs them. Raises NotSent."""
    with Post() as post:
        result = post.send(letter)
    if result.outcome is not Outcome.SENT:
        raise NotSent(result.reason)


class _Watched:
    """An SMTP connection that knows whether the server had begun to take a message."""

    handing_over = False

    def mail(self, *args, **kwargs):
        """Begins a message."""
        self.handing_over = False
        return super().mail(*args, **kwargs)

    def data(self, msg):
        """Hands the message over: from here on the server may have it."""
        self.handing_over = True
        return super().data(msg)


class _Smtp(_Watched, smtplib.SMTP):
    pass


class _SmtpOverTls(_Watched, smtplib.SMTP_SSL):
    pass


class SmtpBackend(EmailBackend):
    """Django's SMTP backend, on a connection that knows how far a message came."""

    @property
    def connection_class(self):
        """The class of the connection."""
        return _SmtpOverTls if self.use_ssl else _Smtp
