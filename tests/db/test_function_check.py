"""Functions are read as far as PostgreSQL would read them when they run."""

import re

import pytest
from django.db import connection

from pam.db import laying, plpgsql
from pam.db.function_check import Broken
from pam.db.objects import objects


def run(sql):
    """Runs a statement as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


# What a table loses, and what is said of a function that reads it: one in SQL, one with a variable of a row,
# a trigger's, an expression, a column of another name, a table.
GONE = {
    "ALTER TABLE access_team DROP COLUMN contact CASCADE": r"pam_signposts\(integer\): column t.contact",
    "ALTER TABLE access_membership DROP COLUMN clearance CASCADE": r"pam_principal_opens.* at m.clearance",
    "ALTER TABLE records_subject DROP COLUMN role CASCADE": r"pam_subject_search\(\): .* at OLD.role",
    "ALTER TABLE records_record DROP COLUMN closed_at CASCADE": r"pam_due_of.* at r.closed_at",
    "ALTER TABLE access_contactpoint RENAME COLUMN team_id TO crew_id": r"pam_contacts_of.*c.team_id",
    "DROP TABLE matching_matchqueueitem CASCADE": r'_to_match.*"matching_matchqueueitem" does not exist',
}
INSERTING = {
    "access_grant": {"pam_break_glass", "pam_narrow_grants"},
    "access_membership": {"pam_accept_invitation", "pam_add_system"},
    "retention_certificate": {"pam_dispose", "pam_reset_training"},
    "matching_matchqueueitem": {"pam_subject_to_match", "pam_particular_to_match"},
}


@pytest.mark.slow
def test_what_functions_read_and_is_gone_stops_migrate_with_a_sentence_each(db):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for change in GONE:
        run(change)
    with pytest.raises(Broken) as error:
        laying.lay()
    assert str(error.value).startswith("These functions cannot run against the tables as they are now")
    assert [said for said in GONE.values() if not re.search(said, str(error.value))] == []


@pytest.mark.slow
def test_a_new_column_without_a_default_is_noticed_where_functions_insert(db):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in INSERTING:
        run(f"ALTER TABLE {table} ADD COLUMN colour text NOT NULL DEFAULT ''")
    laying.lay()
    for table in INSERTING:
        run(f"ALTER TABLE {table} ALTER COLUMN colour DROP DEFAULT")
    with pytest.raises(Broken, match=r"without colour: .*db_default") as error:
        laying.lay()
    found = {}
    for line in str(error.value).splitlines()[1:]:
        function, table = re.match(r"\s*(\w+)\(.*\): it inserts into (\w+) without colour: ", line).groups()
        found.setdefault(table, set()).add(function)
    assert found == INSERTING


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
