"""Referrals of a case to a MARAC: by which dated rule, repeats, who is told, until when files are flagged."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from pam.access import visibility
from pam.access.errors import Refused
from pam.audit.models import LogEntry
from pam.caselists import registry
from pam.caselists.registry import Receiver, waiting_for
from pam.chronology import services as chronology
from pam.clocks.models import Clock
from pam.records.models import Subject
from pam.records.services import add_subject
from pvp.marac import criteria, selectors, services
from pvp.marac.criteria import Assessed, Facts, is_within, months_after
from pvp.marac.kind import check_criteria
from pvp.models import MaracReferral
from tests.pvp.test_cases import make_case, term
from tests.pvp.test_risk import assess
from tests.records.world import page_text, share_with, url
from tests.standing import standing
from tests.world.cases import refer, referral
from tests.world.chronology import event

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def body(**changes):
    """The shipped criteria in short, with the changes of a force."""
    rows = [
        {"code": "visible", "label": "Visible", "test": "visible", "text": "14 yes", "thresholds": [
            {"tool": "tool", "measure": "yes", "at-least": 14}]},
        {"code": "judged", "label": "Judgement", "test": "judgement", "text": "With reasons"},
        {"code": "more", "label": "Escalation", "test": "escalation", "text": "3 in 12", "events": 3,
         "months": 12},
        {"code": "again", "label": "Repeat", "test": "repeat", "text": "12 months", "months": 12},
    ]  # fmt: skip
    return {"criteria": [row | changes.get(row["code"], {}) for row in rows]}


def fired(facts, day, **changes):
    """The codes that fire."""
    return [one.code for one in criteria.met(body(**changes), facts, day)]


@given(DAYS, st.integers(-30, 800))
@settings(max_examples=300, deadline=None)
def test_a_repeat_is_within_twelve_months_the_last_day_included_a_day_later_not(last, days):
    day = last + timedelta(days=days)
    again = "again" in fired(Facts(last_referral=last), day)
    end = months_after(last, 12)
    assert again == (last <= day <= end)
    assert (end.year, end.month) == (last.year + 1, last.month) and end.day in (last.day, 28)
    assert is_within(last, 12, end) and not is_within(last, 12, end + timedelta(days=1))


@pytest.mark.parametrize(
    ("last", "final"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2023, 3, 1), date(2024, 3, 1)),
        (date(2025, 6, 10), date(2026, 6, 10)),
    ],
)
def test_the_last_day_of_a_repeat_in_leap_years_too(last, final):
    assert months_after(last, 12) == final
    assert fired(Facts(last_referral=last), final) == ["again"]
    assert fired(Facts(last_referral=last), final + timedelta(days=1)) == []


def test_a_repeat_at_364_days_and_not_at_366():
    last = date(2025, 6, 10)
    assert fired(Facts(last_referral=last), last + timedelta(days=364)) == ["again"]
    assert fired(Facts(last_referral=last), last + timedelta(days=366)) == []


@given(st.lists(DAYS, max_size=6), DAYS)
@settings(max_examples=200, deadline=None)
def test_escalation_counts_events_of_the_window_alone(events, day):
    inside = [on for on in events if on <= day <= months_after(on, 12)]
    assert ("more" in fired(Facts(events=events), day)) == (len(inside) >= 3)


@given(st.integers(0, 30), st.integers(0, 30))
@settings(max_examples=100, deadline=None)
def test_visible_high_risk_follows_the_threshold_of_the_force_and_of_the_tool(yes, least):
    facts = Facts([Assessed("tool", "Tool", date(2026, 1, 1), yes, None, "")])
    limit = {"thresholds": [{"tool": "tool", "measure": "yes", "at-least": least}]}
    assert bool(fired(facts, date(2026, 1, 2), visible=limit)) == (yes >= least)
    other = {"thresholds": [{"tool": "another", "measure": "yes", "at-least": 0}]}
    assert fired(facts, date(2026, 1, 2), visible=other) == []


@given(DAYS)
@settings(max_examples=100, deadline=None)
def test_a_rule_holds_from_its_first_day_to_its_last_and_says_so(day):
    dated = {"from": "2020-01-01", "until": "2029-12-31"}
    found = criteria.met(body(again=dated), Facts(last_referral=day), day)
    assert bool(found) == (date(2020, 1, 1) <= day <= date(2029, 12, 31))
    if found:
        assert "from 1 January 2020 until 31 December 2029" in found[0].rule


def test_a_grade_is_enough_where_a_tool_has_no_score():
    limit = {"thresholds": [{"tool": "tool", "measure": "grade", "grade": "high"}]}
    for grade, expected in (("high", ["visible"]), ("medium", []), ("very", ["visible"]), ("", [])):
        one = Assessed("tool", "Tool", date(2026, 1, 1), 0, None, grade, ("low", "medium", "high", "very"))
        assert fired(Facts([one]), date(2026, 1, 2), visible=limit) == expected


def test_each_tool_that_reaches_its_threshold_is_named():
    limits = [{"tool": code, "measure": "yes", "at-least": 3} for code in ("one", "two", "three")]
    facts = Facts([Assessed(code, code, date(2026, 1, 1), yes, None, "") for code, yes in
                   (("one", 4), ("two", 2), ("three", 3))])  # fmt: skip
    found = criteria.met(body(visible={"thresholds": limits}), facts, date(2026, 1, 2))
    assert "4 yes" in found[0].rule and "3 yes" in found[0].rule and "2 yes" not in found[0].rule


def test_criteria_that_lack_what_they_need_are_not_published():
    wrong = {"visible": {"thresholds": []}, "again": {"months": 0}, "more": {"from": "2027-01-01",
             "until": "2026-01-01"}}  # fmt: skip
    assert len(list(check_criteria(body(**wrong)))) == 3
    assert not list(check_criteria(body()))


@standing
def case(people):
    """A case of standard risk of the owner's."""
    return make_case(people, grade=term("pvp.grade", "standard"), summary="He comes out on Friday")


def test_a_referral_keeps_which_criteria_fired_and_by_which_dated_rule(people, case):
    assess(people.reader("owner"), case, yes=15)
    row = refer(people, case, codes=())
    assert [(one["code"], one["fired"]) for one in row.criteria] == [("visible-high-risk", True)]
    assert "15 yes" in row.criteria[0]["rule"] and "from 1 January 2010" in row.criteria[0]["rule"]
    row = refer(people, case, codes=["professional-judgement"])
    assert {one["code"] for one in row.criteria} == {"visible-high-risk", "professional-judgement"}


def test_the_same_two_people_again_are_a_repeat_and_another_perpetrator_is_not(people, case):
    first = refer(people, case)
    again = refer(people, case, codes=(), suspect=first.perpetrator)
    assert again.repeat_of_id == first.pk and [one["code"] for one in again.criteria] == ["repeat"]
    with pytest.raises(Refused) as refused:
        refer(people, case, codes=())
    assert refused.value.field == "criteria"


def test_the_same_human_in_another_case_counts_for_a_repeat(people, case):
    first, other = refer(people, case), make_case(people, "Robin Marsh again")
    actor = people.reader("owner")
    with visibility.reading(actor):
        suspect = Subject(name="Dean", category="suspect", identity_id=first.perpetrator.identity_id)
        suspect = add_subject(actor=actor, record=other, subject=suspect)
    other.person.identity_id = case.person.identity_id
    other.person.save()
    assert refer(people, other, codes=(), suspect=suspect).repeat_of_id == first.pk


def test_a_withdrawn_referral_counts_for_no_repeat_and_stays(people, case):
    row, actor = refer(people, case), people.reader("owner")
    with visibility.reading(actor):
        services.withdraw(actor=actor, referral=row, version=row.version, reason="The wrong case")
        assert selectors.last_referral(actor, row.victim, row.perpetrator) is None
        assert selectors.referrals_of(actor, case).count() == 1
    with pytest.raises(Refused):
        refer(people, case, codes=(), suspect=row.perpetrator)


def test_three_incidents_of_any_agency_in_the_chronology_are_escalation(people, case):
    actor = people.reader("owner")
    with visibility.reading(actor):
        for kind in ("incident", "incident", "contact"):
            chronology.add(actor=actor, record=case, event=event(kind=kind))
        assert selectors.shown_of(actor, case)["met"] == []
        chronology.add(actor=actor, record=case, event=event())
        assert [one.code for one in selectors.shown_of(actor, case)["met"]] == ["potential-escalation"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"judgement": ""}, "judgement"),
        ({"ground": " "}, "ground"),
        ({"reason": ""}, "reason"),
        ({"last_on": date(2090, 1, 1)}, "last_on"),
        ({"codes": ["nonsense"]}, "criteria"),
    ],
)
def test_a_referral_that_lacks_something_is_refused_beside_its_field(people, case, values, field):
    with pytest.raises(Refused) as refused:
        refer(people, case, **values)
    assert refused.value.field == field


def test_nobody_is_referred_from_themselves(people, case):
    actor = people.reader("owner")
    with visibility.reading(actor), pytest.raises(Refused) as refused:
        services.refer(
            actor=actor,
            case=case,
            referral=referral(),
            victim=case.person,
            perpetrator=case.person,
            codes=["professional-judgement"],
        )
    assert refused.value.field == "perpetrator"


def test_a_list_gets_names_criteria_and_reason_and_not_the_case(people, case, monkeypatch):
    got, actor = [], people.reader("owner")
    keeper = Receiver(
        lambda reader, kind: [("thursday", "Thursday")] if kind == "marac" else [],
        lambda who, code, sent: got.append(sent) or "On the list of 3 December 2026",
    )
    monkeypatch.setattr(registry, "_receivers", [keeper])
    with visibility.reading(actor):
        row = refer(people, case)
        assert [one.uuid for one in waiting_for(actor, "marac")] == [row.uuid]
        services.refer(
            actor=actor,
            case=case,
            referral=referral(),
            victim=case.person,
            perpetrator=row.perpetrator,
            codes=["professional-judgement"],
            to_list="thursday",
        )
        assert [one.uuid for one in waiting_for(actor, "marac")] == [row.uuid]
    assert [(head.part, head.name) for head in got[0].heads][0] == ("Victim", "Robin Marsh")
    assert "Professional judgement" in [one.label for one in got[0].criteria]
    assert "He comes out" in got[0].reason and not hasattr(got[0], "wants")
    assert MaracReferral.objects.get(uuid=got[0].uuid).taken == "On the list of 3 December 2026"


def test_who_cannot_see_the_case_finds_no_referral(people, case):
    row, stranger = refer(people, case), people.reader("granted")
    with visibility.reading(stranger):
        assert waiting_for(stranger, "marac") == [] and selectors.for_list(stranger, row.uuid) is None


def test_the_person_is_told_once_and_again_after_it_was_heard(people, case, sign_in):
    row, client, today = refer(people, case), sign_in("owner"), timezone.localdate()
    assert row.tell_by == today + timedelta(days=5)
    asked = "Tell the person about the MARAC"
    assert asked in page_text(client.get("/waiting/"))
    sent = {"told": "told", "how": "In person at the clinic", "by": "Nia Frost", "version": row.version}
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    assert client.post(url("pvp:marac_told", row), sent | day).status_code == 302
    assert asked not in page_text(client.get("/waiting/"))
    actor = people.reader("owner")
    with visibility.reading(actor):
        services.heard(actor, row.uuid, "Heard on Thursday", today)
    assert asked in page_text(client.get("/waiting/"))
    assert Clock.objects.filter(framework_version__framework__code="marac-flag").exists()


def test_not_told_needs_a_reason_and_told_a_day(people, case):
    row, actor = refer(people, case), people.reader("owner")
    with visibility.reading(actor):
        for values, field in (
            ({"told": "not_told", "how": " "}, "how"),
            ({"told": "told", "how": "By phone"}, "on"),
            ({"told": "told", "how": "By phone", "on": date(2090, 1, 1)}, "on"),
            ({"told": "perhaps", "how": "By phone"}, "told"),
        ):
            with pytest.raises(Refused) as refused:
                services.record_told(actor=actor, referral=row, version=row.version, **values)
            assert refused.value.field == field
        services.record_told(
            actor=actor, referral=row, version=row.version, told="not_told", how="He reads her post"
        )
    assert not row.to_tell


def test_a_flag_holds_on_its_last_day_and_lapses_the_day_after(people, case):
    row = refer(people, case)
    assert row.flag_until == months_after(timezone.localdate(), 12) and row.is_flagged
    row.flag_until = timezone.localdate()
    assert row.is_flagged and not row.has_lapsed
    row.flag_until -= timedelta(days=1)
    assert row.has_lapsed and not row.is_flagged
    actor = people.reader("owner")
    with visibility.reading(actor):
        services.end_flag(actor=actor, referral=row, version=row.version, reason="Told all agencies")
        with pytest.raises(Refused):
            services.end_flag(actor=actor, referral=row, version=row.version, reason="Again")


@pytest.mark.parametrize("change", ["criteria = '[]'", "reason = 'Other'", "consent = 'yes'"])
def test_what_was_referred_stays_whoever_writes(people, case, change):
    refer(people, case)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE pvp_maracreferral SET {change}")


def test_the_form_is_filled_in_so_that_one_click_refers(people, case, sign_in):
    actor = people.reader("owner")
    with visibility.reading(actor):
        suspect = add_subject(actor=actor, record=case, subject=Subject(name="Dean", category="suspect"))
    assess(actor, case, yes=15)
    client, address = sign_in("owner"), url("pvp:marac_refer", case)
    form = client.get(address).context["form"]
    known = {name: form[name].value() for name in ("victim", "perpetrator", "codes", "reason")}
    assert known == {
        "victim": str(case.person.uuid),
        "perpetrator": str(suspect.uuid),
        "codes": ["visible-high-risk"],
        "reason": "He comes out on Friday",
    }
    answer = client.post(address, known | {"consent": "yes", "audience": "all"})
    assert answer.status_code == 302 and MaracReferral.objects.get().consent == "yes"
    said = page_text(client.get(answer["Location"]))
    assert "15 yes" in said and "What the list gets" in said and "To tell" in said


def test_the_page_says_of_each_criterion_what_meets_it_and_by_which_dated_rule(people, case, sign_in):
    assess(people.reader("owner"), case, yes=15)
    refer(people, case, codes=())
    said = page_text(sign_in("owner").get(url("pvp:marac", case)))
    assert "Visible high risk Met" in said and "15 yes." in said and "You judge" in said
    assert "Potential escalation Not met" in said and "3 or more events in 12 months" in said
    assert "Repeat referral Met With Dean : last referred on" in said and "0 days before." in said
    assert said.count("(from 1 January 2010)") >= 4


def test_the_page_says_that_a_perpetrator_of_long_ago_is_no_repeat(people, case, sign_in):
    now = timezone.now()
    with patch.object(timezone, "now", return_value=now - timedelta(days=366)):
        refer(people, case)
    said = page_text(sign_in("owner").get(url("pvp:marac", case)))
    assert "Repeat referral Not met With Dean : last referred on" in said and ", not today." in said


def test_a_repeat_is_not_ticked_for_a_perpetrator_who_was_never_referred(people, case, sign_in):
    refer(people, case)
    form = sign_in("owner").get(url("pvp:marac_refer", case)).context["form"]
    assert form["codes"].value() == []
    assert "With Dean" in form.fields["codes"].widget.hints["repeat"]


def test_a_referral_in_a_case_that_the_reader_cannot_open_is_no_repeat_on_the_page(people, case):
    first, other = refer(people, case), make_case(people, "Robin Marsh again")
    other.person.identity_id = case.person.identity_id
    other.person.save()
    owner, partner = people.reader("owner"), people.reader("granted")
    share_with(people, other)
    with visibility.reading(owner):
        body = selectors.rules(owner).body
        found = selectors.last_with_each(owner, other, body)
        assert [one.row.pk for one in found] == [first.pk] and found[0].repeats
    with visibility.reading(partner):
        assert selectors.last_with_each(partner, other, body) == []


@pytest.mark.slow
def test_the_page_of_a_case_says_what_is_met_until_it_is_referred(people, case, sign_in):
    case.strand = term("pvp.strand", "domestic")
    case.save()
    client, asked = sign_in("owner"), "Criteria for a MARAC are met, and it is not referred"
    assert asked not in page_text(client.get(case.get_absolute_url()))
    assess(people.reader("owner"), case, yes=15)
    said = page_text(client.get(case.get_absolute_url()))
    assert asked in said and "15 yes" in said
    refer(people, case)
    assert asked not in page_text(client.get(case.get_absolute_url()))


@pytest.mark.parametrize("page", ["", "pvp:marac", "pvp:marac_refer"])
def test_a_page_that_says_when_another_case_was_referred_is_logged_as_a_look_at_it(
    people, case, sign_in, page
):
    refer(people, case)
    other = make_case(people, "Robin Marsh again")
    other.strand = term("pvp.strand", "domestic")
    other.save()
    other.person.identity_id = case.person.identity_id
    other.person.save()
    actor = people.reader("owner")
    with visibility.reading(actor):
        add_subject(actor=actor, record=other, subject=Subject(name="Carl", category="suspect"))
    address = url(page, other) if page else other.get_absolute_url()
    assert "With Dean" in page_text(sign_in("owner").get(address)).replace("\u2068", "").replace("\u2069", "")
    log = LogEntry.objects.filter(operation="open MARAC referrals").latest("pk")
    assert log.records == [case.pk]
