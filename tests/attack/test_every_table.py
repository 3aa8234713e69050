"""What raw SQL of the web role changes, table by table: what the reader may change by the pages, no more."""

import pytest
from django.db import DatabaseError, connection, transaction

from pam.access import visibility


def tables():
    """{table: its columns that the reader's role may write} of all that the project keeps."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, coalesce(array_agg(a.attname::text ORDER BY a.attnum)"
            " FILTER (WHERE has_column_privilege(c.oid, a.attnum, 'UPDATE')), '{}') FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
            " AND a.attgenerated = '' WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
            " GROUP BY c.relname"
        )
        return dict(cursor.fetchall())


def rows_changed(sql):
    """How many rows the statement would change; None if the database refuses it. It is taken back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            found = cursor.rowcount
            transaction.set_rollback(True)
            return found
    except DatabaseError:
        return None


def columns_changed(table, columns):
    """Those of the columns of a table of which the reader can change a value in some row.

    Which rows a policy lets by is the same for each column: where it lets none by, no other column is asked.
    """
    found = []
    for name in columns:
        rows = rows_changed(f'UPDATE "{table}" SET "{name}" = "{name}"')
        if rows == 0:
            break
        if rows is not None:
            found.append(name)
    return found


def changeable():
    """{table: the columns of which the reader can change a value, and "DELETE"}."""
    found = {}
    for table, columns in tables().items():
        open_to = columns_changed(table, columns)
        if rows_changed(f'DELETE FROM "{table}"'):
            open_to.append("DELETE")
        if open_to:
            found[table] = open_to
    return found


# What each may change by the pages too. A new table of which rows are open to one of these is said here.
OPEN_TO = {
    "granted": {
        "actions_action",
        "meetings_research",
        "meetings_researchline",
        "notifications_delivery",
    },
    "administrator": {
        "access_agreement",
        "access_agreement_bases",
        "access_agreement_parties",
        "access_membership",
        "access_membership_teams",
        "access_principal",
        "access_team",
        "contact_contactrequest",
        "ocg_leadtraining",
        "pvp_referraldesk",
        "records_retentiongroup",
        "reference_referencevalue",
        "reference_setting",
    },
    "other_force": {
        "frameworks_framework",
        "frameworks_frameworkversion",
        "meetings_agendaitem",
        "meetings_attendance",
        "meetings_meeting",
        "notifications_delivery",
        "ocg_ocg",
        "records_batch",  # of the agenda that they built
        "records_entry",
        "records_record",
    },
    "sanitised": {"notifications_delivery"},
    "signposted": set(),
    "auditor": set(),
    "left_yesterday": set(),
}


OF_RIGHTS = {
    "access_membership": ["post", "roles", "clearance", "ends_at", "suspended", "version"],
    "access_principal": ["label"],
    "access_team": ["name", "contact", "manager_id"],
}


@pytest.mark.parametrize("persona", OPEN_TO)
def test_raw_sql_changes_rows_of_no_table_but_those_that_the_pages_change(whole_world, persona):
    """Of rights an administrator changes no column but those that their pages change."""
    with visibility.reading(whole_world.people.reader(persona)):
        found = changeable()
    assert set(found) == OPEN_TO[persona]
    if persona == "administrator":
        assert {table: found[table] for table in OF_RIGHTS} == OF_RIGHTS
