"""Imports that wait: numbers in, the work itself is done as the person who began it."""

from celery import shared_task

from pam.imports import running


@shared_task(ignore_result=True)
def work_on(number, person):
    """Takes one import a step further. Sent twice, or after it was done, it does nothing."""
    running.go_on(number, person)


@shared_task(ignore_result=True)
def work_on_waiting():
    """Takes further what waits: imports whose message was lost, or whose worker was killed."""
    for number, person in running.waiting():
        running.go_on(number, person)


@shared_task(ignore_result=True)
def forget_imports():
    """Removes the files and rows of imports that were not finished; returns how many."""
    return running.forget()
