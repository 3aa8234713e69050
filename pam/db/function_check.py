"""Checks that each function can run against the tables as they are.

PostgreSQL reads the body of a function in SQL, but of one in PL/pgSQL only the grammar: that a column is gone
shows when a person calls it. So each statement and expression of a PL/pgSQL function is read out of its body
(`plpgsql.py`) and given to PostgreSQL as one function in SQL, whose arguments are the first one's variables;
that one is only checked and taken back. What PL/pgSQL puts together as text (EXECUTE) is not read: tests call
those.

Besides, each INSERT must name every column that has no default, or a new column would break it.
"""

import re

from django.db import Error, transaction

from pam.db.objects import FUNCTION, TRIGGER, parameters
from pam.db.plpgsql import Unreadable, variables_and_statements

LANGUAGE = re.compile(r"\bLANGUAGE (\w+)")
BODY = re.compile(r"\$(\w*)\$(.*)\$\1\$", re.S)
RESULT_TABLE = re.compile(r"RETURNS TABLE\s*\(((?:[^()]|\([^()]*\))*)\)", re.S)
INSERT = re.compile(r"\bINSERT INTO (\w+)(?: AS \w+)?\s*\(([^()]*)\)", re.S)
REFERENCING = re.compile(r"\b(?:NEW|OLD) TABLE AS (\w+)")
WORDS = re.compile(r"[\w.]+")
CALLS = re.compile(r"EXECUTE FUNCTION (\w+)")
ALL = [("found", "boolean")]  # variables of every function
OF_TRIGGERS = [
    ("tg_op", "text"), ("tg_table_name", "name"), ("tg_argv", "text[]"), ("tg_nargs", "integer"),
]  # fmt: skip
MANDATORY = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
   AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
"""


class Broken(Exception):
    """Functions that can't run. The text has a line for each."""


def check_functions(cursor, wanted):
    """Checks every function of `wanted` (`DatabaseObject`s), which must have been made. Raises Broken."""
    triggers = [one for one in wanted if one.kind == "trigger"]
    mandatory = _mandatory(cursor)
    wrong = []
    for function in (one for one in wanted if one.kind == "function"):
        text = function.statements[0]
        for problem in [*_problems(cursor, function.name, text, triggers), *_left_out(text, mandatory)]:
            wrong.append(f"{function.name}: {problem}")
    if wrong:
        raise Broken(
            "These functions cannot run against the tables as they are now, so nothing was laid:\n  "
            + "\n  ".join(wrong)
        )


def _problems(cursor, name, text, triggers):
    """What PostgreSQL says against a function, for each table that it is a trigger of: [sentence]."""
    if LANGUAGE.search(text)[1] == "sql":
        return _refused(cursor, ("SELECT fmgr_sql_validator(%s::regprocedure)", [name]))
    try:
        declared, statements = variables_and_statements(BODY.search(text)[2])
    except Unreadable as error:
        return [str(error)]
    head = FUNCTION.match(text)
    known = ALL + parameters(head[2]) + declared
    if result := RESULT_TABLE.search(text):
        known += parameters(result[1])
    if "RETURNS trigger" not in text:
        return _analysed(cursor, known, statements, [])
    found, calls = (
        [],
        [one.statements[0] for one in triggers if CALLS.search(one.statements[0])[1] == head[1]],
    )
    for table in sorted({TRIGGER.match(call)[2] for call in calls}):
        rows = [("new", table), ("old", table)]
        # Each of its triggers has its own transition tables; the function asks which one called.
        names = {
            name for call in calls if TRIGGER.match(call)[2] == table for name in REFERENCING.findall(call)
        }
        found += _analysed(
            cursor, known + rows + OF_TRIGGERS, statements, [(name, table) for name in sorted(names)]
        )
    return list(dict.fromkeys(found))


def _analysed(cursor, variables, statements, tables):
    """What PostgreSQL says against `statements` with these variables: [sentence].

    `tables` are transition tables of a trigger: [(name, the table that it is like)].
    """
    if not statements:
        return []
    named = ", ".join(f'"{name.lower()}" {type_of}' for name, type_of in dict(variables).items())
    body = ";\n".join(statements)
    return _refused(
        cursor,
        *((f"CREATE TEMP TABLE {name} (LIKE {like})", None) for name, like in tables),
        (
            f"CREATE FUNCTION pg_temp.pam_checked({named}) RETURNS void LANGUAGE sql"
            f" AS $pam_checked$\n{body}\n$pam_checked$",
            None,
        ),
    )


def _refused(cursor, *steps):
    """[What PostgreSQL says against (statement, values)s], or []. What they do is taken back."""
    try:
        with transaction.atomic():
            for sql, values in steps:
                cursor.execute(sql, values)
            transaction.set_rollback(True)
    except Error as error:
        said = error.__cause__.diag
        hint = f" ({said.message_hint})" if said.message_hint else ""
        return [f"{said.message_primary}{_place(said, sql)}{hint}"]
    return []


def _place(said, sql):
    """Which words of a statement an error is about: " at me.clearance"; "" if PostgreSQL names none."""
    position, text = said.internal_position, said.internal_query
    if not position:
        position, text = said.statement_position, sql
    found = WORDS.match(text, int(position) - 1) if position else None
    return f" at {found[0]}" if found else ""


def _mandatory(cursor):
    """{table: {columns that an INSERT must name}}."""
    cursor.execute(MANDATORY)
    found = {}
    for table, column in cursor.fetchall():
        found.setdefault(table, set()).add(column)
    return found


def _left_out(text, mandatory):
    """Sentences about the columns that INSERTs of a function forget."""
    for table, named in INSERT.findall(text):
        missing = mandatory.get(table, set()) - {column.strip(' "\n') for column in named.split(",")}
        if missing:
            columns = ", ".join(sorted(missing))
            yield f"it inserts into {table} without {columns}: name it there, or give the field a db_default."
