"""Records from before there were moves are put at the stage that took the place of theirs; none is lost."""

import pytest
from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.records.bulk import rows
from pam.records.models import Entry
from pam.reference.models import ReferenceValue
from pam.stages.placing import place
from pvp.models import CaseFile
from tests.records.world import group
from tests.stages.made import again
from tests.world.world import make_pvp

OLD = ["Nominated", "Mapped", "Active plan", "Disrupted", "Dormant", "Archived"]
CODES = dict(zip(OLD, ["nominated", "mapped", "active", "disrupted", "dormant", "archived"], strict=True))


@pytest.fixture
def values(people):
    """{label: value} of the list that stages were chosen from, with one of the police's own."""
    found = {
        label: ReferenceValue.objects.create(listing="ocg.stage", code=code, label=label, order=place)
        for place, (label, code) in enumerate(CODES.items())
    }
    found["Plan in work"] = ReferenceValue.objects.create(
        listing="ocg.stage",
        code="in-work",
        label="Plan in work",
        order=2,
        agency=people.agencies["police"],
    )
    return found


def before(people, value, closed=False):
    """A group as it was before there were moves, at an old stage."""
    row = group(people, f"Group {value}")
    ended = timezone.now() if closed else None
    rows(Ocg).filter(pk=row.pk).update(stage="", stage_version=None, old_stage=value, closed_at=ended)
    return row


@pytest.mark.parametrize(
    ("old", "now", "told"),
    [
        ("Nominated", "trigger", "Stage: Trigger (recorded as “Nominated” before)"),
        ("Mapped", "mapped", ""),
        ("Active plan", "active", "Stage: Active (recorded as “Active plan” before)"),
        ("Disrupted", "monitored", "Stage: Monitored (recorded as “Disrupted” before)"),
        ("Dormant", "monitored", "Stage: Monitored (recorded as “Dormant” before)"),
        ("Plan in work", "active", "Stage: Active (recorded as “Plan in work” before)"),
    ],
)
def test_a_group_is_put_at_the_stage_that_took_the_place_of_its_own_and_the_old_word_stays(
    people, values, old, now, told
):
    row = before(people, values[old])
    assert place("ocg") == 1
    assert again(people, row).stage == now and again(people, row).version == row.version
    lines = Entry.objects.filter(record_id=row.pk, title__startswith="Stage: ")
    assert [line.title for line in lines] == ([told] if told else [])
    assert place("ocg") == 0, "nothing is left to be put anywhere"


def test_what_was_closed_is_at_an_end(people, values):
    row = before(people, values["Archived"], closed=True)
    place("ocg")
    assert again(people, row).stage == "archived"


def test_a_case_file_from_before_is_active_or_closed(people):
    with visibility.reading(people.reader("owner")):
        case, closed = make_pvp(people, "Robin"), make_pvp(people, "Alex")
    rows(CaseFile).update(stage="", stage_version=None)
    rows(CaseFile).filter(pk=closed.pk).update(closed_at=timezone.now())
    assert place("pvp") == 2
    assert (again(people, case).stage, again(people, closed).stage) == ("active", "closed")
