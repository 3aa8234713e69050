"""Functions are read as far as PostgreSQL would read them when they run."""

import pytest
from django.db import connection

from pam.db import laying, plpgsql
from pam.db.function_check import Broken
from pam.db.objects import objects


def run(sql):
    """Runs a statement as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "ALTER TABLE access_team DROP COLUMN contact CASCADE",
            r"pam_signposts\(integer\): column t.contact",
        ),
        (
            "ALTER TABLE access_membership DROP COLUMN clearance CASCADE",
            r"pam_principal_opens.* at m.clearance",
        ),
        ("ALTER TABLE records_subject DROP COLUMN role CASCADE", r"pam_subject_search\(\): .* at OLD.role"),
        ("ALTER TABLE records_record DROP COLUMN closed_at CASCADE", r"pam_due_of.* at r.closed_at"),
        ("ALTER TABLE access_contactpoint RENAME COLUMN team_id TO crew_id", r"pam_contacts_of.*c.team_id"),
        ("DROP TABLE disclosure_receipt CASCADE", r'pam_break_glass.*"disclosure_receipt" does not exist'),
    ],
    ids=["sql", "row-variable", "trigger", "expression", "renamed", "table"],
)
def test_what_a_function_reads_and_is_gone_stops_migrate_with_a_sentence(db, change, said):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run(change)
    with pytest.raises(Broken, match=said) as error:
        laying.lay()
    assert str(error.value).startswith("These functions cannot run against the tables as they are now")


@pytest.mark.parametrize(
    ("table", "functions"),
    [
        ("access_grant", {"pam_break_glass", "pam_narrow_grants"}),
        ("access_membership", {"pam_accept_invitation", "pam_add_system"}),
        ("retention_certificate", {"pam_dispose", "pam_reset_training"}),
        ("matching_matchqueueitem", {"pam_subject_to_match", "pam_particular_to_match"}),
    ],
)
def test_a_new_column_without_a_default_is_noticed_where_functions_insert(db, table, functions):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run(f"ALTER TABLE {table} ADD COLUMN colour text NOT NULL DEFAULT ''")
    laying.lay()
    run(f"ALTER TABLE {table} ALTER COLUMN colour DROP DEFAULT")
    with pytest.raises(Broken, match=f"it inserts into {table} without colour: .*db_default") as error:
        laying.lay()
    assert {line.split("(")[0].strip() for line in str(error.value).splitlines()[1:]} == functions


def test_every_function_of_pam_can_be_read(db):
    read = [one for one in objects() if one.kind == "function" and "plpgsql" in one.statements[0]]
    assert len(read) > 30
    assert laying.lay() == 0


BODY = """
DECLARE n int := 1; r records_record;  -- a comment; with a semicolon
BEGIN
  SELECT x.* INTO r FROM records_record x WHERE x.title = 'IF; THEN';
  IF n > 1 AND CASE WHEN n = 2 THEN true ELSE false END THEN n := n + 1;
  ELSIF n = 0 THEN RETURN; ELSE PERFORM f(n); END IF;
  FOR a, b IN SELECT 1, 2 LOOP RETURN NEXT; END LOOP;
  FOREACH c IN ARRAY kinds LOOP NULL; END LOOP;
  FOR i IN 1..n LOOP EXIT WHEN i = 3; END LOOP;
  INSERT INTO t (a) SELECT 2 RETURNING id INTO n;
  EXECUTE format('SELECT %s', n) INTO n USING a, b;
  RETURN QUERY SELECT n;
  RAISE EXCEPTION 'no % of %', n, r.id USING ERRCODE = 'x';
END"""


def test_each_statement_and_expression_is_read_out_of_a_body():
    variables, statements = plpgsql.variables_and_statements(BODY)
    assert variables == [("n", "int"), ("r", "records_record"), ("i", "integer")]
    assert [" ".join(text.split()) for text in statements] == [
        "SELECT 1",
        "SELECT r",
        "SELECT x.* FROM records_record x WHERE x.title = 'IF; THEN'",
        "SELECT n > 1 AND CASE WHEN n = 2 THEN true ELSE false END",
        "SELECT n",
        "SELECT n + 1",
        "SELECT n = 0",
        "SELECT f(n)",
        "SELECT a, b",
        "SELECT 1, 2",
        "SELECT c",
        "SELECT kinds",
        "SELECT i",
        "SELECT 1, n",
        "SELECT i = 3",
        "SELECT n",
        "INSERT INTO t (a) SELECT 2 RETURNING id",
        "SELECT format('SELECT %s', n)",
        "SELECT a, b",
        "SELECT n",
        "SELECT n",
        "SELECT n, r.id",
    ]


@pytest.mark.parametrize("body", ["BEGIN CALL other(); END", "DECLARE r record; BEGIN RETURN; END"])
def test_what_can_not_be_read_is_refused_not_skipped(body):
    with pytest.raises(plpgsql.Unreadable):
        plpgsql.variables_and_statements(body)
