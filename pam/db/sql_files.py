"""The SQL of the rooms: `sql/*.sql`, read statement by statement.

Each room keeps its own, in four files: `functions.sql`, `triggers.sql` (triggers and their functions),
`tables.sql` (settings of tables), `policies.sql` (policies and privileges of the web role, `pam_web`).
A long file is divided: `triggers_leads.sql` is laid after `triggers.sql`.
It names only tables and functions of its own room and of rooms below (tests/house/test_arrows.py).
What SQL shares with Python has a name there: {{VIEW}} stands for what a room's `sql_names` says of it,
{{OTHER_COLUMNS}} for the columns of a new row that a function says nothing about (new_rows.py).
"""

import re
from functools import cache
from pathlib import Path

from django.apps import apps

from pam.db.new_rows import with_other_columns

NAMES = ("functions", "triggers", "tables", "policies")  # the order in which they are laid
TOKEN = re.compile(r"""--[^\n]*|'(?:[^']|'')*'|"[^"]*"|\$(\w*)\$.*?\$\1\$|;""", re.S)
NAMED = re.compile(r"\{\{(\w+)\}\}")
LEADING = re.compile(r"(?:\s*--[^\n]*\n|\s+)*")


def statements_in(text):
    """The statements of `text`, without the comments before them and the semicolon.

    Raises ValueError if the last one has no end.
    """
    start = 0
    for token in TOKEN.finditer(text):
        if token[0] == ";":
            yield LEADING.sub("", text[start : token.start()], count=1)
            start = token.end()
    if rest := LEADING.sub("", text[start:] + "\n", count=1):
        raise ValueError(f"A statement without its semicolon: {rest[:60]}")


def room_statements(*names):
    """The statements of the files `names` of each room: file by file, the rooms below first."""
    for name in names:
        for config in apps.get_app_configs():
            folder = Path(config.path) / "sql"
            for path in sorted([*folder.glob(f"{name}.sql"), *folder.glob(f"{name}_*.sql")]):
                yield from statements_in(path.read_text())


def filled(statement):
    """`statement` with what its {{names}} stand for. Raises KeyError for one that no room has given."""
    return NAMED.sub(lambda name: filled(_names()[name[1]]), with_other_columns(statement))


@cache
def _names():
    given = {}
    for config in apps.get_app_configs():
        given |= getattr(config, "sql_names", dict)()
    return given
