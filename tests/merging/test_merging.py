"""Two records become one: everything follows, nobody sees more, and it is undone exactly."""

import pytest

from ocg.models import Ocg
from pam.access.levels import Level
from pam.merging.models import FormerReference, Merge
from pam.records.models import Entry, Record
from tests.merging.made import (
    approve,
    merged,
    no_move_waits,
    propose,
    rows_of,
    seen_by,
    tables,
    undo,
)
from tests.records.world import add_note, add_person, group, share_with
from tests.stages.made import second_supervisor


@pytest.fixture
def two(whole_world):
    """(the record that stays, the one that goes): both with parts, shared with other people each."""
    people = whole_world.people
    kept = group(people, "Twin of the harbour group")
    for agency in ("council", "probation"):
        share_with(people, kept, agency, Level.CONTRIBUTE)
    add_note(people, kept, title="Of the twin alone")
    add_person(people, kept, "Terry Twin")
    gone = whole_world.ocg
    no_move_waits(people, gone)
    return kept, gone


def test_nobody_sees_more_after_a_merge_than_before(whole_world, two):
    """Asked of each row of each kind of part, as each persona, of the gate behind the second wall."""
    people, (kept, gone) = whole_world.people, two
    second_supervisor(people)
    before = seen_by(people)
    row = merged(people, kept, gone)
    after = seen_by(people)
    both = {("records.Record", kept.pk), ("records.Record", gone.pk)}
    saw_both = {persona for persona, seen in before.items() if both <= seen}
    assert {"owner", "colleague", "granted"} <= saw_both
    known = set().union(*before.values())
    for persona, seen in after.items():
        more = seen - before[persona]
        fresh = {one for one in more if one not in known}
        assert not more - fresh, (persona, sorted(more - fresh)[:5])
        assert not fresh or persona in saw_both, (persona, sorted(fresh)[:5])
        if ("records.Record", kept.pk) in seen:
            assert persona in saw_both
    # Who saw one of them alone sees neither, by whichever grant.
    assert both & before["narrowed"] and both - before["narrowed"]
    assert not both & after["narrowed"]
    assert row.holds


def test_everything_is_in_the_record_that_stays_and_nothing_is_lost(whole_world, two):
    people, (kept, gone) = whole_world.people, two
    names = [name for name in tables() if name not in {"access_grant", "stages_move", "ocg_ocg"}]
    before = rows_of(names)
    merged(people, kept, gone)
    after = rows_of(names)
    for name in names:
        assert set(before[name]) <= set(after[name]), name
    stays = {"merging_merge"}
    for model_rows in (Entry.objects.filter(record=gone), FormerReference.objects.filter(record=gone)):
        assert not model_rows.exists() and stays
    assert Record.objects.get(pk=gone.pk).closed_at
    assert FormerReference.objects.get().reference == gone.reference


def test_a_merge_is_undone_exactly(whole_world, two):
    people, (kept, gone) = whole_world.people, two
    second_supervisor(people)
    row = propose(people, kept, gone, choices={"title": "gone", "summary": "gone", "tier": "gone"})
    before = rows_of(tables())
    approve(people, row)
    assert Ocg.objects.get(pk=kept.pk).title == gone.title
    undo(people, row)
    after = rows_of(tables())
    counted = {"version", "updated"}
    for name in before:
        for number, said in before[name].items():
            if name in {"records_record", "ocg_ocg"}:
                continue
            assert after[name].get(number) == said, (name, number)
    added = {name: set(after[name]) - set(before[name]) for name in after}
    assert {name for name, numbers in added.items() if numbers} == {"records_entry"}
    for one in (kept, gone):
        then, now = Ocg.objects.get(pk=one.pk), one
        for field in Ocg._meta.concrete_fields:
            if field.name not in counted | {"search", "identifiers", "retention_due"}:
                assert getattr(then, field.attname) == getattr(Ocg.objects.get(pk=now.pk), field.attname)
    assert Ocg.objects.get(pk=kept.pk).title == "Twin of the harbour group"
    assert Ocg.objects.get(pk=gone.pk).closed_at is None
    assert Merge.objects.get().state == "undone"
