"""Missing episodes and the return interview with its clock; MAPPA without minutes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.clocks.models import Clock
from pam.stages.requirements import met_by
from pvp.missing import services
from pvp.models import Mappa, MissingReview
from tests.pvp.test_cases import make_case, term
from tests.records.world import page_text, url
from tests.standing import standing
from tests.world.cases import episode

NEEDED = "missing.interview_offered"


@standing
def case(people):
    """A case of the owner's."""
    return make_case(people, grade=term("pvp.grade", "standard"))


def add(people, case, **values):
    """The owner adds an episode that began a day ago."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return services.add_episode(actor=actor, record=case, episode=episode(**values), person=case.person)


def back(people, row, at=None):
    """They are back."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return services.returned(
            actor=actor, episode=row, version=row.version, at=at or timezone.now(), found_how="At home"
        )


def interview(people, row, state, note="She was scared"):
    """The interview was offered, declined or done today."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return services.record_interview(
            actor=actor,
            episode=row,
            version=row.version,
            interview=state,
            on=timezone.localdate(),
            by="Nia Frost",
            note=note,
        )


def clocks():
    """The clocks of return interviews."""
    return Clock.objects.filter(framework_version__framework__code="return-interview")


def met(people, case):
    """Whether the case may be closed as far as missing episodes go."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return met_by(actor, case, [NEEDED]) == {NEEDED}


def test_a_childs_return_starts_the_clock_of_72_hours_and_the_interview_ends_it(people, case):
    row = back(people, add(people, case))
    clock = clocks().get()
    assert clock.is_running and clock.due - clock.started_at == timedelta(hours=72)
    interview(people, row, "offered")
    assert clocks().get().is_running
    interview(people, row, "done")
    assert not clocks().get().is_running


def test_an_interview_about_one_return_leaves_the_clock_of_a_later_one_running(people, case):
    days = (timezone.now() - timedelta(days=number) for number in (9, 5))
    rows = [add(people, case, missing_from=day) for day in days]
    rows = [back(people, row, row.missing_from + timedelta(hours=9)) for row in rows]
    assert clocks().get().started_at == rows[0].returned_at
    interview(people, rows[0], "done")
    running = clocks().get(ended_at=None)
    assert running.started_at == rows[1].returned_at and running.due < timezone.now()
    interview(people, rows[1], "declined")
    assert clocks().filter(ended_at=None).count() == 0 and clocks().count() == 2


def test_the_pages_say_by_when_each_interview_that_waits_is_due_and_which_is_late(people, case, sign_in):
    days = (timezone.now() - timedelta(days=number) for number in (9, 2))
    rows = [add(people, case, missing_from=day) for day in days]
    rows = [back(people, row, row.missing_from + timedelta(hours=9)) for row in rows]
    client = sign_in("owner")
    said = page_text(client.get(url("pvp:missing", case)))
    assert said.count("Late was due") == 1 and said.count("yet Due") == 1
    assert "Late was due" in page_text(client.get(url("pvp:missing_episode", rows[0])))
    interview(people, rows[0], "done")
    assert "was due" not in page_text(client.get(url("pvp:missing", case)))


def test_an_adults_return_starts_no_clock(people, case):
    back(people, add(people, case, is_child=False))
    assert not clocks().exists()


def test_a_childs_case_is_not_closed_without_the_offer(people, case):
    assert met(people, case)
    row = add(people, case)
    assert met(people, case)
    row = back(people, row)
    assert not met(people, case)
    interview(people, row, "offered")
    assert met(people, case)


@pytest.mark.parametrize(
    ("state", "note", "field"),
    [("declined", " ", "note"), ("done", "", "note"), ("perhaps", "x", "interview")],
)
def test_declined_and_done_say_why_and_what(people, case, state, note, field):
    row = back(people, add(people, case))
    with pytest.raises(Refused) as refused:
        interview(people, row, state, note)
    assert refused.value.field == field


def test_nobody_is_back_before_they_were_missing_or_tomorrow(people, case):
    row, hour = add(people, case), timedelta(hours=1)
    for wrong in (row.missing_from - hour, timezone.now() + hour):
        with pytest.raises(Refused) as refused:
            back(people, row, wrong)
        assert refused.value.field == "at"
    with pytest.raises(Refused):
        interview(people, row, "offered")


def test_reviews_are_added_while_they_are_missing(people, case, sign_in):
    row, actor = add(people, case), people.reader("owner")
    with visibility.reading(actor):
        services.add_review(
            actor=actor, episode=row, review=MissingReview(risk="high", text="Her phone is off")
        )
    row = back(people, row)
    with visibility.reading(actor), pytest.raises(Refused):
        services.add_review(actor=actor, episode=row, review=MissingReview(risk="low", text="x"))
    said = page_text(sign_in("owner").get(url("pvp:missing_episode", row)))
    assert "Her phone is off" in said and "No return interview was offered yet" in said


def test_mappa_has_reference_and_level_and_no_field_for_minutes(people, case, sign_in):
    actor = people.reader("owner")
    row = Mappa(reference="V-1", category="2", level="2")
    with visibility.reading(actor):
        services.add_mappa(actor=actor, record=case, mappa=row, person=case.person)
        with pytest.raises(Refused):
            services.end_mappa(actor=actor, mappa=row, version=row.version, on=date(2020, 1, 1))
    texts = {field.name for field in Mappa._meta.concrete_fields if field.get_internal_type() == "TextField"}
    assert texts == set()
    said = page_text(sign_in("owner").get(url("pvp:mappa", case)))
    assert "Do not copy minutes here" in said and "V-1" in said
