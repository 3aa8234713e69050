"""Releases to come: their migrations run by `migrate` in a migrated database."""

import sys

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection

from pam.db import catalogue
from tests.upgrade.next_release import written

pytestmark = pytest.mark.slow
LONGER = (
    "migrations.AlterField('entry', 'kind', models.CharField(max_length=20)),"
    "migrations.AddField('entry', 'colour', models.CharField(max_length=9, default=''))"
)
DEFAULT = (
    "SELECT column_default FROM information_schema.columns"
    " WHERE table_name = 'records_entry' AND column_name = 'colour'"
)
GONE = "migrations.RemoveField('record', 'reference')"


@pytest.fixture
def release(tmp_path, db, settings, monkeypatch):
    """A function that migrates the database to a made-up release; the test's transaction takes it back."""
    monkeypatch.syspath_prepend(tmp_path)

    def migrate(*releases):
        settings.MIGRATION_MODULES = written(tmp_path, *releases)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        call_command("migrate", interactive=False, verbosity=0)

    yield migrate
    ContentType.objects.clear_cache()
    for name in [name for name in sys.modules if name.startswith("next_")]:
        del sys.modules[name]


def rows(sql):
    """The rows that a statement answers, as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def present():
    """The functions, triggers, policies, privileges and indexes that are there."""
    with connection.cursor() as cursor:
        return catalogue.present(cursor)


def test_a_longer_column_that_policies_read_and_a_new_column(release):
    before = present()
    release(("records", LONGER))
    assert rows(
        "SELECT character_maximum_length FROM information_schema.columns"
        " WHERE table_name = 'records_entry' AND column_name IN ('kind', 'colour') ORDER BY 1",
    ) == [(9,), (20,)]
    # The release before, which knows nothing of it, still adds rows.
    assert rows(DEFAULT) == [("''::character varying",)]
    assert present() == before and ("policy", "pam_reader ON records_entry") in before


def test_a_column_that_goes_and_that_functions_still_read_is_said(release):
    with pytest.raises(CommandError) as error:
        release(("records", GONE))
    said = str(error.value)
    assert said.startswith("These functions cannot run against the tables as they are now")
    assert "pam_signposts(integer): column r.reference does not exist" in said
    assert "pam_record_readers(): " in said and "at NEW.reference" in said  # a trigger's
