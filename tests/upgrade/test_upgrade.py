"""A database that was deployed is migrated to this code: the last landed state, with the demo's rows."""

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from pam.db.checks import rule_of
from pam.db.declarations import Gated, Special
from tests.upgrade import landed
from tests.upgrade.databases import database, manage, rows

COLUMNS = """
SELECT table_name, column_name, data_type, character_maximum_length, is_nullable
  FROM information_schema.columns
 WHERE table_schema = 'public' AND table_name NOT IN ('shipped', 'access_cache') ORDER BY 1, 2
"""
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
# The reader of somebody of the demo who leads records.
LEADER = """
SELECT array_agg(p)::text, m.agency_id, m.clearance, m.user_id FROM access_membership m
  JOIN records_record r ON r.lead_id = m.id JOIN access_team t ON t.id = r.team_id
  JOIN access_agency a ON a.id = m.agency_id, unnest(ARRAY[m.principal_id, t.principal_id, a.principal_id]) p
 WHERE m.ends_at IS NULL AND NOT m.suspended AND r.marking <= m.clearance
 GROUP BY m.id ORDER BY count(*) DESC LIMIT 1
"""


def counts(url):
    """{table: how many rows}."""
    return {
        table: rows(url, f'SELECT count(*) FROM "{table}"')[0][0]
        for (table,) in rows(url, TABLES)
        if table != "pam_laid"
    }


@pytest.fixture(scope="module")
def deployed(django_db_setup):
    """(address of the last landed state, migrated by this code; {table: rows} before)."""
    head, sql = landed.read()
    if reason := landed.why_too_old(head):
        pytest.fail(reason, pytrace=False)
    with database(f"upgraded_{connection.settings_dict['NAME']}") as url:
        with psycopg.connect(url, autocommit=True) as owner:
            sql = sql.replace(" TO pam_owner", f" TO {owner.info.user}").replace("pam_web", settings.WEB_ROLE)
            owner.execute(sql)
        before = counts(url)
        done = manage(url, "migrate", "--noinput")
        assert done.returncode == 0, done.stdout + done.stderr
        yield url, before


def test_no_row_is_lost(deployed):
    url, before = deployed
    after = counts(url)
    assert before["records_record"] > 20 and before["access_user"] > 20 and before["audit_logentry"] > 100
    assert not {
        table: (n, after[table]) for table, n in before.items() if table in after and after[table] < n
    }


def test_its_tables_are_those_of_a_new_database(deployed, db):
    url, _ = deployed
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        assert rows(url, COLUMNS) == cursor.fetchall()
    assert manage(url, "makemigrations", "--check", "--dry-run").returncode == 0


def test_its_row_security_is_complete(deployed):
    url, _ = deployed
    done = manage(url, "row_security")
    assert done.returncode == 0, done.stdout
    secured = {
        table: policies
        for table, policies in rows(
            url,
            "SELECT c.relname, count(p.*) FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid"
            " AND p.polname <> 'pam_owner' WHERE c.relrowsecurity AND c.relforcerowsecurity GROUP BY 1",
        )
    }
    models = apps.get_models(include_auto_created=True)
    assert {m._meta.db_table for m in models if isinstance(rule_of(m), Gated | Special)} <= set(secured)
    assert not {
        m._meta.db_table for m in models if isinstance(rule_of(m), Gated) and not secured[m._meta.db_table]
    }


def test_the_web_role_reads_what_its_reader_may_see_and_nothing_without_one(deployed):
    url, _ = deployed
    principals, agency, clearance, user = rows(url, LEADER)[0]
    reader = {"principals": principals, "agency": agency, "clearance": clearance, "user": user}
    for query in (
        "SELECT count(*) FROM records_record",
        "SELECT count(*) FROM records_entry",
        "SELECT count(*) FROM actions_action",
    ):
        assert rows(url, query, role=settings.WEB_ROLE, reader=reader)[0][0] > 0, query
        assert rows(url, query, role=settings.WEB_ROLE) == [(0,)]
    everything = rows(url, "SELECT count(*) FROM records_record")[0][0]
    assert (
        rows(url, "SELECT count(*) FROM records_record", role=settings.WEB_ROLE, reader=reader)[0][0]
        < everything
    )
    word = rows(
        url,
        "SELECT split_part(title, ' ', 1) FROM records_record WHERE readers && %s::int[] LIMIT 1",
        principals,
    )
    found = "SELECT count(*) FROM pam_search_records(%s, '', ARRAY['ocg', 'pvp', 'meeting'], NULL, NULL, 25)"
    assert rows(url, found, word[0][0], role=settings.WEB_ROLE, reader=reader)[0][0] > 0


def test_a_dump_of_migrations_that_were_rewritten_says_so():
    head, _ = landed.read()
    head["migrations"]["pam/records/migrations/0001_initial.py"] = "another"
    assert landed.MAKE in landed.why_too_old(head) and "records" in landed.why_too_old(head)
    assert landed.FILE.stat().st_size < landed.MOST_BYTES
