"""What the web role and the role of jobs see and do on connections of their own: nothing steps down to them.

Their rows are committed, in a copy of the tests' template that is dropped at the end.
"""

import os

import psycopg
import pytest
from celery import current_app
from django.db import connection
from django.test import override_settings

from pam.db.tickets import signed
from tests.access.test_row_security import rows_by_table
from tests.upgrade.databases import connected, database, url_of
from tests.world.people import make_people
from tests.world.world import make_world

pytestmark = pytest.mark.slow
NAME = "pam_connected"


@pytest.fixture(scope="module")
def committed_world(django_db_setup, django_db_blocker, tmp_path_factory):
    """(the world that is in the database NAME, the signed ticket of one who was granted its groups)."""
    media = str(tmp_path_factory.mktemp("media"))
    with (
        database(NAME, like=os.environ["PAM_TEST_TEMPLATE"]) as url,
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
    ):
        with connected(url):
            world = make_world(make_people())
            ticket = signed(world.people.reader("granted").ticket)
        yield world, ticket


def test_a_connection_of_the_web_role_sees_nothing_until_the_gate_speaks(committed_world):
    world, ticket = committed_world
    with psycopg.connect(url_of(NAME, os.environ["PAM_WEB_DATABASE_URL"])) as web, web.cursor() as cursor:
        assert not any(rows_by_table(cursor).values())
        cursor.execute("SELECT pam_read_as(%s, %s, %s)", ticket)
        shared = (world.ocg, world.meeting, world.marac, world.series, world.place, world.profile)
        cursor.execute("SELECT id FROM records_record")
        assert {row[0] for row in cursor.fetchall()} == {record.pk for record in shared}
        web.commit()
        assert not any(rows_by_table(cursor).values()), "the setting must end with the transaction"
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone()[0] == 0


def test_every_job_that_the_clock_starts_runs_as_the_role_of_jobs(committed_world, settings, caplog):
    current_app.loader.import_default_modules()
    with connected(url_of(NAME, os.environ["PAM_SYSTEM_DATABASE_URL"])):
        for name in sorted({row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()}):
            current_app.tasks[name].run()
        with connection.cursor() as cursor:
            cursor.execute("SELECT session_user, count(*) > 0 FROM audit_seal GROUP BY 1")
            assert cursor.fetchall() == [(settings.SYSTEM_ROLE, True)]
    assert "permission denied" not in caplog.text
