"""From a file to records and back: mapped, checked, brought in whole, undone whole."""

import pytest
from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.audit.models import LogEntry
from pam.imports.models import ImportMade, ImportRow
from pam.records.models import Entry, Record
from tests.imports.files import csv_file
from tests.imports.made import checked, done, fates, undone

GROUPS = [
    ["Name", "Tier", "Also known as", "LRO"],
    ["Quay Nine", "1", "Drugs", ""],
    ["Lock Street", "2", "Fraud", ""],
]


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    """Files of a test go with it."""
    settings.MEDIA_ROOT = tmp_path


def tiers():
    """Two labels of tiers."""
    from pam.reference.selectors.lists import terms

    return [term.label for term in terms("ocg.tier")][:2]


def groups_file(*more, **kwargs):
    """Two groups, and `more`."""
    one, two = tiers()
    rows = [GROUPS[0], [*GROUPS[1][:1], one, *GROUPS[1][2:]], [*GROUPS[2][:1], two, *GROUPS[2][2:]], *more]
    return csv_file(rows, **kwargs)


def test_groups_come_in_whole_with_history_log_and_chronology(people):
    importing = checked(people, "ocg.groups", groups_file())
    assert importing.state == "checked", importing.problem
    assert {fate for fate, _ in fates(importing).values()} == {"new"}
    importing = done(people, importing)
    assert importing.state == "done", importing.problem
    found = Ocg.objects.filter(title__in=["Quay Nine", "Lock Street"])
    assert found.count() == 2
    one = found.get(title="Quay Nine")
    assert one.aliases == ["Drugs"] and one.lead_id == people.memberships["owner"].pk
    assert one.history.count() == 1 and Entry.objects.filter(record_id=one.pk).exists()
    assert LogEntry.objects.filter(operation="import", records__contains=[one.pk]).exists()
    assert (
        not importing.file and not ImportRow.objects.filter(importing=importing).exclude(values={}).exists()
    )
    assert ImportMade.objects.filter(importing=importing).count() == 2


def test_an_import_is_undone_whole_and_the_log_stays(people):
    importing = done(people, checked(people, "ocg.groups", groups_file()))
    numbers = list(ImportMade.objects.filter(importing=importing).values_list("row", flat=True))
    assert undone(people, importing).state == "undone", importing.problem
    assert not Record.objects.filter(pk__in=numbers).exists()
    assert not Ocg.history.filter(id__in=numbers).exists()
    assert LogEntry.objects.filter(operation="undo import", records__overlap=numbers).exists()


def test_who_may_no_longer_change_what_an_import_made_does_not_undo_it(people):
    importing = done(people, checked(people, "ocg.groups", groups_file()))
    numbers = list(ImportMade.objects.filter(importing=importing).values_list("row", flat=True))
    people.memberships["owner"].teams.clear()  # they left the team within the hours of the undo
    importing = undone(people, importing)
    assert (importing.state, importing.problem) == (
        "done",
        "You can no longer do this, so nothing was changed",
    )
    assert Record.objects.filter(pk__in=numbers).count() == 2
    assert not ImportRow.objects.filter(importing=importing, changed_since=True).exists()


def test_one_row_that_was_changed_since_keeps_the_whole_import(people):
    importing = done(people, checked(people, "ocg.groups", groups_file()))
    one = Ocg.objects.get(title="Lock Street")
    actor = people.reader("owner")
    with visibility.reading(actor):
        from pam.records.services import add_note

        add_note(actor=actor, record=one, title="Seen", text="At the lock", happened_at=timezone.now())
    importing = undone(people, importing)
    assert importing.state == "done" and "changed since" in importing.problem
    assert Ocg.objects.filter(title__in=["Quay Nine", "Lock Street"]).count() == 2
    rows = ImportRow.objects.filter(importing=importing, changed_since=True)
    assert list(rows.values_list("number", flat=True)) == [3]
