"""The columns of an INSERT in a room's SQL: a function names those that it has something to say about.

{{OTHER_COLUMNS}} at the end of its list are the other columns of the model that the database doesn't fill by
itself, {{THEIR_DEFAULTS}} what the model puts there: a column that a model gets is never forgotten.
"""

import json
import re
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db.models import JSONField
from psycopg import sql

PLACES = re.compile(
    r"INSERT INTO (\w+)(?: AS \w+)?\s*\(([^()]*?),\s*\{\{OTHER_COLUMNS\}\}\s*\)|,\s*\{\{THEIR_DEFAULTS\}\}"
)


def with_other_columns(statement):
    """`statement` with the other columns of each INSERT written out. Raises ValueError for a column without
    a default that an INSERT says nothing about.
    """
    defaults = ""

    def written(found):
        nonlocal defaults
        if not found[1]:
            return defaults
        named = [name.strip().strip('"') for name in found[2].split(",")]
        others = other_columns(found[1], named)
        defaults = "".join(f", {value}" for value in others.values())
        more = "".join(f', "{column}"' for column in others)
        start = found[0].rindex(",")
        return f"{found[0][:start]}{more})"

    return PLACES.sub(written, statement)


def other_columns(table, named):
    """{column: SQL of its default} of the columns of a model's table that are not among `named`, without
    those that may stay empty or that the database fills.
    """
    found = {}
    for field in _model_of(table)._meta.local_concrete_fields:
        if field.column in named or field.has_db_default() or getattr(field, "db_returning", False):
            continue
        if field.null and not field.has_default():
            continue
        found[field.column] = _default(table, field)
    return found


@cache
def _model_of(table):
    models = apps.get_models(include_auto_created=True)
    return next(model for model in models if model._meta.db_table == table)


def _default(table, field):
    """The SQL of what Django would put there."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return "clock_timestamp()"
    value = field.get_default()
    if isinstance(value, UUID):
        return "gen_random_uuid()"
    if isinstance(value, datetime):
        return "clock_timestamp()"
    if isinstance(value, date):
        return "timezone('Europe/London', clock_timestamp())::date"
    worked_out = field.has_default() and callable(field.default) and value not in ([], {})
    if value is None or worked_out or not (field.has_default() or field.blank):
        raise ValueError(f"An INSERT INTO {table} says nothing about {field.column}, which has no default.")
    if isinstance(field, JSONField):
        return f"{_literal(json.dumps(value))}::jsonb"
    return _literal("{}" if value == [] else value)


def _literal(value):
    return sql.Literal(value).as_string()
