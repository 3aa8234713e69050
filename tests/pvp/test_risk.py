"""Risk of a case: what each tool came to over time, and that a supervisor sees a high one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.assessments import selectors as assessments
from pam.assessments import services
from pam.assessments.models import Assessment
from pam.clocks.models import Clock
from pam.records.models import Entry
from pvp.models import HighRisk
from pvp.risk import selectors
from pvp.risk import services as risk
from tests.pvp.test_cases import make_case, term
from tests.records.world import page_text, share_with, url
from tests.standing import standing

TOOL, DYNAMICS = "risk-24-domestic-abuse", "dynamics-domestic-abuse"


@standing
def case(people):
    """A case of the owner's, of standard risk."""
    return make_case(people, grade=term("pvp.grade", "standard"))


@standing
def officer(people):
    """A colleague of the owner's team, who is no supervisor."""
    member = people.memberships["colleague"]
    member.teams.add(people.teams["pvp"])
    return people.reader("colleague")


def given_to(question, yes):
    """An answer that a question takes: yes or no, else the first that it offers, or some words."""
    if question.row["type"] == "yesno":
        return "yes" if yes else "no"
    first = next(iter(question.options), "Her words")
    return [first] if question.row["type"] == "several" else first


def assess(actor, case, *, code=TOOL, yes=0, grade="", reason="", scene=None, days_ago=0, unknown=()):
    """A completed assessment with so many questions answered yes, by `actor`."""
    with visibility.reading(actor):
        version = assessments.may_be_started(actor, case).get(code=code)
        day = timezone.localdate() - timedelta(days=days_ago)
        row = services.start(actor=actor, record=case, framework_version=version, on=day, scene=scene)
        asked = [one.code for one in row.method.questions]
        given = {one.code: given_to(one, place < yes) for place, one in enumerate(row.method.questions)}
        given |= {asked[-1 - place]: {"unknown": why} for place, why in enumerate(unknown)}
        row = services.answer(
            actor=actor,
            assessment=row,
            version=row.version,
            answers=given,
            comments={one.code: "Seen" for one in row.method.questions if "comment" in one.row},
        )
        return services.complete(actor=actor, assessment=row, version=row.version, grade=grade, reason=reason)


def test_fourteen_of_twenty_four_is_high_and_waits_for_a_supervisor_within_a_day(people, case, officer):
    assert not HighRisk.objects.exists()
    assess(officer, case, yes=13)
    assert not HighRisk.objects.exists()
    row = assess(officer, case, yes=14)
    high = HighRisk.objects.get()
    assert (high.assessment_id, high.grade, high.seen_at) == (row.pk, "High", None)
    assert high.due - high.raised_at == pytest.approx(timedelta(hours=24), abs=timedelta(seconds=5))
    clock = Clock.objects.get(framework_version__framework__code="high-risk-seen")
    assert clock.is_running


def test_a_supervisor_sees_it_once_and_the_clock_is_met(people, case, officer):
    assess(officer, case, yes=20)
    high, owner = HighRisk.objects.get(), people.reader("owner")
    with visibility.reading(owner):
        with pytest.raises(Refused) as refused:
            risk.see(actor=owner, high_risk=high, version=high.version, note=" ")
        assert refused.value.field == "note"
        risk.see(actor=owner, high_risk=high, version=high.version, note="Move her tonight")
        with pytest.raises(Refused):
            risk.see(actor=owner, high_risk=high, version=high.version, note="Again")
    assert Entry.objects.filter(title="High risk seen by a supervisor", text="Move her tonight").exists()
    assert not Clock.objects.get(framework_version__framework__code="high-risk-seen").is_running


def test_who_graded_it_and_who_is_no_supervisor_do_not_see_it(people, case, officer):
    assess(officer, case, yes=20)
    high = HighRisk.objects.get()
    Membership.objects.filter(pk=officer.membership_id).update(roles=["officer", "supervisor"])
    with visibility.reading(officer := people.reader("colleague")):
        assert not risk.may_see(officer, high)
    Membership.objects.filter(pk=people.memberships["owner"].pk).update(roles=["officer"])
    owner = people.reader("owner")
    with visibility.reading(owner), pytest.raises(Refused) as refused:
        risk.see(actor=owner, high_risk=high, version=high.version, note="Seen")
    assert refused.value.code == "not_the_role"


def test_a_grade_is_raised_with_a_rationale_and_never_lowered(people, case, officer):
    with pytest.raises(Refused) as refused:
        assess(officer, case, yes=14, grade="medium", reason="He is in prison")
    assert refused.value.code == "lowered"
    with pytest.raises(Refused) as refused:
        assess(officer, case, yes=3, grade="high")
    assert refused.value.field == "reason"
    row = assess(officer, case, yes=3, grade="high", reason="She is terrified and he was just released")
    assert (row.band, row.grade) == ("standard", "high") and HighRisk.objects.count() == 1


def test_a_second_grade_of_high_is_seen_too_and_says_why_it_is_different(people, case, officer):
    row = assess(officer, case, code=DYNAMICS, grade="standard", reason="No sign now")
    owner = people.reader("owner")
    with visibility.reading(owner):
        with pytest.raises(Refused):
            services.give_second_grade(actor=owner, assessment=row, version=row.version, grade="high")
        services.give_second_grade(
            actor=owner, assessment=row, version=row.version, grade="high", reason="A pattern of years"
        )
    assert HighRisk.objects.get().assessment_id == row.pk


def test_the_highest_grade_that_is_typed_is_seen_too_and_once_while_it_waits(people):
    case = make_case(people)
    assert HighRisk.objects.get().assessment_id is None
    officer = people.reader("owner")
    assess(officer, case, yes=20)
    assert HighRisk.objects.count() == 1


def test_what_was_seen_stays_whoever_writes(people, case, officer):
    assess(officer, case, yes=20)
    high, owner = HighRisk.objects.get(), people.reader("owner")
    with visibility.reading(owner):
        risk.see(actor=owner, high_risk=high, version=high.version, note="Move her tonight")
    for change in ("seen_note = 'Nothing'", "seen_at = NULL, seen_by_id = NULL", "grade = 'Low'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE pvp_highrisk SET {change}")


def test_several_tools_are_shown_over_time_with_what_is_not_known(people, case, officer, sign_in):
    assess(officer, case, yes=5, days_ago=20, unknown=["dont_know", "not_asked", "declined"])
    assess(officer, case, yes=15, scene={"alone": "no", "asked_by": "Nia Frost, Northgate Trust"})
    with visibility.reading(officer):
        found = selectors.over_time(officer, case)
    assert [len(row.findings["unknown"]) for row in found["rows"]] == [0, 3]
    assert [points for _, points in found["series"][0][1]] == [0, 100]
    said = page_text(sign_in("owner").get(url("pvp:risk", case)))
    assert "They were not spoken to alone" in said and "Not seen yet" in said
    first = page_text(sign_in("owner").get(url("assessments:detail", found["rows"][1])))
    assert "3 of 24" in first and "Would not say" in first
    assert "Asked by Nia Frost" in page_text(
        sign_in("owner").get(url("assessments:detail", found["rows"][0]))
    )


def test_the_list_shows_how_the_risk_went_by_the_assessments_that_the_reader_may_see(
    people, case, officer, sign_in
):
    first, last = assess(officer, case, yes=5, days_ago=20), assess(officer, case, yes=15)
    assert "Risk Standard, then High" in page_text(sign_in("owner").get(reverse("pvp:list")))
    share_with(people, case, level=Level.VIEW)
    assert "Risk Standard, then High" in page_text(sign_in("granted").get(reverse("pvp:list")))
    hidden = Assessment.objects.get(pk=first.pk)
    hidden.agencies = [people.agencies["police"].pk]
    hidden.save()
    page = page_text(sign_in("granted").get(reverse("pvp:list")))
    assert case.title in page and "Risk Standard" not in page
    assert last.final_grade["label"] == "High"


def test_it_waits_on_my_work_of_the_supervisor_until_it_is_seen(people, case, officer, sign_in):
    assess(officer, case, yes=20)
    client, high = sign_in("owner"), HighRisk.objects.get()
    assert "Look at a high risk" in page_text(client.get("/waiting/"))
    page = client.get(url("pvp:risk_see", high))
    assert "due" in page_text(page)
    sent = {"note": "The plan is enough for tonight", "version": high.version}
    assert client.post(url("pvp:risk_see", high), sent).status_code == 302
    assert "Look at a high risk" not in page_text(client.get("/waiting/"))
