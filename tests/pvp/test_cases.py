"""Case files: who may see them, what the forms promise, what the pages show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.actions.services import many
from pam.actions.services import tracker as actions
from pam.frameworks.models import FrameworkVersion
from pam.records.bulk import rows
from pam.records.models import Entry, Record, Subject
from pam.reference.models import ReferenceValue
from pvp import services
from pvp.models import CaseFile
from tests.pages import few_on_a_page
from tests.refusals import refused
from tests.stages.made import decide, move, second_supervisor
from tests.standing import standing
from tests.world.closings import complete_closing
from tests.world.world import retention_group


def term(listing, code):
    """A shipped term."""
    return ReferenceValue.objects.get(listing=listing, code=code)


def make_case(people, name="Robin Marsh", **fields):
    """A case file of the owner's PVP team."""
    actor = people.reader("owner")
    case = CaseFile(
        title=name,
        team=people.teams["pvp"],
        lead=people.memberships["owner"],
        strand=term("pvp.strand", "cce"),
        grade=fields.pop("grade", term("pvp.grade", "high")),
        next_review=timezone.localdate() + timedelta(days=14),
        stage=fields.pop("stage", "active"),
        **fields,
    )
    with visibility.reading(actor):
        return services.open_case(actor=actor, case=case, name=name)


def case_form(people, **changes):
    """A complete form for a case file."""
    day = timezone.localdate() + timedelta(days=28)
    data = {
        "title": "Robin Marsh",
        "strand": term("pvp.strand", "domestic").pk,
        "grade": term("pvp.grade", "high").pk,
        "summary": "Lives alone.",
        "voice": "To stay at home.",
        "lead": people.memberships["owner"].pk,
        "next_review_day": day.day,
        "next_review_month": day.month,
        "next_review_year": day.year,
        "team": people.teams["pvp"].pk,
        "marking": 2,
        "handling": "",
        "retention_group": retention_group("1").pk,
        "version": 1,
    }
    return data | changes


def text(response):
    """The page as text."""
    return response.content.decode()


def test_one_form_opens_the_case_and_names_the_person(people, sign_in):
    page = sign_in("owner").post(reverse("pvp:new"), case_form(people), follow=True)
    case = CaseFile.objects.get()
    assert case.reference.startswith("PVP-") and case.title == "Robin Marsh"
    assert case.person.category == Subject.Category.VICTIM and case.person.record_id == case.pk
    assert "To stay at home." in text(page) and "Robin Marsh" in text(page)


@pytest.mark.parametrize("marking", ["secret", "top_secret"])
def test_secret_is_refused_with_the_reason_and_nothing_typed_is_lost(people, sign_in, marking):
    page = text(sign_in("owner").post(reverse("pvp:new"), case_form(people, marking=marking)))
    assert "accredited up to OFFICIAL-SENSITIVE" in page and "Robin Marsh" in page
    assert not Record.objects.exists()


def test_a_team_or_a_lead_that_is_not_ours_is_not_a_choice(people, sign_in):
    client = sign_in("owner")
    page = text(client.post(reverse("pvp:new"), case_form(people, team=people.teams["probation"].pk)))
    assert "from the list" in page
    page = text(client.post(reverse("pvp:new"), case_form(people, lead=people.memberships["granted"].pk)))
    assert "from the list" in page
    assert not Record.objects.exists()


def test_a_new_grade_is_a_line_of_the_chronology(people, sign_in):
    case = make_case(people)
    data = case_form(people, title=case.title, grade=term("pvp.grade", "medium").pk)
    assert sign_in("owner").post(reverse("pvp:edit", args=[case.uuid]), data).status_code == 302
    assert Entry.objects.filter(title="Risk grade changed from High to Medium").exists()


def test_a_late_save_shows_both_texts(people, sign_in):
    case, client = make_case(people), sign_in("owner")
    url = reverse("pvp:edit", args=[case.uuid])
    assert client.post(url, case_form(people, title="Robin Marsh", summary="First text")).status_code == 302
    late = text(client.post(url, case_form(people, title="Robin M", summary="Second text")))
    assert "First text" in late and "Second text" in late and "Saved now" in late
    assert (
        client.post(url, case_form(people, title="Robin M", summary="Second text", version=2)).status_code
        == 302
    )


def test_the_page_shows_the_safety_plan_and_its_progress(people, sign_in):
    case, actor = make_case(people), people.reader("owner")
    template = FrameworkVersion.objects.filter(kind="plan", body__for=["pvp"]).first()
    with visibility.reading(actor):
        made = many.apply_plan(
            actor=actor, record=case, template=template, owner=people.memberships["owner"]
        ).parts
        actions.finish(actor=actor, action=made[0], version=1, outcome="Agreed")
        actions.add(
            actor=actor,
            record=case,
            title="Write to the court",
            owner=people.memberships["owner"],
            due=timezone.localdate(),
        )
    page = text(sign_in("owner").get(case.get_absolute_url()))
    assert f"1 of {len(made)}" in page and "Other actions" in page and "Write to the court" in page


def test_nobody_else_finds_or_opens_the_case(people, sign_in):
    case = make_case(people, name="Canary Marsh")
    for persona in ("colleague", "granted", "other_force", "low_clearance", "superuser"):
        client = sign_in(persona)
        for name in ("detail", "edit"):
            assert client.get(reverse(f"pvp:{name}", args=[case.uuid])).status_code == 404
        assert "Canary" not in text(client.get(reverse("pvp:list"), {"status": "any"}))


@standing
def three(people):
    """Three cases: Ada's, Ben's, whose review is late, and Cal's, which is closed."""
    make_case(people, "Ada")
    ben, cal = make_case(people, "Ben", grade=term("pvp.grade", "standard")), make_case(people, "Cal")
    actor = people.reader("owner")
    with visibility.reading(actor):
        ben.next_review = timezone.localdate() - timedelta(days=2)
        services.edit_case(actor=actor, case=ben, version=1)
    close(people, cal, "Moved away")


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({}, {"Ada", "Ben"}),
        ({"grade": "high"}, {"Ada"}),
        ({"strand": "cse"}, set()),
        ({"mine": "on"}, {"Ada", "Ben"}),
        ({"late": "on"}, {"Ben"}),
        ({"q": "ada"}, {"Ada"}),
        ({"status": "closed"}, {"Cal"}),
        ({"stage": "closed"}, {"Cal"}),
        ({"stage": "active"}, {"Ada", "Ben"}),
        ({"status": "any"}, {"Ada", "Ben", "Cal"}),
        ({"strand": "x", "grade": "999999"}, {"Ada", "Ben"}),
    ],
)
def test_filters_narrow_the_list(three, sign_in, filters, shown):
    page = sign_in("owner").get(reverse("pvp:list"), filters)
    assert {case.title for case in page.context["page"].rows} == shown


def close(people, case, reason):
    """The owner asks to close a case, a second supervisor approves."""
    second_supervisor(people)
    people.memberships["colleague"].teams.add(people.teams["pvp"])
    complete_closing(people, case)
    decide(people, move(people, case, "close", reason=reason))


@pytest.mark.slow
def test_a_closed_case_is_told_in_the_chronology_and_opened_again(people, sign_in):
    case, client = make_case(people), sign_in("owner")
    close(people, case, "Safe now")
    assert "Closed" in text(client.get(case.get_absolute_url()))
    move(people, case, "reopen", reason="Contact again")
    again = text(client.get(case.get_absolute_url()))
    assert "Stage changed from Closed to Reopened" in again and "Safe now" in again
    assert CaseFile.objects.get(pk=case.pk).closed_at is None


def test_a_new_case_begins_as_a_referral_and_is_accepted_with_a_review_to_come(people):
    case = make_case(people, stage="")
    move(people, case, "triage")
    rows(CaseFile).filter(pk=case.pk).update(next_review=None)
    with refused("missing_first"):
        move(people, case, "accept")
    rows(CaseFile).filter(pk=case.pk).update(next_review=timezone.localdate())
    move(people, case, "accept")
    assert CaseFile.objects.get(pk=case.pk).stage == "active"


def test_the_list_costs_the_same_queries_for_few_and_many(people, sign_in):
    client, url = sign_in("owner"), reverse("pvp:list")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    make_case(people)
    queries()
    few = queries()
    for number in range(4):
        make_case(people, f"Person {number}")
    assert queries() == few


def test_paging_visits_each_case_once(people, sign_in, monkeypatch):
    few_on_a_page(monkeypatch, 4)
    for number in range(6):
        make_case(people, f"Person {number:02d}")
    client, seen = sign_in("owner"), []
    page = client.get(reverse("pvp:list")).context["page"]
    seen += [case.title for case in page.rows]
    page = client.get(reverse("pvp:list"), {"after": page.next}).context["page"]
    assert len(seen) == 4
    assert sorted(seen + [case.title for case in page.rows]) == [
        f"Person {number:02d}" for number in range(6)
    ]
