"""Which of several questions have an answer at all, in one statement."""

from collections.abc import Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def having_rows(querysets: Sequence[QuerySet]) -> list[bool]:
    """Whether each of `querysets` has any row, in their order. One query."""
    parts: list[str] = []
    values: list = []
    for rows in querysets:
        try:
            sql, given = rows.query.exists().sql_with_params()
        except EmptyResultSet:
            sql, given = "SELECT 1 WHERE false", ()
        parts.append(f"EXISTS ({sql})")
        values += given
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())
