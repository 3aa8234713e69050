"""Nobody moves a part but a merge, and no trigger stands in a merge's way."""

import pytest
from django.db import DatabaseError, connection, transaction

from pam.access import visibility
from pam.merging.models import Merge
from pam.merging.sql_of_models import parts
from pam.records.bulk import rows
from pam.records.models import Entry
from tests.merging.made import propose
from tests.records.world import add_note, group

# Of each of these the row is let through in another way than by pam_merges.
OTHERWISE = {
    "pam_merged_within": "asked where merged_into_id changes alone",
    "pam_keep_origin": "asked of the web role alone",
}


def test_each_trigger_that_holds_rows_of_a_part_lets_a_merge_move_them(db):
    """A trigger that can refuse an update of `record_id`, no matter who writes, asks pam_merges first."""
    tables = [model._meta.db_table for model in parts()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE c.relname = ANY (%s) AND NOT t.tgisinternal AND t.tgtype & 16 > 0 AND t.tgtype & 2 > 0"
            " AND p.prosrc LIKE '%%RAISE EXCEPTION%%' AND p.prosrc NOT LIKE '%%pam_merges(%%'"
            # limited to columns that a merge does not change, to the web role, or to what differs
            " AND (t.tgattr::text = '' OR (SELECT a.attnum FROM pg_attribute a WHERE a.attrelid = c.oid"
            "      AND a.attname = 'record_id') = ANY (t.tgattr))"
            " AND t.tgqual IS NULL",
            [tables],
        )
        found = {name for (name,) in cursor.fetchall()}
    # Both records are of one agency, so of one side (pam/access/one_side.py).
    found = {name for name in found if not name.startswith("pam_one_side_")}
    assert found - set(OTHERWISE) == set()


@pytest.fixture
def two(people):
    """Two groups of the owner's."""
    return group(people), group(people, "Twin")


def refused(people, work, persona="owner"):
    """What raw SQL of a persona is refused."""
    with visibility.reading(people.reader(persona)), pytest.raises(DatabaseError), transaction.atomic():
        work()


def test_the_web_role_moves_no_part_to_another_record(people, two):
    kept, gone = two
    note = add_note(people, gone)
    propose(people, kept, gone)
    refused(people, lambda: rows(Entry).filter(pk=note.pk).update(record_id=kept.pk))


def test_the_web_role_says_of_no_merge_that_it_is_done_or_under_way(people, two):
    kept, gone = two
    row = propose(people, kept, gone)
    me = people.memberships["owner"].pk
    for state in ("moving", "merged", "refused", "undone"):
        refused(people, lambda state=state: rows(Merge).filter(pk=row.pk).update(state=state, decided_by=me))
    assert Merge.objects.get().state == "proposed"


def test_the_functions_that_move_are_closed_to_the_web_role(people, two):
    kept, gone = two

    def call(sql, *values):
        def work():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {sql}", values)

        return work

    for work in (
        call("pam_merge_move(%s, %s)", gone.pk, kept.pk),
        call("pam_merge_put_back('{}', %s, %s)", kept.pk, gone.pk),
        call("pam_narrow_grants(%s, '[]', 1)", kept.pk),
        call("pam_restore_grants(%s, %s, '[]', '[]')", kept.pk, gone.pk),
        call("pam_merged_reaches(%s, %s)", kept.pk, gone.pk),
    ):
        refused(people, work)
