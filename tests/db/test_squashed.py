"""A database that lacks some of what was squashed since is never taken for a new or a finished one."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.recorder import MigrationRecorder

from pam.db.squashed import missed

OLD = [("room", "0001_initial"), ("room", "0002_next")]


def squashed(*kept):
    """The migrations of a room on disk: the squashed one, and those of the old ones that are `kept`."""
    one = Migration("0001_squashed", "room")
    one.replaces = OLD
    return {("room", "0001_squashed"): one} | {(app, name): Migration(name, app) for app, name in kept}


@pytest.mark.parametrize(
    ("kept", "applied", "lacking"),
    [
        ([], [], []),
        ([], OLD, []),
        ([], OLD[:1], OLD[1:]),
        (OLD, OLD[:1], []),
    ],
    ids=["a new database", "one that has all", "one between", "one between, whose files are there"],
)
def test_what_was_squashed_is_lacking_only_in_a_database_that_has_some_of_it(kept, applied, lacking):
    assert missed(squashed(*kept), applied) == lacking


def test_migrate_refuses_a_database_between_and_names_what_it_lacks(db):
    MigrationRecorder(connection).record_unapplied("meetings", "0010_cases_closed_as_items")
    with pytest.raises(CommandError, match=r"release before first.* lacks meetings\.0010_cases_closed_as"):
        call_command("migrate", plan=True, verbosity=0)
