"""Assessments of records, from the first question to the second assessor."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Stale
from pam.access.levels import Level
from pam.access.models import Grant
from pam.assessments import selectors, services
from pam.assessments.models import Assessment
from pam.audit.models import LogEntry
from pam.frameworks.assessment.engine import assess
from pam.frameworks.assessment.method import Method
from pam.records.models import Entry
from tests.assessments.made import GROUP_ANSWERS, begin, complete, fill
from tests.refusals import refused


def as_(world, persona, service, **arguments):
    actor = world.people.reader(persona)
    with visibility.reading(actor):
        return service(actor=actor, **arguments)


def kept(world, row, persona="owner"):
    """The row as the persona reads it now."""
    reader = world.people.reader(persona)
    with visibility.reading(reader):
        return selectors.assessment(reader, row.uuid)


def done(world, **answers):
    return complete(world, fill(world, begin(world), **answers))


def test_a_completed_assessment_keeps_score_band_unknowns_and_triggers_and_is_a_line_of_the_chronology(world):
    row = done(world)
    outcome = assess(Method(row.framework_version.body), GROUP_ANSWERS, row.on)
    assert (row.state, row.score, row.band, row.grade) == (
        "completed",
        outcome.score,
        outcome.band["code"],
        outcome.band["code"],
    )
    assert row.findings["unknown"] == {"firearms": "not_asked"}
    assert [one["code"] for one in row.findings["triggers"]] == ["children_used"]
    assert Entry.objects.filter(record=world.ocg, kind="assessment", title__contains="Tier").exists()


def test_not_known_is_never_no_and_what_is_missing_stops_it(world):
    draft = fill(world, begin(world), feud=None)
    assert draft.outcome().missing == ("feud",)
    with refused("incomplete"):
        complete(world, draft)
    draft = fill(world, kept(world, draft), feud={"unknown": "declined"}, comment="")
    with refused("incomplete"):  # a line of evidence
        complete(world, draft)


def test_a_grade_may_be_raised_with_a_reason_and_never_lowered(world):
    draft = fill(world, begin(world))
    assert draft.outcome().band["code"] == "tier_2"
    for grade, reason, code in [
        ("tier_3", "Why", "lowered"),
        ("tier_1", "", "missing"),
        ("tier_9", "W", "missing"),
    ]:
        with refused(code):
            complete(world, kept(world, draft), grade=grade, reason=reason)
    row = complete(world, kept(world, draft), grade="tier_1", reason="A death was threatened twice")
    assert (row.band, row.grade) == ("tier_2", "tier_1")


@pytest.mark.parametrize(
    ("answers", "comments"),
    [
        ({"no_such": "yes"}, {}),
        ({"strangled": "yes"}, {}),  # a question of another framework
        ({"feud": "perhaps"}, {}),
        ({"feud": 7}, {}),
        ({"feud": ["yes"]}, {}),
        ({"feud": {"unknown": "hidden"}}, {}),
        ({"places": "2"}, {}),
        ({"places": 2.5}, {}),
        ({"places": 99}, {}),
        ({"places": float("nan")}, {}),
        ({"confidence": {"unknown": "declined"}}, {}),  # not offered there
        ({}, {"no_such": "Seen"}),
        ({}, {"feud": "x" * 5001}),
        ({}, {"feud": "\x00"}),
        ({}, {"feud": 3}),
    ],
)
def test_an_answer_that_the_version_does_not_take_is_refused_and_nothing_is_kept(world, answers, comments):
    draft = begin(world)
    with pytest.raises(services.Refused):
        as_(world, "owner", services.answer, assessment=draft, version=1, answers=answers, comments=comments)
    assert kept(world, draft).answers == {}


def test_a_stale_save_is_refused(world):
    draft = begin(world)
    first, second = kept(world, draft), kept(world, draft)
    fill(world, first)
    with pytest.raises(Stale):
        fill(world, second, feud="yes")
    with pytest.raises(Stale):
        as_(world, "owner", services.complete, assessment=kept(world, draft), version=1)


def test_what_is_completed_never_changes_not_even_by_the_database(world):
    row = done(world)
    with refused("completed"):
        fill(world, row)
    for values in (
        {"answers": {}},
        {"reason": "Other"},
        {"grade": "tier_3"},
        {"state": "draft", "completed_at": None},
        {"on": timezone.localdate() - timezone.timedelta(days=1)},
        {"author": world.people.memberships["colleague"]},
    ):
        changed = kept(world, row)
        for name, value in values.items():
            setattr(changed, name, value)
        with pytest.raises(DatabaseError), transaction.atomic():
            changed.save()


def test_a_correction_is_a_new_one_that_names_the_old_which_is_then_superseded(world):
    row = done(world)
    draft = as_(world, "owner", services.make_again, assessment=row, reason="A feud came to light")
    assert (draft.replaces_id, draft.answers, kept(world, row).state) == (row.pk, row.answers, "completed")
    with refused("begun_already"):
        as_(world, "owner", services.make_again, assessment=kept(world, row), reason="Twice")
    complete(world, fill(world, draft, feud="yes"))
    old = kept(world, row)
    assert (old.state, old.answers, old.score) == ("superseded", row.answers, row.score)
    with refused("not_completed"):
        as_(world, "owner", services.make_again, assessment=old, reason="Again")


def test_a_draft_is_discarded_by_its_author_or_who_manages_and_its_answers_are_gone(world):
    draft = fill(world, begin(world))
    with pytest.raises(PermissionDenied):
        as_(world, "granted", services.discard, assessment=kept(world, draft), version=draft.version)
    agency = world.people.agencies["probation"]
    theirs = Grant.objects.filter(group_id=agency.principal_id, content_object_id=world.ocg.pk)
    theirs.update(level=Level.CONTRIBUTE)
    own = begin(world, "granted")
    beside = replace(world.people.reader("granted"), membership_id=0)  # another person of the same agency
    with visibility.reading(beside), pytest.raises(PermissionDenied):
        services.discard(actor=beside, assessment=selectors.assessment(beside, own.uuid), version=own.version)
    as_(world, "owner", services.discard, assessment=kept(world, own), version=own.version)  # manages it
    with pytest.raises(Stale):
        as_(world, "owner", services.discard, assessment=kept(world, draft), version=draft.version - 1)
    as_(world, "owner", services.discard, assessment=draft, version=draft.version)
    row = Assessment.objects.get(pk=draft.pk)
    assert (row.state, row.answers, row.comments, row.place) == ("discarded", {}, {}, "")
    with pytest.raises(Http404):
        kept(world, draft)
    reader = world.people.reader("owner")
    with visibility.reading(reader):
        assert draft.pk not in {one.pk for one in selectors.assessments(reader, world.ocg)}
    assert LogEntry.objects.latest("pk").operation == "discard assessment"
    row.state = "draft"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


def test_a_completed_one_is_not_discarded_not_even_by_the_database(world):
    row = done(world)
    with refused("completed"):
        as_(world, "owner", services.discard, assessment=row, version=row.version)
    row = kept(world, row)
    row.state, row.completed_at = "discarded", None
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


def test_a_discarded_correction_leaves_the_old_one_as_it_was_and_it_may_be_made_again(world):
    row = done(world)
    draft = as_(world, "owner", services.make_again, assessment=row, reason="A slip")
    as_(world, "owner", services.discard, assessment=draft, version=draft.version)
    row, reader = kept(world, row), world.people.reader("owner")
    with visibility.reading(reader):
        assert selectors.later_of(reader, row) is None
    assert as_(world, "owner", services.make_again, assessment=row, reason="Again").is_draft


def test_a_second_assessor_is_another_person_and_says_why_the_grade_is_different(world):
    world.people.memberships["colleague"].teams.add(world.people.teams["unit"])
    row = done(world, physical="death", feud="yes")
    assert row.findings["second_line"] and row.grade == "tier_1"
    give = {"assessment": row, "version": row.version}
    with refused("same_person"):
        as_(world, "owner", services.give_second_grade, grade="tier_2", reason="Known", **give)
    with refused("missing", field="reason"):
        as_(world, "colleague", services.give_second_grade, grade="tier_2", **give)
    row = kept(world, row, "colleague")
    give = {"assessment": row, "version": row.version}
    as_(world, "colleague", services.give_second_grade, grade="tier_2", reason="The threat was old", **give)
    row = kept(world, row)
    assert (row.grade, row.second_grade, row.final_grade["code"]) == ("tier_1", "tier_2", "tier_2")


def test_who_only_views_starts_none_and_a_contributor_completes_their_own_alone(world):
    with pytest.raises(PermissionDenied):
        begin(world, "narrowed")
    draft = begin(world)
    with pytest.raises(PermissionDenied):
        fill(world, draft, "granted")


def test_a_framework_for_another_kind_of_record_is_not_started(world):
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        version = selectors.may_be_started(actor, world.pvp).get(code="risk-questions-domestic-abuse")
    with refused("not_in_force"):
        as_(
            world,
            "owner",
            services.start,
            record=world.ocg,
            framework_version=version,
            on=timezone.localdate(),
        )
    with refused("too_late"):
        day = timezone.localdate() + timezone.timedelta(days=1)
        as_(world, "owner", services.start, record=world.pvp, framework_version=version, on=day)


def test_an_assessment_for_one_agency_is_not_seen_by_another(world):
    own = world.people.agencies["police"].pk
    row = begin(world, agencies=[own])
    reader = world.people.reader("granted")
    with visibility.reading(reader):
        assert not Assessment.objects.filter(pk=row.pk).exists()
        assert not selectors.assessments(reader, world.ocg).filter(pk=row.pk).exists()
