"""The second wall: row-level security, laid from the models' own declarations.

Web and worker connect as a role that owns nothing. `reading()` says who is reading for one transaction;
without it every gated table is empty to them. So a view that forgets the gate shows an empty page.

The database doesn't believe it: what it is sent is a signed ticket that names a membership (`tickets.py`),
and what that membership may see it works out itself.
"""

from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from pam.db import files
from pam.db.prepared import unprepared_statements
from pam.db.tickets import signed

NOBODY = object()
_reading = ContextVar("pam_reading", default=NOBODY)
_ticket: ContextVar[str | None] = ContextVar("pam_ticket", default=None)  # None: outside of the wall
_function = []  # the name of the function that takes tickets


def register_function(name):
    """Names the SQL function that takes a ticket and says who is reading: the room that knows people does."""
    _function[:] = [name]


@dataclass
class FirstStatement:
    """What the first statement of a block asks besides saying who is reading: a function of the database that
    takes the three values of a ticket, says it itself, and then takes `values`. Its one row is the `answer`.
    """

    function: str
    values: tuple[Any, ...] = ()
    answer: tuple[Any, ...] = ()


def current_reader():
    """The `visibility.Reader` of the innermost `reading()` block, or None outside of one.

    For this file and the writer of history alone: everything else is given its reader as an argument.
    """
    reader = _reading.get()
    return None if reader is NOBODY else reader


def behind_the_wall():
    """Whether statements are the web role's: of a process that connects as it, or that stepped down to it."""
    return connection.settings_dict["USER"] == settings.WEB_ROLE or _ticket.get() is not None


def signing_in(person):
    """Says, in a block in which nobody reads, that `person` (a number) is signing in: their second factors
    are shown, and no more.
    """
    if _reading.get() is None and _ticket.get() is not None:
        _tell(f"person {person}")
        _ticket.set(f"person {person}")


@contextmanager
def reading(reader, *, person=None, opening=None):
    """Runs the block in one transaction in which the database shows what `reader` may see, and no more.

    `reader` is a `gate.Reader` or None (nobody: sees nothing); `person` is then the number of the person who
    is just signing in, if it is known. A process that connects as another role steps down to the web role
    for the length of the block. An `FirstStatement` is answered by the statement that says who is reading.
    """
    token = _reading.set(reader)
    nobody = f"person {person}" if person else ""
    try:
        with _told(nobody if reader is None else reader.ticket, opening):
            yield
    finally:
        _reading.reset(token)


def ensure_reading(reader):
    """As `reading(reader)`; costs nothing where the transaction shows what `reader` may see already."""
    told_already = reader is not None and _ticket.get() == reader.ticket
    return nullcontext() if told_already else reading(reader)


def ensure_reading_within(reader):
    """As `ensure_reading(reader)` behind the wall; nothing outside of it, where the owner asks."""
    return nullcontext() if _ticket.get() is None else ensure_reading(reader)


@contextmanager
def working(job):
    """Runs the block in one transaction in which only the rows that `job` works on are shown.

    `job` is a name that a model's `Gated(job=…)` declares. For background tasks that work for nobody.
    """
    token = _reading.set(None)
    try:
        with _told(f"job {job}"):
            yield
    finally:
        _reading.reset(token)


@contextmanager
def _told(who, opening=None):
    """Runs the block in one transaction of which the database knows that it is for `who` (see `tickets`)."""
    before, outermost = _ticket.get(), not connection.in_atomic_block
    with files.atomic():
        _tell(who, opening)
        token = _ticket.set(who)
        try:
            with unprepared_statements():
                yield
            # The end of the transaction takes the settings back by itself, and so does a rollback.
            if not (outermost or connection.needs_rollback):
                _tell(before)
        finally:
            _ticket.reset(token)


def asked_once(who, function, values):
    """What `function` answers, which says itself who is reading: its first arguments are a ticket for `who`.

    In one statement where the process connects as the web role: that is all there is of a transaction. What
    was said ends with it.
    """
    sql = f"SELECT {function}(%s, %s, %s{', %s' * len(values)})"
    alone = connection.settings_dict["USER"] == settings.WEB_ROLE and not connection.in_atomic_block
    with nullcontext() if alone else _told(who), connection.cursor() as cursor:
        cursor.execute(sql, [*signed(who), *values])
        return cursor.fetchone()[0]


def _tell(who, opening=None):
    """Sets the role and the reader for the rest of the transaction; `who` None takes both back."""
    values, role = [*signed(who or "")], ""
    if connection.settings_dict["USER"] != settings.WEB_ROLE:
        role = ", set_config('role', %s, true)"
        values.append("none" if who is None else settings.WEB_ROLE)
    with connection.cursor() as cursor:
        if opening is None:
            cursor.execute(f"SELECT {_function[0]}(%s, %s, %s){role}", values)
            return
        ticket, role_value = values[:3], values[3:]  # the role stands before the function
        more = ", %s" * len(opening.values)
        cursor.execute(
            f"SELECT opened.*{role} FROM {opening.function}(%s, %s, %s{more}) opened",
            [*role_value, *ticket, *opening.values],
        )
        opening.answer = cursor.fetchone()
