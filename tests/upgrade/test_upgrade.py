"""A database that was deployed is migrated to this code: the last landed state, with the demo's rows."""

import re

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from pam.access.levels import Level
from pam.db import catalogue
from pam.db.laying import CHECKED
from tests.upgrade import landed, old_stages
from tests.upgrade.databases import database, manage, present, rows

pytestmark = pytest.mark.slow
# Tables that only some databases have: the tests' own, the cache, and what was laid.
BESIDE = ("shipped", "access_cache", "pam_laid")
COLUMNS = f"""
SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,
       regexp_replace(column_default, '::.*', '')
  FROM information_schema.columns
 WHERE table_schema = 'public' AND table_name NOT IN {BESIDE} ORDER BY 1, 2
"""
CONSTRAINTS = f"""
SELECT c.relname, x.conname, pg_get_constraintdef(x.oid)
  FROM pg_constraint x JOIN pg_class c ON c.oid = x.conrelid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT IN {BESIDE} AND x.contype <> 'n'
UNION ALL
SELECT tablename, indexname, indexdef FROM pg_indexes
 WHERE schemaname = 'public' AND tablename NOT IN {BESIDE} ORDER BY 1, 2, 3
"""
# A dump writes these otherwise: it says the same.
SAME = re.compile(r"[()]|::[a-z ]+(?:\[\])?")
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
# The officer of the demo who leads the most groups, and everything that they act as.
OFFICER = """
SELECT ARRAY[m.principal_id, a.principal_id] || ARRAY(
         SELECT t.principal_id FROM access_membership_teams x JOIN access_team t ON t.id = x.team_id
          WHERE x.membership_id = m.id), m.agency_id, m.clearance, m.user_id
  FROM access_membership m JOIN access_agency a ON a.id = m.agency_id
  JOIN records_record r ON r.lead_id = m.id AND r.kind = 'ocg'
 WHERE m.ends_at IS NULL AND NOT m.suspended
 GROUP BY m.id, a.id ORDER BY count(*) DESC, m.id LIMIT 1
"""


def counts(url):
    """{table: how many rows}."""
    tables = [table for (table,) in rows(url, TABLES) if table not in BESIDE]
    each = ", ".join(f'(SELECT count(*) FROM "{table}")' for table in tables)
    return dict(zip(tables, rows(url, f"SELECT {each}")[0], strict=True))


def reworded(found):
    """Rows (table, name, definition) without the brackets and casts of their definitions."""
    return [(table, name, SAME.sub("", text)) for table, name, text in found]


def laid(found):
    """What `migrate` lays, of what is present: all but indexes, which are compared with the tables."""
    return {key: row for key, row in found.items() if row[0] not in BESIDE and key[0] != "index"}


@pytest.fixture(scope="module")
def deployed(django_db_setup, django_db_blocker):
    """(address of the last landed state, migrated by this code; {table: rows} before)."""
    head, sql = landed.read()
    if reason := landed.why_too_old(head):
        pytest.fail(reason, pytrace=False)
    with database(f"upgraded_{connection.settings_dict['NAME']}") as url:
        with psycopg.connect(url, autocommit=True) as owner:
            sql = sql.replace(" TO pam_owner", f" TO {owner.info.user}").replace("pam_web", settings.WEB_ROLE)
            sql = sql.replace("pam_system", settings.SYSTEM_ROLE)
            owner.execute(sql)
            owner.execute(old_stages.MADE)
        before = counts(url)
        with django_db_blocker.unblock():
            manage(url, "migrate", "--noinput")
        yield url, before


def test_no_row_is_lost(deployed):
    url, before = deployed
    after = counts(url)
    assert before["records_record"] > 20 and before["access_user"] > 20 and before["audit_logentry"] > 100
    fewer = {table: (n, after[table]) for table, n in before.items() if table in after and after[table] < n}
    assert not fewer


def test_its_tables_are_those_of_a_new_database(deployed, db):
    url, _ = deployed
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        new = cursor.fetchall()
        # A column that was added later keeps its default, so that the release before can still add rows.
        left = [
            (*column, default if wanted[:-1] != tuple(column) or wanted[-1] else None)
            for (*column, default), wanted in zip(rows(url, COLUMNS), new, strict=True)
        ]
        assert left == new
        cursor.execute(CONSTRAINTS)
        assert reworded(rows(url, CONSTRAINTS)) == reworded(cursor.fetchall())


def test_its_functions_triggers_policies_and_privileges_are_those_of_a_new_database(deployed, db):
    url, _ = deployed
    with connection.cursor() as cursor:
        new = laid(catalogue.present(cursor))
    assert laid(present(url)) == new
    assert sum(kind == "policy" for kind, _ in new) > 100 and sum(kind == "function" for kind, _ in new) > 50


def test_each_function_was_checked_against_the_tables_as_they_are_now(deployed):
    url, _ = deployed
    with psycopg.connect(url) as owner, owner.cursor() as cursor:
        assert catalogue.remembered(cursor)[CHECKED] == (catalogue.shape(cursor), "")


def test_the_web_role_reads_what_its_reader_may_see_and_nothing_without_one(deployed):
    url, _ = deployed
    principals, agency, clearance, user = rows(url, OFFICER)[0]
    principals = "{" + ",".join(map(str, principals)) + "}"
    reader = {"principals": principals, "agency": agency, "clearance": clearance, "user": user}
    for table in ("records_record", "records_entry", "records_subject", "actions_action", "ocg_ocg"):
        query = f"SELECT count(*) FROM {table}"
        seen = rows(url, query, role=settings.WEB_ROLE, reader=reader)[0][0]
        assert 0 < seen <= rows(url, query)[0][0], table
        assert rows(url, query, role=settings.WEB_ROLE) == [(0,)]
    records = "SELECT count(*) FROM records_record"
    seen = rows(url, records, role=settings.WEB_ROLE, reader=reader)[0][0]
    assert seen < rows(url, records)[0][0]
    level = "SELECT pam_level(%s)"
    own = (
        "SELECT r.id FROM records_record r JOIN access_membership m ON m.id = r.lead_id WHERE m.user_id = %s"
    )
    led = rows(url, own, user)[0][0]
    assert rows(url, level, led, role=settings.WEB_ROLE, reader=reader) == [(Level.MANAGE,)]
    hidden = "SELECT id FROM records_record WHERE NOT readers && %s::int[] LIMIT 1"
    out_of_sight = rows(url, hidden, principals)[0][0]
    assert rows(url, level, out_of_sight, role=settings.WEB_ROLE, reader=reader) == [(0,)]


def test_each_group_and_case_file_is_at_a_stage_of_the_shipped_map(deployed):
    url, before = deployed
    placed = """
    SELECT r.kind, count(*), count(r.stage_version_id) FROM records_record r
     WHERE r.kind IN ('ocg', 'pvp') GROUP BY 1 ORDER BY 1
    """
    found = rows(url, placed)
    assert [kind for kind, *_ in found] == ["ocg", "pvp"]
    assert all(number == at_a_stage > 0 for _, number, at_a_stage in found)
    assert sum(number for _, number, _ in found) < before["records_record"], "meetings have none"


def test_groups_from_before_there_were_stage_maps_keep_their_stage_and_each_word_for_it(deployed):
    url, _ = deployed
    found = rows(url, old_stages.FOUND)
    assert {old: (now, line) for old, now, line in found} == old_stages.OLD
    assert len(found) == len(old_stages.OLD)
    assert rows(url, old_stages.NOT_KEPT) == [(0,)]
    assert rows(url, old_stages.CASES) == [("active", False), ("closed", True)]


def test_the_release_before_can_go_on_writing_the_old_stage_of_a_group(deployed):
    url, _ = deployed
    columns = """SELECT table_name, is_nullable FROM information_schema.columns
                  WHERE column_name = 'stage_id' AND table_name IN ('ocg_ocg', 'ocg_historicalocg')"""
    assert sorted(rows(url, columns)) == [("ocg_historicalocg", "YES"), ("ocg_ocg", "YES")]


def test_a_dump_of_migrations_that_were_rewritten_says_so():
    head, _ = landed.read()
    assert landed.why_too_old(head) == ""
    head["migrations"]["pam/audit/migrations/0001_squashed.py"] = "another"
    assert landed.MAKE in landed.why_too_old(head) and "audit" in landed.why_too_old(head)
    assert landed.FILE.stat().st_size < landed.MAX_BYTES
