"""The second wall: row-level security, laid from the models' own declarations.

Web and worker connect as a role that owns nothing. `reading()` sets who is reading for one transaction;
without it every gated table is empty to them. So a view that forgets the gate shows an empty page.
"""

from contextlib import contextmanager, nullcontext
from contextvars import ContextVar

from django.conf import settings
from django.db import connection

from pam.db import files
from pam.db.prepared import unprepared_statements

NOBODY = object()
_reading = ContextVar("pam_reading", default=NOBODY)


def current_reader():
    """The `visibility.Reader` of the innermost `reading()` block, or None outside of one.

    For this file and the writer of history alone: everything else is given its reader as an argument.
    """
    reader = _reading.get()
    return None if reader is NOBODY else reader


@contextmanager
def reading(reader):
    """Runs the block in one transaction in which the database shows what `reader` may see, and no more.

    `reader` is a `gate.Reader` or None (nobody: sees nothing). A process that connects as another role
    steps down to the web role for the length of the block.
    """
    before, outermost = _reading.get(), not connection.in_atomic_block
    with files.atomic():
        _set_reader(reader)
        token = _reading.set(reader)
        try:
            with unprepared_statements():
                yield
            # The end of the transaction takes the settings back by itself, and so does a rollback.
            if not (outermost or connection.needs_rollback):
                _set_reader(before)
        finally:
            _reading.reset(token)


def ensure_reading(reader):
    """As `reading(reader)`; costs nothing where the transaction shows what `reader` may see already."""
    told_already = reader is not None and current_reader() is reader
    return nullcontext() if told_already else reading(reader)


@contextmanager
def working(job):
    """Runs the block in one transaction in which only the rows that `job` works on are shown.

    `job` is a name that a model's `Gated(job=…)` declares. For background tasks that work for nobody.
    """
    with reading(None), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pam.job', %s, true)", [job])
        yield
        if not connection.needs_rollback:
            cursor.execute("SELECT set_config('pam.job', '', true)")


def _set_reader(reader):
    """Sets the role and the reader for the rest of the transaction (0.1 ms)."""
    stepped_down = connection.settings_dict["USER"] != settings.WEB_ROLE
    principals, agency, clearance, user = "", "", "", ""
    if reader is not None and reader is not NOBODY:
        principals = "{{{}}}".format(",".join(map(str, reader.principals)))
        agency, clearance, user = reader.agency_id, reader.clearance, reader.user_id
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pam.principals', %s, true), set_config('pam.agency', %s, true),"
            " set_config('pam.clearance', %s, true), set_config('pam.user', %s, true)"
            + (", set_config('role', %s, true)" if stepped_down else ""),
            [principals, str(agency), str(clearance), str(user)]
            + ([settings.WEB_ROLE if reader is not NOBODY else "none"] if stepped_down else []),
        )
