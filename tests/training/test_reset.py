"""Reset training: its records go and the demo's come, and no row of a real agency is touched."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.urls import reverse

from pam.access import visibility
from pam.audit.models import LogEntry
from pam.records.models import Record
from pam.training import services
from pam.training.models import TrainingReset
from pam.training.tasks import reset_training
from tests.refusals import refused
from tests.training.conftest import acting_for


def every_row():
    """{table: the text of each row}, of all tables of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found[table] = {row[0] for row in cursor.fetchall()}
    return found


def ask(reader):
    with visibility.reading(reader):
        return services.ask_reset(actor=reader)


@pytest.mark.slow
def test_every_row_that_is_not_of_the_training_agency_is_as_it_was(world, school, make_lesson):
    agency, _, reader = school
    before = every_row()
    lesson = make_lesson()
    real = set(Record.objects.exclude(agency=agency).values_list("pk", flat=True))
    ask(reader)
    assert reset_training() == 1
    after = every_row()
    lost = {table: rows - after.get(table, set()) for table, rows in before.items()}
    assert not {table: rows for table, rows in lost.items() if rows}
    row = TrainingReset.objects.get()
    assert (row.state, row.erased) == ("Done", 1) and row.loaded > 10
    assert not Record.objects.filter(pk=lesson.pk).exists()
    assert set(Record.objects.exclude(agency=agency).values_list("pk", flat=True)) == real
    assert Record.objects.filter(agency=agency).count() == row.loaded
    ask(reader)
    assert reset_training() == 1 and Record.objects.filter(agency=agency).count() == row.loaded
    assert every_row()["access_grant"] >= before["access_grant"]
    assert LogEntry.objects.filter(operation="reset training", agency_id=agency.pk).count() == 2


def test_a_reset_that_fails_leaves_all_as_it_was(world, school, make_lesson, settings):
    settings.TRAINING_STORY = "tests.training.test_reset.fails"
    lesson, reader = make_lesson(), school[2]
    ask(reader)
    assert reset_training() == 0
    row = TrainingReset.objects.get()
    assert row.state == "Failed" and "nothing was changed" in row.problem
    assert Record.objects.filter(pk=lesson.pk).exists()


def fails(actor):
    """A story that can't be told."""
    raise RuntimeError("no story")


def test_nobody_resets_a_real_agency(world, school, sign_in):
    real, trainee = world.people.reader("owner"), school[2]
    with visibility.reading(real), pytest.raises(PermissionDenied):
        services.ask_reset(actor=real)
    insert = (
        "INSERT INTO training_trainingreset (uuid, agency_id, asked_by_id, asked_at, erased, loaded, problem)"
        " VALUES (gen_random_uuid(), %s, %s, now(), 0, 0, '') RETURNING uuid"
    )
    for reader, agency in ((real, real.agency_id), (trainee, real.agency_id), (real, trainee.agency_id)):
        with visibility.reading(reader), connection.cursor() as cursor:
            with pytest.raises(Error), transaction.atomic():
                cursor.execute(insert, [agency, reader.membership_id])
    row = ask(trainee)
    with visibility.reading(real), connection.cursor() as cursor:
        with pytest.raises(Error, match="no reset"), transaction.atomic():
            cursor.execute("SELECT pam_reset_training(%s, %s)", [row.uuid, []])
    with connection.cursor() as cursor:  # a row that the owner made for a real agency is not believed either
        cursor.execute(insert, [real.agency_id, real.membership_id])
        made = cursor.fetchone()[0]
    with visibility.reading(real), connection.cursor() as cursor:
        with pytest.raises(Error, match="no reset"), transaction.atomic():
            cursor.execute("SELECT pam_reset_training(%s, %s)", [made, []])
    assert Record.objects.filter(pk=world.ocg.pk).exists()


@pytest.mark.slow
def test_a_supervisor_resets_training_by_a_button_and_sees_what_came_of_it(world, school, sign_in):
    client = sign_in("owner")
    assert client.get(reverse("training:training")).status_code == 403
    acting_for(client, school[2])
    page = client.get(reverse("training:reset")).content.decode()
    assert "All records of this training agency are erased" in page
    said = client.post(reverse("training:reset"), follow=True).content.decode()
    assert "Training will be reset" in said and "waiting or running" in said
    with refused("already_waiting"):
        ask(school[2])
    reset_training()
    shown = client.get(reverse("training:training")).content.decode()
    assert "0 erased" in shown and "Done" in shown


def test_jobs_that_need_the_role_of_jobs_go_to_the_queue_of_the_system(settings):
    for room in ("contact", "drafts", "training"):
        assert settings.CELERY_TASK_ROUTES[f"pam.{room}.tasks.*"] == {"queue": "system"}
