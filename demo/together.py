"""Bulk writing while the story loads: the same rows as the services write one by one, in fewer statements.

Each verb leaves a row of history for what it saved, a line in the log and word for people, says who is
reading before and after it, and moves its record to the top of the lists: half of all statements of the load.
"""

import re
from contextlib import ExitStack, contextmanager
from functools import cache
from unittest.mock import patch

from django.db import connection
from django.db.models.signals import pre_save

from pam.audit.models import LogEntry
from pam.db import reading
from pam.notifications import services as notifications

ROWS = 200  # of one statement
# Functions of the database that read none of it. Before any other is asked, all is written.
READ_NEITHER = {
    "pam_agenda_numbers",
    "pam_contacts_of",
    "pam_fold",
    "pam_live_readers",
    "pam_may_assess",
    "pam_may_lead",
    "pam_meeting_size",
    "pam_plan_differs",
    "pam_plan_lines_seen",
    "pam_reach",
    "pam_reach_part",
    "pam_read_as",
    "pam_touch",
    "pam_unaccepted_terms",
}
_functions = re.compile(r"\bpam_\w+").findall
TO_THE_TOP = "SELECT pam_touch(%s)"


@cache
def _may_read_what_is_kept(sql):
    """Whether a statement, or a trigger that it sets off, may read a history, the log or what is owed."""
    names = set(_functions(sql)) - READ_NEITHER
    return bool(names) or any(
        name in sql
        for name in ("_historical", "audit_logentry", "notifications_delivery", 'UPDATE "records_document"')
    )


class Together:
    """Rows of histories, the log and notifications, kept in the order in which they came until
    they may be read; and who is reading, said when the next statement is made.
    """

    def __init__(self):
        self._rows, self._owed, self._writing = {}, [], False
        self._said = self._to_say = None
        self._say, self._owe = reading._tell, notifications._owe

    @contextmanager
    def instead(self):
        """A block in which these rows are collected; they are written at its end at the latest."""
        with ExitStack() as stack:
            stack.enter_context(patch.object(reading, "_tell", self._say_later))
            stack.enter_context(patch.object(LogEntry, "save", lambda row, **options: self.keep(row)))
            stack.enter_context(patch.object(notifications, "_owe", self._owed.extend))
            stack.enter_context(connection.execute_wrapper(self._before))
            yield
            self._write()

    def keep(self, row):
        """Keeps a new row to be written."""
        pre_save.send(type(row), instance=row, raw=False, using=connection.alias, update_fields=None)
        self._rows.setdefault(type(row), []).append(row)

    def _say_later(self, who, opening=None):
        if opening is not None:
            raise NotImplementedError("the story opens no page")
        self._to_say = who

    def _before(self, execute, sql, params, many, context):
        """Sees each statement before it is made."""
        if self._writing:
            return execute(sql, params, many, context)
        if sql == TO_THE_TOP:  # the load says at its end when each record changed last
            return None
        if (self._rows or self._owed) and _may_read_what_is_kept(str(sql)):
            self._write()
        if self._said != self._to_say:
            self._say_now(self._to_say)
        return execute(sql, params, many, context)

    def _say_now(self, who):
        self._writing = True
        try:
            self._say(who)
        finally:
            self._writing = False
        self._said = who

    def _write(self):
        """Writes the collected rows, as the owner: each row names its actor."""
        if self._said is not None:
            self._say_now(None)
        self._writing = True
        try:
            for model, rows in self._rows.items():
                model._base_manager.bulk_create(rows, batch_size=ROWS)
            if self._owed:
                self._owe(self._owed)
        finally:
            self._writing = False
        self._rows.clear()
        self._owed.clear()
