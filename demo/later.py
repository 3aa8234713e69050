"""What makes the story quick: statements that nothing in it waits for come later, together, or not at all.

- The lines of the log and most histories are made at their own moment and in their order, and put in
  together, before anything could read them.
- Who is reading is said once, if the next statement is for the same person.
- How far a person may go with a record is asked once, until a record or who reaches it changes.
- No record is moved to the top of the lists: where it comes is worked out at the end (`LAST_CHANGES`).
"""

import re
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from django.apps import apps
from django.db import connection
from django.utils import timezone

from pam.access import visibility
from pam.audit.histories import HistoryRow
from pam.audit.models import LogEntry
from pam.db.checks import is_history

# Statements that ask neither of the log nor of histories, whatever they set off.
PLAIN = re.compile(r"SELECT pam_(?:reach|live_readers)\(|SELECT (?!pam_)|UPDATE|DELETE")
READS = re.compile(r"_historical|audit_logentry|FROM pam_")
READ_AS, TOUCH = "SELECT pam_read_as(", "SELECT pam_touch("
NEWS = 'INSERT INTO "notifications_delivery"'
# What changes how far a person may go with a record.
REACH = re.compile(
    r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(?:access_|records_record")|SELECT pam_(?!reach|live)'
)
# Whose histories the database itself reads: those of rooms with SQL about them, and these.
READ_BY_SQL = {"meetings", "frameworks", "access"}
MOST = 2000  # rows that wait


class Later:
    """What waits: rows to put in, who is to be said to read, and what is known of who reaches what."""

    def __init__(self) -> None:
        self._histories: dict[type, list] = defaultdict(list)
        self._log: list[LogEntry] = []
        self._to_say: tuple | None = None
        self._said: tuple | None = None
        self._at_it = self._opened = False
        self._levels: dict[tuple[int, int], int] = {}

    @contextmanager
    def keeping(self):
        """A block in which they wait; at its end all is in."""
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(self._look_first))
            stack.enter_context(patch.object(LogEntry, "save", self._saver(LogEntry.save, self._wait_log)))
            stack.enter_context(patch.object(visibility, "level", self._remembering(visibility.level)))
            for model in apps.get_models():
                if is_history(model) and issubclass(model, HistoryRow) and _waits(model):
                    saver = self._saver(model.save, self._wait_history)
                    stack.enter_context(patch.object(model, "save", saver))
            yield
            self._put_in_all()
            self._say()

    # --- Rows ---

    def _saver(self, really, wait):
        def save(row, *args, **kwargs):
            if not wait(row):
                really(row, *args, **kwargs)

        return save

    def _wait_log(self, row):
        row.at = timezone.now()  # where the story is
        # Who opens a record has read the news of it (pam_news_read): what there is by then.
        self._opened |= row.verb == LogEntry.Verb.CONSULTATION and row.operation == "open"
        self._log.append(row)
        return True

    def _wait_history(self, row):
        self._histories[type(row)].append(row)
        return True

    def _put_in_all(self):
        for model in list(self._histories):
            self._put_in(model, self._histories.pop(model))
        self._put_in(LogEntry, self._log)
        self._opened = False

    def _put_in(self, model, waiting):
        rows, waiting[:] = list(waiting), []
        if not rows:
            return
        self._at_it = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('role'), set_config('role', 'none', true)")
            role = cursor.fetchone()[0]
            model._base_manager.bulk_create(rows, batch_size=500)
            cursor.execute("SELECT set_config('role', %s, true)", [role])
        self._at_it = False

    # --- Statements ---

    def _look_first(self, execute, sql, params, many, context):
        text = sql if isinstance(sql, str) else str(sql)
        if self._at_it:
            return execute(sql, params, many, context)
        if text.startswith(READ_AS):
            self._to_say = (sql, params)
            return None
        if text.startswith(TOUCH):
            return None
        if REACH.match(text):
            self._levels.clear()
        if self._opened and text.startswith(NEWS):
            self._put_in_all()
        puts_in = text.startswith("INSERT INTO")
        if self._many() or not (puts_in or PLAIN.match(text.lstrip()) and not READS.search(text)):
            self._put_in_all()
        self._say()
        return execute(sql, params, many, context)

    def _many(self):
        return len(self._log) + sum(map(len, self._histories.values())) > MOST

    def _say(self):
        """Says who is reading, if that is another than was said last."""
        if self._to_say is None:
            return
        sql, params = self._to_say
        self._to_say, who = None, (params[0], params[-1])
        if who != self._said:
            self._said, self._at_it = who, True
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
            self._at_it = False

    # --- Levels ---

    def _remembering(self, really):
        def level(reader, row):
            if reader is None:
                return 0
            key = reader.membership_id, getattr(row, "record_id", None) or row.pk
            if key not in self._levels:
                self._levels[key] = really(reader, row)
            return self._levels[key]

        return level


def _waits(model):
    name = model._meta.model_name
    return model._meta.app_label not in READ_BY_SQL and "document" not in name
