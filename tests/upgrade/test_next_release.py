"""Releases to come, made up: their migrations run by `manage.py migrate` in a copy of a migrated database."""

import shutil

import pytest
from django.conf import settings
from django.db import connection

from tests.upgrade.databases import database, manage, rows

MIGRATION = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("{app}", "{last}")]
    operations = [{operations}]
"""
SETTINGS = "from pam.settings import *\nMIGRATION_MODULES = {{'{app}': 'next_release'}}\n"
LONGER = (
    "migrations.AlterField('entry', 'kind', models.CharField(max_length=20)),"
    "migrations.AddField('entry', 'colour', models.CharField(max_length=9, default=''))"
)


@pytest.fixture
def release(tmp_path, django_db_setup):
    """A function that migrates a copy of the tests' template to a made-up release of one room."""
    template = connection.settings_dict["TEST"].get("TEMPLATE")
    with database(f"next_{connection.settings_dict['NAME']}", like=template) as url:
        if not template:
            assert manage(url, "migrate", "--verbosity", "0").returncode == 0

        def migrate(app, operations):
            package = tmp_path / "next_release"
            shutil.copytree(settings.BASE_DIR / "pam" / app / "migrations", package)
            last = sorted(path.stem for path in package.glob("0*.py"))[-1]
            (package / "9999_next.py").write_text(MIGRATION.format(app=app, last=last, operations=operations))
            (tmp_path / "next_settings.py").write_text(SETTINGS.format(app=app))
            done = manage(
                url, "migrate", "--noinput", DJANGO_SETTINGS_MODULE="next_settings", PYTHONPATH=str(tmp_path)
            )
            return url, done

        yield migrate


def test_a_longer_column_that_policies_read_and_a_new_column(release):
    url, done = release("records", LONGER)
    assert done.returncode == 0, done.stderr
    assert rows(
        url,
        "SELECT character_maximum_length FROM information_schema.columns"
        " WHERE table_name = 'records_entry' AND column_name IN ('kind', 'colour') ORDER BY 1",
    ) == [(9,), (20,)]
    policies = rows(url, "SELECT policyname FROM pg_policies WHERE tablename = 'records_entry' ORDER BY 1")
    assert policies == [("pam_changer",), ("pam_owner",), ("pam_reader",), ("pam_writer",)]
    assert manage(url, "row_security").returncode == 0


@pytest.mark.parametrize(
    ("app", "operation", "said"),
    [
        ("access", "migrations.RemoveField('team', 'contact')", "pam_signposts(integer): column t.contact"),
        ("records", "migrations.RemoveField('record', 'summary')", "pam_record_readers(): "),
    ],
    ids=["a function", "a trigger"],
)
def test_a_column_that_goes_and_that_is_still_read(release, app, operation, said):
    _, done = release(app, operation)
    assert done.returncode == 1
    assert "CommandError: These functions can’t run against the tables as they are now" in done.stderr
    assert said in done.stderr and "Traceback" not in done.stderr
