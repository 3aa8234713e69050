"""Releases to come: their migrations run by `manage.py migrate` in a copy of a migrated database."""

import pytest
from django.db import connection

from tests.upgrade.databases import database, manage, present, rows
from tests.upgrade.next_release import made_up

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
def release(tmp_path, django_db_setup):
    """(address of a copy of the tests' template, a function that migrates it to a made-up release)."""
    template = connection.settings_dict["TEST"].get("TEMPLATE")
    with database(f"next_{connection.settings_dict['NAME']}", like=template) as url:
        if not template:
            assert manage(url, "migrate", "--verbosity", "0").returncode == 0

        def migrate(*releases):
            return manage(url, "migrate", "--noinput", **made_up(tmp_path, *releases))

        yield url, migrate


def test_a_longer_column_that_policies_read_and_a_new_column(release):
    url, migrate = release
    before = present(url)
    done = migrate(("records", LONGER))
    assert done.returncode == 0, done.stderr
    assert rows(
        url,
        "SELECT character_maximum_length FROM information_schema.columns"
        " WHERE table_name = 'records_entry' AND column_name IN ('kind', 'colour') ORDER BY 1",
    ) == [(9,), (20,)]
    # The release before, which knows nothing of it, still adds rows.
    assert rows(url, DEFAULT) == [("''::character varying",)]
    assert present(url) == before and ("policy", "pam_reader ON records_entry") in before


def test_a_column_that_goes_and_that_functions_still_read_is_said(release):
    _, migrate = release
    done = migrate(("records", GONE))
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "CommandError: These functions cannot run against the tables as they are now" in done.stderr
    assert "pam_signposts(integer): column r.reference does not exist" in done.stderr
    assert "pam_record_readers(): " in done.stderr and "at NEW.reference" in done.stderr  # a trigger's
