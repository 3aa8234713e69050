"""Two records become one: everything follows, nobody sees more, and it is undone exactly."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ocg.lists import CRIME_TYPES
from ocg.models import Ocg
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Grant, Membership
from pam.actions.models import Action
from pam.actions.services.steps import add_steps
from pam.audit.models import LogEntry
from pam.merging import selectors, services
from pam.merging.models import FormerReference, Merge
from pam.oversight.selectors import log_of_record
from pam.records.bulk import rows
from pam.records.models import DERIVED_FIELDS, Entry, Record
from pam.reference.selectors.lists import terms
from tests.merging.made import (
    approve,
    merged,
    no_move_waits,
    propose,
    rows_of,
    seal,
    seen_by,
    tables,
    undo,
)
from tests.records.world import add_note, add_person, group, page_text, share_with, url
from tests.stages.made import second_supervisor
from tests.standing import standing


@standing
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_everything_is_in_the_record_that_stays_and_nothing_is_lost(whole_world, two):
    people, (kept, gone) = whole_world.people, two
    names = [name for name in tables() if name not in {"access_grant", "stages_move", "ocg_ocg"}]
    before = rows_of(names)
    merged(people, kept, gone)
    after = rows_of(names)
    for name in names:
        assert set(before[name]) <= set(after[name]), name
    assert not Entry.objects.filter(record=gone).exists()
    assert Record.objects.get(pk=gone.pk).closed_at
    assert FormerReference.objects.get().reference == gone.reference


@pytest.mark.slow
def test_a_merge_is_undone_exactly(whole_world, two):
    people, (kept, gone) = whole_world.people, two
    second_supervisor(people)
    row = propose(people, kept, gone, choices={"title": "gone", "summary": "gone", "tier": "gone"})
    before = rows_of(tables())
    were = {one.pk: Ocg.objects.get(pk=one.pk) for one in (kept, gone)}
    approve(people, row)
    assert Ocg.objects.get(pk=kept.pk).title == gone.title
    undo(people, row)
    after = rows_of(tables())
    for name in before:
        for number, said in before[name].items():
            if name not in {"records_record", "ocg_ocg"}:
                assert after[name].get(number) == said, (name, number)
    added = {name for name in after if set(after[name]) - set(before[name])}
    assert added == {"records_entry"}
    for one in (kept, gone):
        now = Ocg.objects.get(pk=one.pk)
        for field in Ocg._meta.concrete_fields:
            if field.name not in {"version", "updated", *DERIVED_FIELDS}:
                assert getattr(now, field.attname) == getattr(were[one.pk], field.attname), field.name
    assert Merge.objects.get(pk=row.pk).state == "undone"


@pytest.mark.slow
def test_what_was_added_since_stays_but_for_what_hangs_from_what_goes_back(whole_world, two):
    people, (kept, gone) = whole_world.people, two
    step_of = whole_world.parts["shared"]["action"]
    row = merged(people, kept, gone)
    note = add_note(people, kept, title="Since the merge")
    actor = people.reader("owner")
    with visibility.reading(actor):
        action = visibility.visible_to(actor, Action).get(pk=step_of.pk)
        step = add_steps(actor=actor, action=action, text="Since the merge too")[-1]
    undo(people, row)
    assert Entry.objects.get(pk=note.pk).record_id == kept.pk
    assert type(step).objects.get(pk=step.pk).record_id == gone.pk


@pytest.mark.slow
def test_a_share_that_was_ended_since_stays_ended(people):
    kept, gone = group(people), group(people, "Twin")
    for record in (kept, gone):
        share_with(people, record)
    row = merged(people, kept, gone)
    shared = Grant.objects.filter(group_id=people.agencies["probation"].principal_id)
    assert shared.count() == 2
    shared.get(content_object_id=kept.pk).delete()
    undo(people, row)
    assert not shared.filter(content_object_id=kept.pk).exists()


@pytest.mark.slow
def test_the_narrower_of_two_grants_wins(people):
    kept, gone = group(people), group(people, "Twin")
    share_with(people, kept, level=Level.CONTRIBUTE)
    share_with(people, gone, level=Level.VIEW)
    share_with(people, gone, "council")
    merged(people, kept, gone)
    for record in (kept, gone):
        levels = dict(Grant.objects.filter(content_object_id=record.pk).values_list("group_id", "level"))
        assert levels[people.agencies["probation"].principal_id] == Level.VIEW
    on = Grant.objects.filter(group_id=people.agencies["council"].principal_id)
    assert [(grant.content_object_id, grant.level) for grant in on] == [(gone.pk, Level.SIGNPOST)]


def test_a_second_person_decides_who_is_a_supervisor_and_manages_both(people):
    kept, gone = group(people), group(people, "Twin")
    row = propose(people, kept, gone)
    with pytest.raises(PermissionDenied):
        approve(people, row, "owner", seen="x")
    second_supervisor(people)
    Membership.objects.filter(pk=people.memberships["colleague"].pk).update(roles=["officer"])
    actor = people.reader("colleague")
    with visibility.reading(actor), pytest.raises(PermissionDenied):
        services.approve(actor=actor, merge=selectors.merge(actor, row.uuid), seen="x")


def test_what_was_shown_is_what_is_done(people):
    kept, gone = group(people), group(people, "Twin")
    row = propose(people, kept, gone)
    second_supervisor(people)
    seen = seal(people, row)
    share_with(people, kept)
    share_with(people, gone)
    with pytest.raises(Refused) as refused:
        approve(people, row, seen=seen)
    assert refused.value.code == "changed"


def test_the_team_that_owns_the_record_which_stays_manages_the_other(people):
    kept, gone = group(people), group(people, "Twin", team="pvp")
    with pytest.raises(Refused) as refused:
        propose(people, kept, gone)
    assert refused.value.code == "not_yet" and "must manage the other one too" in refused.value.message


def test_a_move_that_waits_is_decided_first(whole_world):
    people = whole_world.people
    with pytest.raises(Refused) as refused:
        propose(people, whole_world.ocg, group(people, "Another"))
    assert "a move between stages waits for approval" in refused.value.message


@pytest.mark.slow
def test_the_reference_and_the_pages_of_the_record_that_went_lead_to_the_other(people, sign_in):
    kept, gone = group(people), group(people, "Twin")
    merged(people, kept, gone)
    share_with(people, kept, "probation")
    for persona in ("owner", "granted"):
        client = sign_in(persona)
        answer = client.get(reverse("ocg:detail", args=[gone.uuid]))
        assert (answer.status_code, answer.get("Location")) == (302, kept.get_absolute_url()), persona
        reader = people.reader(persona)
        with visibility.reading(reader):
            assert [row.pk for row in selectors.now_called(reader, gone.reference)] == [kept.pk]
    absent = sign_in("other_force").get(reverse("ocg:detail", args=[gone.uuid]))
    assert absent.status_code == 404
    assert "What stayed" not in page_text(sign_in("owner").get(kept.get_absolute_url()))


def test_the_log_of_the_record_that_went_is_in_the_log_of_the_other(people):
    kept, gone = group(people), group(people, "Twin")
    merged(people, kept, gone)
    with visibility.reading(people.reader("owner")):
        lines = log_of_record(kept.pk)
    own = set(LogEntry.objects.filter(records=[gone.pk]).values_list("pk", flat=True))
    assert own and own <= {line.pk for line in lines}


@pytest.mark.slow
def test_it_is_proposed_decided_and_undone_from_its_pages(people, sign_in):
    kept, gone = group(people), group(people, "Twin")
    owner = sign_in("owner")
    begin = reverse("merging:begin", args=[kept.uuid])
    assert "There is no such record" in page_text(owner.post(begin, {"reference": "OCG-26-NONE"}))
    to = owner.post(begin, {"reference": gone.reference})["Location"]
    shown = page_text(owner.get(to))
    assert "Which value stands" in shown and "Who can open it afterwards" in shown
    sent = {"reason": "The same people", "field_title": "gone", "field_summary": "kept"}
    detail = owner.post(to, sent)["Location"]
    assert "Approve or refuse" not in page_text(owner.get(detail))
    second_supervisor(people)
    second = sign_in("colleague")
    assert "Decide whether two records are merged" in page_text(second.get(reverse("waiting")))
    decide = reverse("merging:decide", args=[Merge.objects.get().uuid])
    form = second.get(decide).context["form"]
    values = {"version": form["version"].value(), "seen": form["seen"].value(), "answer": "approve"}
    assert second.post(decide, values).status_code == 302
    assert Merge.objects.get().state == "merged" and Ocg.objects.get(pk=kept.pk).title == "Twin"
    assert "It can be undone until" in page_text(second.get(detail))
    undoing = reverse("merging:undo", args=[Merge.objects.get().uuid])
    assert second.post(undoing, {"reason": "They are two"}).status_code == 302
    assert Ocg.objects.get(pk=kept.pk).title == "Harbour group"


def test_after_its_time_a_merge_stays(people):
    kept, gone = group(people), group(people, "Twin")
    row = merged(people, kept, gone)
    rows(Merge).filter(pk=row.pk).update(decided_at=timezone.now() - timedelta(days=91))
    with pytest.raises(Refused) as refused:
        undo(people, row)
    assert refused.value.code == "too_late"


@pytest.mark.slow
def test_a_merge_of_many_parts_takes_as_many_statements_as_of_few(people):
    counts = []
    for many in (1, 8):
        kept, gone = group(people), group(people, "Twin")
        for number in range(many):
            add_note(people, gone, title=f"Note {number}")
            add_person(people, gone, f"Person {number}")
        row = propose(people, kept, gone)
        second_supervisor(people)
        seen = seal(people, row)
        with CaptureQueriesContext(connection) as asked:
            approve(people, row, seen=seen)
        counts.append(len(asked))
    assert counts[1] <= counts[0], counts


def test_the_page_of_a_merge_names_the_values_of_lists_and_what_comes_together(people, sign_in):
    kept, gone = group(people), group(people, "Lock group")
    crime = terms(CRIME_TYPES)[0]
    rows(Ocg).filter(pk=gone.pk).update(main_crime=crime, crimes=[crime.pk], aliases=["The Nine", "Locks"])
    row = propose(people, kept, gone)
    text = page_text(sign_in("owner").get(url("merging:detail", row)))
    assert crime.label in text and "The Nine, Locks" in text
    assert "Lines of the chronology" in text and f"[{crime.pk}]" not in text
