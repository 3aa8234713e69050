"""Lays what differs: functions, triggers, privileges and policies that are new, changed, gone or were
touched.

`migrate` does it when all tables are there. Functions first, all in one transaction that also checks that
each can run; then each table by itself, in one short transaction, so that nobody ever finds a table without
its policies; at last what is no longer wanted goes. Nothing to do locks nothing.
"""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from psycopg import errors

from pam.db import catalogue, keeper
from pam.db.function_check import check_functions
from pam.db.locks import in_short_transaction
from pam.db.objects import objects, roles
from pam.db.row_security import CACHE_TABLES
from pam.db.told import require_right, require_role_of_jobs

CHECKED = (
    "check",
    "functions",
)  # remembered: the shape of the tables that the functions were checked against
OURS = {"function", "trigger", "policy", "privileges"}  # what nobody declares goes, the person who made it
# In which order the objects of one table are laid, and taken away.
ORDER = ("owner", "security", "policy", "trigger", "privileges", "setting")
GOES = {
    "function": "DROP FUNCTION IF EXISTS {name}",
    "trigger": "DROP TRIGGER IF EXISTS {name}",
    "policy": "DROP POLICY IF EXISTS {name}",
    "security": "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
    "privileges": "REVOKE ALL ON {table} FROM {role}",
    "index": "DROP INDEX{concurrently} IF EXISTS {name}",
    "setting": "ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS -1",
}


@dataclass
class Difference:
    """What to lay (`DatabaseObject`s), and what to take away: (kind, name, table)."""

    new: list
    gone: list

    def of(self, *kinds):
        """The part of it that is about objects of `kinds`."""
        return Difference([o for o in self.new if o.kind in kinds], [g for g in self.gone if g[0] in kinds])

    def __bool__(self):
        return bool(self.new or self.gone)

    def __str__(self):
        lines = [f"+ {o.kind} {o.name}" for o in self.new] + [
            f"- {kind} {name}" for kind, name, _ in self.gone
        ]
        return "\n".join(lines)


def lay_after_migrate(sender, verbosity=1, **kwargs):
    """Signal handler: lays the difference when the last app has migrated and every table is there."""
    if sender.label != [config.label for config in apps.get_app_configs() if config.models_module][-1]:
        return
    if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
        call_command("createcachetable", verbosity=0)
    if missing_tables():
        if verbosity:
            print("  Row security is laid when all rooms are migrated.")
        return
    changed = lay()
    if verbosity and changed:
        print(f"  Laid row security: {changed} objects.")


def missing_tables():
    """The tables of models that are not there, for example when one room alone was migrated."""
    there = set(connection.introspection.table_names())
    models = apps.get_models(include_auto_created=True)
    return {m._meta.db_table for m in models if m._meta.managed and not m._meta.proxy} - there


def difference():
    """The `Difference` between what is wanted and what the database holds."""
    with connection.cursor() as cursor:
        return _difference(_wanted(), catalogue.remembered(cursor), catalogue.present(cursor))


def _wanted():
    absent = set(CACHE_TABLES) - set(connection.introspection.table_names())
    return [one for one in objects() if one.table not in absent]


def _difference(wanted, remembered, present):
    keys = {one.key for one in wanted}
    gone = [
        (*key, table)
        for key, (table, _) in present.items()
        if key not in keys and key[0] != "owner" and (key[0] in OURS or key in remembered)
    ]
    new = [one for one in wanted if remembered.get(one.key) != (one.hash, _mark(one, present))]
    return Difference(new, gone)


def _mark(one, present):
    """The catalogue's fingerprint of an object: None if it is absent, "" for no privileges at all."""
    return present.get(one.key, ("", "" if one.kind == "privileges" else None))[1]


def lay():
    """Lays the difference; returns how many objects changed. Runs as the owner; safe to repeat.

    Raises function_check.Broken, and then lays nothing, if a function can't run against the tables as they
    are; CommandError if a role or a right is missing; locks.TooBusy if a table was in use all the
    time.
    """
    require_right()
    require_role_of_jobs()
    keeper.require_role()
    wanted = _wanted()
    with connection.cursor() as cursor:
        before, present = catalogue.remembered(cursor), catalogue.present(cursor)
        found, shape = _difference(wanted, before, present), catalogue.shape(cursor)
    checked = before.get(CHECKED) == (shape, "")
    if checked and not found:
        return 0
    again = not checked or found.of("function", "trigger", "extension")
    in_short_transaction(lambda cursor: _lay_functions(cursor, found, wanted, again), "Laying the functions")
    _lay_indexes(found)
    for table, changes in sorted(_by_table(found).items()):
        in_short_transaction(
            lambda cursor, table=table, changes=changes: _lay_table(cursor, changes, table),
            f"Laying the row security of {table}",
        )
    gone = found.of("function").gone
    if gone:
        in_short_transaction(lambda cursor: _drop_functions(cursor, gone, wanted), "Dropping functions")
    _remember(wanted, shape)
    return len(found.new) + len(found.gone)


def _remember(wanted, shape):
    with transaction.atomic(), connection.cursor() as cursor:
        present = catalogue.present(cursor)
        rows = {one.key: (one.hash, _mark(one, present)) for one in wanted}
        catalogue.remember(cursor, {**rows, CHECKED: (shape, "")})


def _lay_functions(cursor, found, wanted, again):
    """New and changed functions, and the extensions that they need, which stay for ever: others may use them.

    What goes stays until the tables have let go of it. `again`: whether the functions are checked, which they
    were against the same tables and triggers otherwise.
    """
    keeper.let_it_own(cursor)
    for extension in found.of("extension").new:
        _run(cursor, extension)
    for function in found.of("function").new:
        try:
            with transaction.atomic():
                _run(cursor, function)
        except ProgrammingError as error:
            if not isinstance(error.__cause__, errors.InvalidFunctionDefinition):
                raise
            # Other names of its arguments, or another result: it has to be made anew.
            _without_callers(
                cursor, function.name, wanted, lambda function=function: _remake(cursor, function)
            )
    if again:
        check_functions(cursor, wanted)


def _remake(cursor, function):
    _take_away(cursor, (*function.key, ""))
    _run(cursor, function)


def _without_callers(cursor, function, wanted, work):
    """Runs `work()` while no policy or trigger calls a function; lays those that called it anew."""
    callers = catalogue.calling(cursor, function)
    for caller in callers:
        _take_away(cursor, caller)
    work()
    keys = {(kind, name) for kind, name, _ in callers}
    for one in wanted:
        if one.key in keys:
            _run(cursor, one)


def _drop_functions(cursor, gone, wanted):
    for function in gone:
        _without_callers(cursor, function[1], wanted, lambda function=function: _take_away(cursor, function))


def _lay_indexes(found):
    """Indexes, without keeping anyone from writing meanwhile. One that was cut off is made anew."""
    concurrently = "" if connection.in_atomic_block else " CONCURRENTLY"
    indexes = found.of("index")
    with connection.cursor() as cursor:
        for key in [*((*one.key, one.table) for one in indexes.new), *indexes.gone]:
            _take_away(cursor, key, concurrently)
        for index in indexes.new:
            with keeper.stepped_up(cursor, table=index.table):
                for statement in index.statements:
                    cursor.execute(statement.replace("CREATE INDEX", f"CREATE INDEX{concurrently}", 1))


def _by_table(found):
    """{table: Difference} of what is about one table each."""
    of_each = {}
    for one in found.new:
        if one.kind in ORDER:
            of_each.setdefault(one.table, Difference([], [])).new.append(one)
    for key in found.gone:
        if key[0] in ORDER:
            of_each.setdefault(key[2], Difference([], [])).gone.append(key)
    return of_each


def _lay_table(cursor, changes, table):
    """All that changed about one table, at once: its owner, and then the rest in one go."""
    for one in changes.of("owner").new:
        _run(cursor, one)
    statements = []
    for kind in ORDER[1:]:
        of_kind = changes.of(kind)
        statements += [_going(key) for key in of_kind.gone]
        for one in of_kind.new:
            statements += [_going((*one.key, table))] if kind == "policy" else []
            statements += one.statements
    if statements:
        with keeper.stepped_up(cursor, table=table):
            cursor.execute("\n;\n".join(statements))


def _run(cursor, one):
    if one.kind == "owner":
        keeper.hand_over(cursor, one.table)
        return
    with keeper.stepped_up(cursor, table=one.table, function=one.name if one.kind == "function" else ""):
        cursor.execute("\n;\n".join(one.statements))
    if one.kept:
        keeper.hand_over_function(cursor, one.name)


def _take_away(cursor, key, concurrently=""):
    kind, name, table = key
    with keeper.stepped_up(cursor, table=table, function=name if kind == "function" else ""):
        cursor.execute(_going(key, concurrently))


def _going(key, concurrently=""):
    """The statement that takes away (kind, name, table)."""
    kind, name, table = key
    column, role = name.split(" ON ")[0], ", ".join(roles())
    return GOES[kind].format(name=name, table=table, column=column, role=role, concurrently=concurrently)
