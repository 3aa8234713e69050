"""Which of several questions have an answer at all, in one statement."""

from collections.abc import Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def having_rows(querysets: Sequence[QuerySet]) -> list[bool]:
    """Whether each of `querysets` has any row, in their order. One query."""
    if not querysets:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*statement_of(querysets))
        return list(cursor.fetchone())


def statement_of(querysets: Sequence[QuerySet]) -> tuple[str, list]:
    """The statement that asks it of `querysets`, at least one, and its values."""
    parts: list[str] = []
    values: list = []
    for rows in querysets:
        try:
            sql, given = rows.query.exists().sql_with_params()
        except EmptyResultSet:
            sql, given = "SELECT 1 WHERE false", ()
        parts.append(f"EXISTS ({sql})")
        values += given
    return f"SELECT {', '.join(parts)}", values
