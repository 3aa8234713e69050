"""Events that pam notices start the clocks that name them, and meet those that they end."""

from datetime import timedelta

from django.utils import timezone

from pam.access import visibility
from pam.clocks.models import Clock
from pam.frameworks import services as frameworks
from pam.frameworks.kinds import kind_named, names
from pam.frameworks.models import FrameworkVersion
from pam.records import services as records
from pam.records.happenings import event_of, happened
from tests.assessments.made import begin, complete, fill
from tests.clocks.made import ago, start
from tests.records.world import group
from tests.stages.made import move
from tests.world.world import make_ocg


def publish(world, code, start, stop="record.closed", **more):
    """A clock of the police for every kind of record."""
    actor = world.people.reader("owner")
    body = {"start": start, "stop": stop, "period": {"days": 7}, "calendar": "working", **more}
    with visibility.reading(actor):
        draft = frameworks.create_draft(actor=actor, kind="clock", code=code, name=code, body=body)
        return frameworks.publish(actor=actor, draft=draft, version=draft.version, note="New")


def running(world, record, code):
    rows = Clock.objects.filter(record=record, framework_version__code=code, state="running", by_hand=False)
    return list(rows.order_by("pk"))


def happen(world, code, record=None, persona="owner", **more):
    actor, record = world.people.reader(persona), record or world.pvp
    with visibility.reading(actor):
        happened(actor=actor, record=record, code=code, **more)


def test_a_completed_assessment_meets_the_clock_for_it_and_starts_the_next(world):
    Clock.objects.filter(record=world.ocg).delete()
    complete(world, fill(world, begin(world)))
    (first,) = running(world, world.ocg, "score-again")
    assert first.due > timezone.now() + timedelta(days=360) and first.event == "assessment.completed"
    complete(world, fill(world, begin(world)))
    first.refresh_from_db()
    assert (first.state, first.reason) == ("met", "An assessment is completed")
    (second,) = running(world, world.ocg, "score-again")
    assert second.pk != first.pk


def test_what_happened_for_some_agencies_starts_a_clock_for_them_and_meets_none_that_others_see(world):
    Clock.objects.filter(record=world.ocg).delete()
    complete(world, fill(world, begin(world)))
    (for_all,) = running(world, world.ocg, "score-again")
    own = [world.people.agencies["police"].pk]
    complete(world, fill(world, begin(world, agencies=own)))
    for_all.refresh_from_db()
    assert for_all.state == "running"
    publish(world, "look", "record.reopened")
    happen(world, "record.reopened", world.ocg, agencies=own)
    assert [row.agencies for row in running(world, world.ocg, "look")] == [own]


def test_a_grade_that_needs_a_second_look_has_its_clock(world):
    rows = running(world, world.pvp, "second-line-review")
    assert len(rows) == 1  # the assessment of the small world asked for one
    happen(world, "assessment.second-graded")
    rows[0].refresh_from_db()
    assert rows[0].state == "met"


def test_a_clock_that_runs_already_is_not_started_twice(world):
    publish(world, "first-plan", "record.opened", "record.closed")
    happen(world, "record.opened")
    happen(world, "record.opened")
    assert len(running(world, world.pvp, "first-plan")) == 1


def test_a_new_record_and_one_that_is_closed_say_so(world):
    publish(world, "first-plan", "record.opened", "record.closed")
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        record = make_ocg(world.people, "owner", "Another group", team="unit")
    (row,) = running(world, record, "first-plan")
    with visibility.reading(actor):
        record = type(record).objects.get(pk=record.pk)
        records.close_record(actor=actor, record=record, version=record.version, title="Closed")
    row.refresh_from_db()
    assert (row.state, row.is_late) == ("met", False)


def test_one_that_is_met_too_late_says_that_pam_noticed_it(world):
    publish(world, "quick", "notice.served", "record.closed", calendar="running", period={"hours": 1})
    row = start(world, "quick", started_at=ago(hours=3))
    happen(world, "record.closed")
    row.refresh_from_db()
    assert row.is_late and "noticed by pam" in row.late_reason


def test_a_person_who_only_views_starts_and_meets_nothing(world):
    publish(world, "look", "record.reopened")
    happen(world, "record.reopened", world.ocg, "granted")
    assert not running(world, world.ocg, "look")


def test_every_event_that_a_shipped_clock_names_is_known_and_says_who_notices_it(world):
    for version in FrameworkVersion.objects.filter(kind="clock", agency=None, retired_at=None):
        for code in (version.body["start"], version.body.get("stop", "record.closed")):
            assert event_of(code), code
    assert event_of("notice.served").by_hand and not event_of("record.opened").by_hand


def test_a_stage_that_a_record_reaches_starts_the_clock_that_names_it(world):
    publish(world, "look-again", "stage.monitored", "stage.active")
    record = group(world.people)
    move(world.people, record, "monitor", reason="Quiet since May")
    (row,) = running(world, record, "look-again")
    happen(world, "stage.active", record)
    row.refresh_from_db()
    assert row.state == "met" and "active" in row.reason


def test_stages_of_shipped_maps_are_offered_and_any_other_stage_may_be_named(world):
    known = names("event")
    assert known["stage.archived"].startswith("The record reaches the stage")
    body = {"name": "Own", "start": "stage.our-own", "stop": "record.closed", "calendar": "running"}
    body |= {"period": {"days": 2}}
    assert not kind_named("clock").problems(body)
    assert kind_named("clock").problems({**body, "start": "stages.active"})
    assert kind_named("clock").problems({**body, "start": "stage."})
    assert event_of("stage.our-own").label == "The record reaches the stage “our-own”"
