"""Migrations of columns that policies and triggers read."""

import copy

import pytest
from django.db import connection, models

from pam.actions.models import Action
from pam.db import laying
from pam.disclosure.models import AccessRequest
from pam.records.models import Entry
from pam.reference.models import ReferenceValue


def rows(sql, params=None):
    """The rows that a statement answers, as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def laid():
    """{(kind, name): text} of all policies and triggers."""
    found = {
        ("policy", f"{row[0]} ON {row[1]}"): row[2:]
        for row in rows(
            "SELECT policyname, tablename, cmd, roles::text, permissive, qual, with_check FROM pg_policies"
        )
    }
    for name, text in rows("SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"):
        found["trigger", name] = text
    return found


def alter(model, name, **changes):
    """Alters a field of a model as a migration would."""
    rows("SET CONSTRAINTS ALL IMMEDIATE")
    old = model._meta.get_field(name)
    new = copy.copy(old)
    for key, value in changes.items():
        setattr(new, key, value)
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new)


LONGER = [
    (Entry, "kind", 20),  # read by the policies of its own table
    (AccessRequest, "state", 30),
    (Action, "status", 30),  # …
    (ReferenceValue, "listing", 90),  # read by the condition of a trigger
]


@pytest.mark.slow
def test_a_longer_column_that_policies_or_triggers_read(db):
    before = laid()
    for model, name, length in LONGER:
        alter(model, name, max_length=length)
        assert rows(
            "SELECT character_maximum_length FROM information_schema.columns"
            " WHERE table_name = %s AND column_name = %s",
            [model._meta.db_table, name],
        ) == [(length,)]
        assert laid().keys() == before.keys(), name  # nothing was missing for a moment
    laying.lay()  # PostgreSQL may write the same condition in other words
    assert laid() == before


def test_without_it_postgresql_would_refuse(db):
    from django.db.backends.postgresql.schema import DatabaseSchemaEditor

    connection.SchemaEditorClass, ours = DatabaseSchemaEditor, connection.SchemaEditorClass
    try:
        with pytest.raises(Exception, match="cannot alter type of a column used in a policy definition"):
            alter(Entry, "kind", max_length=20)
    finally:
        connection.SchemaEditorClass = ours


def test_the_sql_of_a_migration_can_be_looked_at_without_a_change(db):
    before = laid()
    old = Entry._meta.get_field("kind")
    new = copy.copy(old)
    new.max_length = 20
    with connection.schema_editor(collect_sql=True) as editor:
        editor.alter_field(Entry, old, new)
    assert "TYPE varchar(20)" in editor.collected_sql[0] and laid() == before


def test_a_new_column_needs_nothing_to_be_laid(db):
    field = models.CharField(max_length=5, default="")
    field.set_attributes_from_name("colour")
    rows("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        editor.add_field(Entry, field)
    assert not laying.difference()


@pytest.mark.slow
def test_a_table_whose_policy_went_with_a_column_shows_nothing_until_it_is_laid_again(db):
    rows("SET CONSTRAINTS ALL IMMEDIATE")
    rows("ALTER TABLE disclosure_accessrequest DROP COLUMN state CASCADE")
    found = {name for _, name in laid() if name.endswith("ON disclosure_accessrequest")}
    assert "pam_answerer ON disclosure_accessrequest" not in found
    assert rows(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = 'disclosure_accessrequest'"
    ) == [(True, True)]
    with pytest.raises(Exception, match="state"):
        laying.lay()
