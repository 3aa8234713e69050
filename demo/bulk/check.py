"""Whether what was worked out in bulk is what the database's own triggers work out."""

from django.db import connection, transaction

COLUMNS = {
    "records_record": ("readers", "lapses_at", "search", "agency_id"),
    "actions_action": ("readers", "lapses_at", "marking", "search"),
    "records_subject": ("readers", "lapses_at", "marking", "search"),
}


class Different(Exception):
    """Rows made in bulk differ from what the triggers make of them; the message names the first."""


@transaction.atomic
def check_sample(first, last, size=500):
    """Lets the triggers work out `size` records between these numbers, and their parts, again. Raises
    Different.

    Nothing is changed if all is well: the triggers write what is there already.
    """
    step = max(1, (last - first + 1) // size)
    with connection.cursor() as cursor:
        for table, columns in COLUMNS.items():
            key = "id" if table == "records_record" else "record_id"
            where = f"{key} BETWEEN %s AND %s AND ({key} - %s) %% %s = 0"
            numbers = [first, last, first, step]
            # The triggers of a grant's record would push into the parts: each table is asked by itself.
            cursor.execute(
                (
                    f"CREATE TEMP TABLE was ON COMMIT DROP AS SELECT id, {', '.join(columns)} FROM {table} "
                    f"WHERE {where}"
                ),
                numbers,
            )
            cursor.execute(f"UPDATE {table} SET readers = readers, search = NULL WHERE {where}", numbers)
            same = " AND ".join(f"w.{c} IS NOT DISTINCT FROM t.{c}" for c in columns)
            cursor.execute(
                f"SELECT t.id, count(*) OVER () FROM {table} t JOIN was w USING (id) "
                f"WHERE NOT ({same}) LIMIT 1"
            )
            found = cursor.fetchone()
            if found:
                raise Different(
                    f"{found[1]} rows of {table} differ from what the triggers make of them, "
                    f"for example id {found[0]}."
                )
            cursor.execute("DROP TABLE was")
