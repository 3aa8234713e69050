"""What an import brings twice: people are the same person, a group goes into the one it proves to be."""

import pytest

from ocg.models import Ocg
from pam.access import visibility
from pam.imports import services
from pam.imports.models import ImportMade, ImportRow
from pam.records.models import Entry, Record, Subject
from tests.imports.files import csv_file
from tests.imports.made import checked, done, fates, undone
from tests.imports.test_imports import media, tiers  # noqa: F401  (fixtures)
from tests.merging import made as merging
from tests.records.world import add_person, group, page_text, url


def chosen(people, importing, rest):
    """The import, with what becomes of all rows that may be the same as something."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        services.choose(actor=actor, importing=importing, choices={}, rest=rest)
    importing.refresh_from_db()
    return importing


def test_a_member_who_may_be_the_same_comes_in_as_the_same_person_of_two_records(people):
    known, other = group(people), group(people, "Lock group")
    actor = people.reader("owner")
    ann = add_person(people, known, "Ann Ash")
    with visibility.reading(actor):
        ann = Subject.objects.get(pk=ann.pk)
        ann.born = "1990-03-27"
        ann.save()
    rows = [["Group", "Name", "DOB"], [other.reference, "Ann Ash", "27/3/1990"]]
    importing = checked(people, "ocg.members", csv_file(rows))
    assert fates(importing)[2][0] == "duplicate"
    importing = done(people, chosen(people, importing, "same"))
    assert importing.state == "done", importing.problem
    new = Subject.objects.get(record_id=other.pk, name="Ann Ash")
    assert new.identity_id == Subject.objects.get(pk=ann.pk).identity_id


@pytest.mark.slow
def test_a_group_that_was_imported_twice_goes_into_the_first_and_the_import_is_undone_no_more(
    people, sign_in
):
    first = group(people, "Quay Nine")
    add_person(people, first, "Ann Ash")
    rows = [["Name", "Tier", "Also known as"], ["Quay Nine", tiers()[0], "The Nine"]]
    importing = checked(people, "ocg.groups", csv_file(rows))
    assert fates(importing)[2][0] == "duplicate"
    importing = done(people, chosen(people, importing, "new"))
    second = Ocg.objects.get(pk=ImportMade.objects.get(importing=importing).record)
    members = [["Group", "Name"], [second.reference, "Ben Birch"]]
    done(people, checked(people, "ocg.members", csv_file(members)))
    row = merging.merged(people, first, second)
    names = Subject.objects.filter(record_id=first.pk).values_list("name", flat=True)
    assert {"Ann Ash", "Ben Birch"} <= set(names)
    assert Entry.objects.filter(record_id=first.pk, title="Person added: Ben Birch").exists()
    led = sign_in("owner").get(url("ocg:detail", second), follow=True)
    assert first.reference in page_text(led)
    importing = undone(people, importing)
    assert importing.state == "done" and "changed since" in importing.problem
    assert ImportRow.objects.filter(importing=importing, changed_since=True).count() == 1
    merging.undo(people, row)
    assert Record.objects.filter(pk__in=[first.pk, second.pk]).count() == 2
    assert Subject.objects.get(name="Ben Birch").record_id == second.pk
