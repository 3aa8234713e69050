"""Fills the database: people, then slices of records by two workers, then indexes and constraints."""

from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.models import Permission
from django.db import connection, transaction

from demo.bulk import indexes, rows, words
from demo.bulk.check import check_sample
from demo.bulk.people import make_crowd
from pam.access.levels import Level
from pam.access.models import LawfulBasis
from pam.frameworks.models import Framework
from pam.records.kinds import kind_of
from pam.records.models import RetentionGroup
from pam.reference.models import ReferenceValue

SLICE = 20_000
WORKERS = 2


def fill(records, *, grants=2, agencies=200, users=5000, report=lambda stage, done, of: None):
    """Makes `records` records with `grants` grants each, in a database that nobody else uses at the time.

    `tell` hears how far it is. No histories and no log rows are made. Triggers, indexes and constraints come
    back whatever happens. Raises check.Different if a sample is not what the triggers make of it.
    """
    with transaction.atomic():
        crowd = make_crowd(agencies, users)
        _texts()
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM records_record")
        base = cursor.fetchone()[0]
        values = _values(crowd, records, grants, base, cursor)
    report("People", 1, 1)
    with transaction.atomic():
        per_table, at_the_end = indexes.take_away()
    try:
        _slices(values, records, report)
    finally:
        _bring_back(per_table, at_the_end, report)
    _sequences()
    check_sample(base + 1, base + records)
    _analyse(report)
    return crowd


def _texts():
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bulk_text")
        cursor.execute("CREATE UNLOGGED TABLE bulk_text (id int PRIMARY KEY, summary text, search tsvector)")
        cursor.execute(
            "INSERT INTO bulk_text SELECT i - 1, s, pam_prose(pam_fold(s))"
            " FROM unnest(%s::text[]) WITH ORDINALITY x(s, i)",
            [words.texts()],
        )


def _array(values):
    """A SQL array of texts or numbers of our own."""
    return "ARRAY[{}]".format(
        ", ".join(str(v) if isinstance(v, int) else "'{}'".format(v.replace("'", "''")) for v in values)
    )


def _values(crowd, records, grants, base, cursor):
    """What the SQL of rows.py is filled with."""
    terms = {
        name: _array(list(ReferenceValue.objects.filter(listing=listing).values_list("pk", flat=True)))
        for name, listing in (
            ("tiers", "ocg.tier"),
            ("strands", "pvp.strand"),
            ("grades", "pvp.grade"),
        )
    }
    maps = {}
    for kind in ("ocg", "pvp"):
        found = Framework.objects.filter(agency=None, kind="stage-map", code=kind_of(kind).stage_map).first()
        maps[f"{kind}_map"] = found.current_id if found else "NULL"
        stages = (
            [row["code"] for row in found.current.body["stages"] if not row.get("end")] if found else [""]
        )
        maps[f"{kind}_stages"] = _array(stages)
    permission = {p.codename: p.pk for p in Permission.objects.filter(content_type__app_label="records")}
    lists = {
        "places": words.PLACES,
        "crimes": words.CRIMES,
        "first_names": words.FIRST,
        "last_begin": words.LAST_BEGIN,
        "last_end": words.LAST_END,
        "tasks": words.TASKS,
    }
    values = {
        **crowd.numbers(),
        **terms,
        **maps,
        **{name: _array(items) for name, items in lists.items()},
        "n_places": len(words.PLACES),
        "n_crimes": len(words.CRIMES),
        "n_first": len(words.FIRST),
        "n_begin": len(words.LAST_BEGIN),
        "n_end": len(words.LAST_END),
        "n_tasks": len(words.TASKS),
        "records": records,
        "record": base,
        "grants": grants,
        "texts": words.TEXTS,
        "code": rows.CODE,
        "view": int(Level.VIEW),
        "permissions": ",".join(str(permission[level.codename]) for level in Level),
        "group": RetentionGroup.objects.get(agency=None, code="2").pk,
        "basis": LawfulBasis.objects.first().pk,
        **{f"c{salt}": rows.chance(salt, "s.n") for salt in range(20, 40)},
    }
    # now() must be the same in all slices, and is a different one in each transaction.
    cursor.execute("SELECT now()")
    values["now"] = cursor.fetchone()[0].isoformat()
    quantiles = rows.UPDATED.format(**values).replace("now()", f"'{values['now']}'::timestamptz")
    cursor.execute(
        f"SELECT percentile_disc(ARRAY[0.001, 0.999]) WITHIN GROUP (ORDER BY {quantiles}) "
        f"FROM generate_series(1, {records}) n"
    )
    values["oldest"], values["newest"] = (moment.isoformat() for moment in cursor.fetchone()[0])
    return values


def _slices(values, records, report):
    done = 0
    firsts = range(1, records + 1, SLICE)
    with ThreadPoolExecutor(WORKERS) as pool:
        for made in pool.map(lambda first: _slice(values, first, min(first + SLICE - 1, records)), firsts):
            done += made
            report("Records", done, records)


def _slice(values, first, last):
    """The records numbered `first` to `last`, with all that belongs to them, in one transaction."""
    clock = f"'{values['now']}'::timestamptz"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        for statement in (*rows.BASE, rows.GRANTS, *rows.ROWS):
            cursor.execute(statement.format(**values, first=first, last=last).replace("now()", clock))
    connection.close()
    return last - first + 1


def _bring_back(per_table, at_the_end, report):
    """Indexes and unique constraints, a table to a worker; then foreign keys and triggers."""
    work = sorted(((table, sql) for table, sql in per_table.items() if sql), key=lambda item: -len(item[1]))
    count, done = sum(len(sql) for _, sql in work) + len(at_the_end), 0

    def rebuild(item):
        with connection.cursor() as cursor:
            for statement in item[1]:
                cursor.execute(statement)
        connection.close()
        return len(item[1])

    with ThreadPoolExecutor(WORKERS) as pool:
        for made in pool.map(rebuild, work):
            done += made
            report("Indexes", done, count)
    with connection.cursor() as cursor:
        for statement in at_the_end:
            cursor.execute(statement)
            done += 1
            report("Constraints", done, count)
    indexes.triggers_on()


def _sequences():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('records_record', 'id'), (SELECT max(id) "
            "FROM records_record))"
        )
        cursor.execute("DROP TABLE bulk_text")


def _analyse(report):
    """Statistics and visibility maps: the biggest tables first, two at a time."""
    tables = (
        *indexes.TABLES,
        "access_principal",
        "access_membership",
        "access_team",
        "access_user",
        "auth_group",
    )

    def analyse(table):
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {table}")
        connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        for number, _ in enumerate(pool.map(analyse, tables), 1):
            report("Statistics", number, len(tables))
