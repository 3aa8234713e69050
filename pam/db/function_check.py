"""Checks that each function can run against the tables as they are.

PostgreSQL reads the body of a function in SQL, but of one in PL/pgSQL only the grammar: that a column is gone
shows when a person calls it. So each statement and expression of a PL/pgSQL function is read out of its body
(`plpgsql.py`) and given to PostgreSQL as one function in SQL, whose arguments are the first one's variables;
that one is only checked and taken back. What PL/pgSQL puts together as text (EXECUTE) is not read: tests call
those.

Besides, each INSERT must name every column that has no default, or a new column would break it.
"""

import re
from dataclasses import dataclass
from functools import cache

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


AT_ONCE = 40  # checks in one statement
MADE = "pg_temp.pam_checked"  # the name of the function that is made of another, with a number
_read = cache(variables_and_statements)


@dataclass(frozen=True)
class Check:
    """What PostgreSQL refuses if `function` can't run. `tables` are transition tables: (name, like which)."""

    function: str
    sql: str
    tables: tuple[tuple[str, str], ...] = ()


class Broken(Exception):
    """Functions that can't run. The text has a line for each."""


def check_functions(cursor, wanted):
    """Checks every function of `wanted` (`DatabaseObject`s), which must have been made. Raises Broken."""
    triggers = {}
    for one in wanted:
        if one.kind == "trigger":
            call = one.statements[0]
            triggers.setdefault(CALLS.search(call)[1], []).append(call)
    functions = [one for one in wanted if one.kind == "function"]
    wrong, checks, mandatory = {one.name: [] for one in functions}, [], _mandatory(cursor)
    for function in functions:
        try:
            checks += _checks(function.name, function.statements[0], triggers)
        except Unreadable as error:
            wrong[function.name].append(str(error))
    for start in range(0, len(checks), AT_ONCE):
        for name, problem in _refused(cursor, checks[start : start + AT_ONCE]):
            wrong[name].append(problem)
    for function in functions:
        wrong[function.name] += _left_out(function.statements[0], mandatory)
    lines = [f"{name}: {problem}" for name, found in wrong.items() for problem in dict.fromkeys(found)]
    if lines:
        raise Broken(
            "These functions cannot run against the tables as they are now, so nothing was laid:\n  "
            + "\n  ".join(lines)
        )


def _checks(name, text, triggers):
    """The `Check`s of a function, of a trigger's one for each table. Raises Unreadable."""
    if LANGUAGE.search(text)[1] == "sql":
        return [Check(name, f"SELECT fmgr_sql_validator('{name}'::regprocedure)")]
    declared, statements = _read(BODY.search(text)[2])
    if not statements:
        return []
    head = FUNCTION.match(text)
    known = ALL + parameters(head[2]) + declared
    if result := RESULT_TABLE.search(text):
        known += parameters(result[1])
    if "RETURNS trigger" not in text:
        return [_analysed(name, known, statements)]
    found, calls = [], triggers.get(head[1], [])
    for table in sorted({TRIGGER.match(call)[2] for call in calls}):
        rows = [("new", table), ("old", table)]
        # Each of its triggers has its own transition tables; the function asks which one called.
        tables = {
            name for call in calls if TRIGGER.match(call)[2] == table for name in REFERENCING.findall(call)
        }
        found.append(
            _analysed(name, known + rows + OF_TRIGGERS, statements, [(one, table) for one in sorted(tables)])
        )
    return found


def _analysed(name, variables, statements, tables=()):
    """The `Check` of `statements` with these variables.

    `tables` are transition tables of a trigger: [(name, the table that it is like)].
    """
    named = ", ".join(f'"{name.lower()}" {type_of}' for name, type_of in dict(variables).items())
    body = ";\n".join(statements)
    return Check(
        name,
        f"CREATE FUNCTION {MADE}({named}) RETURNS void LANGUAGE sql AS $pam_checked$\n{body}\n$pam_checked$",
        tuple(tables),
    )


def _refused(cursor, checks):
    """[(function, what PostgreSQL says against it)]. All are asked in one go, and one by one if that is
    refused: a question for each takes three times as long.
    """
    problem = _said(cursor, checks)
    if problem and len(checks) > 1:
        return [one for check in checks for one in _refused(cursor, [check])]
    return [(checks[0].function, problem)] if problem else []


def _said(cursor, checks):
    """What PostgreSQL says against `checks`, or "". What they do is taken back."""
    steps = []
    for number, check in enumerate(checks):
        steps += [f"CREATE TEMP TABLE {name} (LIKE {like})" for name, like in check.tables]
        steps.append(check.sql.replace(MADE, f"{MADE}_{number}", 1))
        steps += [f"DROP TABLE pg_temp.{name}" for name, _ in check.tables]
    sql = "\n;\n".join(steps)
    try:
        with transaction.atomic():
            cursor.execute(sql)
            transaction.set_rollback(True)
    except Error as error:
        said = error.__cause__.diag
        hint = f" ({said.message_hint})" if said.message_hint else ""
        return f"{said.message_primary}{_place(said, sql)}{hint}"
    return ""


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
