"""The names of frameworks that filters offer are kept for each agency apart."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from pam.access import visibility
from pam.frameworks.models import Framework
from pam.frameworks.selectors import in_force, names_in_force


def asked(people, persona):
    """How many queries the names of the clocks to work with take for `persona`."""
    reader = people.reader(persona)
    with visibility.reading(reader), CaptureQueriesContext(connection) as captured:
        names_in_force(reader, "clock")
    return len(captured)


def test_names_are_those_of_the_versions_in_force_and_asked_anew_by_the_agency_that_changed_one(people):
    reader = people.reader("owner")
    with visibility.reading(reader):
        names = names_in_force(reader, "clock")
        assert names and names == [(row.code, row.name) for row in in_force(reader, "clock")]
    assert [asked(people, "owner"), asked(people, "other_force")] == [0, 1]
    Framework.objects.create(agency=people.agencies["police"], kind="clock", code="own", name="Own")
    assert [asked(people, "owner"), asked(people, "other_force")] == [1, 0], "another agency cannot tell"
    Framework.objects.create(kind="clock", code="for-all", name="For all")
    assert [asked(people, "owner"), asked(people, "other_force")] == [1, 1]
