"""Statements that go by a key are planned once for a connection, for every reader (`pam/db/prepared.py`).

Opening a group joins a dozen tables behind their policies: planning it took 12.8 ms, running it 1.0. Whether
a statement goes by a key is read from its conditions, so no selector has to say it.
"""

from contextlib import nullcontext

from django.db.backends.postgresql import compiler
from django.db.models.expressions import Col
from django.db.models.lookups import Exact
from django.db.models.sql.compiler import PositionRef

from pam.db.backend.columns import sql_of
from pam.db.prepared import prepared_statements


def goes_by_key(query):
    """Whether `query` asks for one row by its number or uuid, or for what hangs off one record.

    Its plan is then the same for every reader. A condition within an OR or a NOT doesn't count.
    """
    where = query.where
    return where.connector == "AND" and not where.negated and any(map(_names_one, where.children))


def _names_one(condition):
    if not isinstance(condition, Exact) or not isinstance(condition.lhs, Col):
        return False
    column = condition.lhs.target
    return (column.unique or column.name == "record") and not hasattr(condition.rhs, "as_sql")


class _ByKey:
    """Runs its statement prepared, if that goes by a key. A name that was quoted before is looked up once."""

    def quote_name_unless_alias(self, name):
        """`name` as it is written in the statement."""
        known = self.quote_cache.get(name)
        return super().quote_name_unless_alias(name) if known is None else known

    def execute_sql(self, *args, **options):
        """Runs the statement."""
        with prepared_statements() if goes_by_key(self.query) else nullcontext():
            return super().execute_sql(*args, **options)


class SQLCompiler(_ByKey, compiler.SQLCompiler):
    """Of a SELECT."""

    def compile(self, node):
        """What `node` is in SQL, and its values. A column is its name: nothing else is asked of it."""
        return sql_of(node, self, self.connection) if type(node) is Col else super().compile(node)

    def _order_by_pairs(self):
        """What the statement is ordered by. Django's own looks for it among all that is selected; of that
        nothing is found but what has a name of its own.
        """
        selected = self.select
        if self.query.combinator or not selected:
            return super()._order_by_pairs()
        place = {alias: number for number, (_, _, alias) in enumerate(selected, start=1) if alias}
        self.select = [one for one in selected if one[2]]
        try:
            pairs = list(super()._order_by_pairs())
        finally:
            self.select = selected
        for field, _ in pairs:
            if isinstance(field.expression, PositionRef):
                field.expression.ordinal = place[field.expression.refs]
        return pairs


class SQLAggregateCompiler(_ByKey, compiler.SQLAggregateCompiler):
    """Of a count or a sum."""


class SQLUpdateCompiler(_ByKey, compiler.SQLUpdateCompiler):
    """Of an UPDATE."""


class SQLDeleteCompiler(_ByKey, compiler.SQLDeleteCompiler):
    """Of a DELETE."""


class SQLInsertCompiler(compiler.SQLInsertCompiler):
    """Of an INSERT, which is the same for every reader."""

    def execute_sql(self, *args, **options):
        """Runs the statement."""
        with prepared_statements():
            return super().execute_sql(*args, **options)
