"""Two people save at once: nobody's text is lost without a word."""

import threading

import pytest
from django.db import connection

from ocg.models import Ocg
from pam.access import visibility
from pam.access.errors import Stale
from pam.records.models import Record
from pam.records.services import save_record
from tests.records.world import group
from tests.world.people import make_people


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_is_told(committed):
    people = make_people()
    record = group(people)
    reader, start, outcomes = people.reader("owner"), threading.Barrier(2, timeout=20), []

    def save(title):
        try:
            with visibility.reading(reader):
                mine = visibility.visible_to(reader, Ocg).get(pk=record.pk)
                version = mine.version
                mine.title = title
                start.wait()
                save_record(actor=reader, record=mine, version=version)
            outcomes.append("saved")
        except Stale as stale:
            outcomes.append(f"stale, shown {stale.current.title}")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(title,)) for title in ("First words", "Other words")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    kept = Record.objects.get(pk=record.pk)
    assert kept.version == 2
    assert sorted(outcomes) == ["saved", f"stale, shown {kept.title}"]
