"""Each job that the scheduler names is one that a worker knows."""

from pam.celery import app, every_job_of_the_clock_is_there, packages_with_tasks


def test_every_job_of_the_schedule_is_known_to_the_workers():
    assert every_job_of_the_clock_is_there(None) == []


def test_tasks_are_found_in_the_packages_inside_a_room_too():
    found = packages_with_tasks()
    assert {"pam.records", "ocg.profile", "ocg.members", "meetings"} <= set(found)
    app.loader.import_default_modules()
    assert "ocg.profile.tasks.make_profile" in app.tasks


def test_a_job_that_is_no_task_keeps_a_worker_from_starting(settings):
    job = {"task": "pam.records.tasks.no_such_job", "schedule": 1.0}
    settings.CELERY_BEAT_SCHEDULE = settings.CELERY_BEAT_SCHEDULE | {"wrong": job}
    (error,) = every_job_of_the_clock_is_there(None)
    assert error.id == "pam.E003" and "pam.records.tasks.no_such_job" in error.msg
