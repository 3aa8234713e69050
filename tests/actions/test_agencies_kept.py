"""The agencies to choose from are asked once for a process, and anew after one was saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pam.access.models import Agency
from pam.actions.selectors.actions import agencies_by_name
from pam.db import kept


def test_the_names_of_agencies_are_asked_once_and_anew_after_one_was_saved(people):
    with CaptureQueriesContext(connection) as captured:
        names = [name for _, name in agencies_by_name()]
        assert [name for _, name in agencies_by_name()] == names
    assert len(captured) == 1 and people.agencies["police"].name in names
    agency = people.agencies["police"]
    agency.name = "Aardvark Police"
    agency.save()
    assert "Aardvark Police" in [name for _, name in agencies_by_name()]


@pytest.mark.slow
def test_a_name_that_another_process_changed_shows_after_half_a_minute(people, monkeypatch):
    agencies_by_name()
    Agency.objects.filter(pk=people.agencies["police"].pk).update(name="Aardvark Police")
    assert "Aardvark Police" not in [name for _, name in agencies_by_name()]
    now = kept.time.monotonic()
    monkeypatch.setattr(kept.time, "monotonic", lambda: now + kept.SECONDS + 1)
    assert "Aardvark Police" in [name for _, name in agencies_by_name()]
