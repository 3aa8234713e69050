"""Mail servers that refuse, hang and go away, for tests."""

import asyncio
import socket
from contextlib import contextmanager
from smtplib import SMTPDataError, SMTPServerDisconnected
from types import SimpleNamespace

from aiosmtpd.controller import Controller
from django.core.mail.backends.base import BaseEmailBackend

SMTP = "pam.mail.SmtpBackend"
HERE = "tests.notifications.servers."


class RefusingBackend(BaseEmailBackend):
    """A mail server that says "later"."""

    def send_messages(self, messages):
        raise SMTPDataError(451, b"try later")


class BreakingBackend(BaseEmailBackend):
    """A mail server that goes away before it has answered: nobody knows whether it took the mail."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected


class ClosingBackend(BaseEmailBackend):
    """A mail server that takes one message a connection and closes it then, as many do after some."""

    taken, opened = [], 0

    def open(self):
        type(self).opened += 1
        self.connection = SimpleNamespace(handing_over=False)
        self.full = False

    def send_messages(self, messages):
        if self.full:
            raise SMTPServerDisconnected
        self.taken.extend(messages)
        self.full = True


class Mailman:
    """A mail server that knows no `unknown` addresses and hangs at a mail to one of `hanging`."""

    def __init__(self, unknown=(), hanging=()):
        self.unknown, self.hanging, self.letters, self.sessions = unknown, hanging, [], set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        """Refuses who is unknown for good."""
        if address in self.unknown:
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        """Keeps the letter; never answers if it is to hang."""
        if set(envelope.rcpt_tos) & set(self.hanging):
            await asyncio.sleep(60)
        self.sessions.add(session.peer)
        self.letters.append(envelope)
        return "250 OK"


@contextmanager
def mail_server(settings, **how):
    """A `Mailman` at work that `settings` name."""
    mailman = Mailman(**how)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailman, hostname="127.0.0.1", port=port)
    controller.start()
    _name(settings, port)
    try:
        yield mailman
    finally:
        controller.stop(no_assert=True)


@contextmanager
def silent_server(settings):
    """A server that takes connections and says nothing; yields a list of the connections."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        _name(settings, listener.getsockname()[1])
        yield listener


def _name(settings, port):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 1
