"""Organised crime groups: recording, changing, scoring, archiving, listing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ocg import services
from ocg.models import Ocg, Score
from pam.access import visibility
from pam.access.levels import Level, Marking
from pam.audit.models import LogEntry
from tests.actions.world import add_action
from tests.pages import few_on_a_page
from tests.records.world import group, page_text, share_with, url
from tests.stages.made import archive, decide, move
from tests.standing import standing
from tests.world.world import retention_group, term


@standing
def ocg(people):
    """A group of the owner's."""
    return group(people)


def data(people, **changes):
    """What a person types into the form of a group."""
    return {
        "title": "Saltmarsh group",
        "summary": "Moves engines",
        "tier": term("ocg.tier", "2").pk,
        "team": people.teams["unit"].pk,
        "lead": people.memberships["owner"].pk,
        "sro": "",
        "marking": Marking.OFFICIAL_SENSITIVE.value,
        "handling": "Named people only",
        "retention_group": retention_group("2").pk,
        "version": 1,
        **changes,
    }


def test_a_new_group_gets_a_reference_and_a_chronology(people, sign_in):
    client = sign_in("owner")
    response = client.post(reverse("ocg:new"), data(people), follow=True)
    assert Ocg.objects.get().reference in page_text(response) and "OCG created" in page_text(response)
    assert "Named people only" in page_text(response)


@pytest.mark.parametrize(("marking", "label"), [("secret", "SECRET"), ("top_secret", "TOP SECRET")])
def test_secret_is_refused_with_the_reason_and_the_rest_stays(people, sign_in, marking, label):
    response = sign_in("owner").post(reverse("ocg:new"), data(people, marking=marking))
    assert f"pam cannot hold {label} material" in page_text(response)
    assert "Saltmarsh group" in response.content.decode() and not Ocg.objects.exists()


def test_a_marking_above_the_clearance_is_refused(people, sign_in):
    response = sign_in("low_clearance").post(
        reverse("ocg:new"), data(people, lead=people.memberships["low_clearance"].pk)
    )
    assert "You are not cleared for that marking" in page_text(response) and not Ocg.objects.exists()


def test_teams_and_people_are_narrowed_to_ones_own(people, sign_in):
    text = page_text(sign_in("owner").get(reverse("ocg:new")))
    assert "OCG unit" in text and "Colin Colleague" in text
    for stranger in ("Serious crime", "Gita Granted", "Otto Other", "Lars Left"):
        assert stranger not in text
    wrong = data(people, team=people.teams["other"].pk, lead=people.memberships["granted"].pk)
    sign_in("owner").post(reverse("ocg:new"), wrong)
    assert not Ocg.objects.exists()


def test_who_is_in_no_team_is_told_so(people, sign_in):
    assert "You are not in a team" in page_text(sign_in("colleague").get(reverse("ocg:new")))
    assert sign_in("colleague").post(reverse("ocg:new"), data(people)).status_code == 200
    assert not Ocg.objects.exists()


def test_somebody_named_as_lead_can_open_the_group(people, sign_in):
    sign_in("owner").post(reverse("ocg:new"), data(people, lead=people.memberships["colleague"].pk))
    assert sign_in("colleague").get(Ocg.objects.get().get_absolute_url()).status_code == 200


def test_a_change_of_tier_stands_in_the_chronology(people, ocg, sign_in):
    change = {"tier": term("ocg.tier", "4").pk, "reason": "Two arrests", "version": ocg.version}
    sign_in("owner").post(url("ocg:tier", ocg), change)
    text = page_text(sign_in("owner").get(ocg.get_absolute_url()))
    assert "Tier changed from Tier 2 to Tier 4" in text and "Two arrests" in text


def test_a_stale_save_shows_both_texts_and_loses_nothing(people, ocg, sign_in):
    client = sign_in("owner")
    client.post(url("ocg:edit", ocg), data(people, summary="their summary", version=1))
    mine = data(people, summary="my summary", main_crime=term("frameworks.crime-type", "drug-supply").pk)
    response = client.post(url("ocg:edit", ocg), mine)
    text = page_text(response)
    assert "Another person saved this" in text and "their summary" in text and "my summary" in text
    assert "Main type of crime Empty Drug supply" in text
    again = data(people, summary="my summary", version=response.context["form"]["version"].value())
    client.post(url("ocg:edit", ocg), again)
    ocg.refresh_from_db()
    assert (ocg.summary, ocg.version) == ("my summary", 3)


def test_a_refused_change_is_not_shown_as_the_records_own_name(people, ocg, sign_in):
    response = sign_in("owner").post(url("ocg:edit", ocg), data(people, title="Typed name", marking="secret"))
    assert f'<p class="govuk-heading-l">{ocg.title}</p>' in response.content.decode()
    assert "Typed name" in response.content.decode()


def test_changing_needs_manage(people, ocg, sign_in, name="ocg:edit"):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    assert sign_in("granted").get(url(name, ocg)).status_code == 403
    assert sign_in("granted").post(url(name, ocg), data(people)).status_code == 403
    assert sign_in("colleague").get(url(name, ocg)).status_code == 404
    assert sign_in("owner").get(url(name, ocg)).status_code == 200


def test_a_score_stands_on_the_page_with_its_band_and_its_change(people, ocg, sign_in):
    client = sign_in("owner")
    score = {"threat": 72, "risk": 50, "harm": 10, "rationale": "New boats", "audience": "all"}
    today = timezone.localdate()
    for day, threat in ((today - timedelta(30), 60), (today, 72)):
        when = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
        assert client.post(url("ocg:score", ocg), score | when | {"threat": threat}).status_code == 302
    text = page_text(client.get(ocg.get_absolute_url()))
    assert "Threat 72 High Up 12 since the last score" in text
    assert "Risk 50 Medium No change" in text and "Harm 10 Low" in text and "Total score 132 of 300" in text
    assert "Scored: threat 72, risk 50, harm 10" in text and "New boats" in text


@pytest.mark.parametrize(
    "bad", [{"threat": 101}, {"risk": -1}, {"harm": ""}, {"rationale": ""}, {"on_day": "40"}]
)
def test_a_score_outside_0_to_100_or_without_a_reason_is_refused(people, ocg, sign_in, bad):
    today = timezone.localdate()
    score = {
        "threat": 72,
        "risk": 50,
        "harm": 10,
        "rationale": "New boats",
        "audience": "all",
        "on_day": today.day,
        "on_month": today.month,
        "on_year": today.year,
    }
    response = sign_in("owner").post(url("ocg:score", ocg), score | bad)
    assert response.status_code == 200 and "There is a problem" in page_text(response)
    assert not Score.objects.exists()


def test_a_score_for_our_agency_only_is_not_counted_for_a_partner(people, ocg, sign_in):
    share_with(people, ocg)
    today = timezone.localdate()
    score = {
        "threat": 97,
        "risk": 96,
        "harm": 95,
        "rationale": "Police words",
        "audience": "own",
        "on_day": today.day,
        "on_month": today.month,
        "on_year": today.year,
    }
    sign_in("owner").post(url("ocg:score", ocg), score)
    for path in (ocg.get_absolute_url(), reverse("ocg:list")):
        assert "97" in page_text(sign_in("owner").get(path))
        partner = page_text(sign_in("granted").get(path)).replace(ocg.reference, "")
        assert "97" not in partner and "None to show" in partner and "Not scored" not in partner


@pytest.mark.slow
def test_an_archived_group_leaves_the_list_and_comes_back_when_it_is_taken_out(people, ocg, sign_in):
    client = sign_in("owner")
    archive(people, ocg)
    text = page_text(client.get(ocg.get_absolute_url()))
    assert "Archived" in text and "No activity for two years" in text
    assert ocg.title not in page_text(client.get(reverse("ocg:list")))
    assert ocg.title in page_text(client.get(reverse("ocg:list"), {"closed": "on"}))
    decide(people, move(people, ocg, "take-out", reason="Seen again"))
    ocg.refresh_from_db()
    assert ocg.closed_at is None and ocg.stage == "reopened"
    assert "Seen again" in page_text(client.get(ocg.get_absolute_url()))


def test_the_edit_form_cannot_archive(people, ocg, sign_in):
    sign_in("owner").post(url("ocg:edit", ocg), data(people, stage="archived"))
    ocg.refresh_from_db()
    assert ocg.stage == "active" and ocg.closed_at is None


def test_the_list_shows_scores_and_open_and_overdue_actions(people, ocg, sign_in):
    add_action(people, ocg, title="Late", days=-3)
    add_action(people, ocg, title="Soon", days=3)
    text = page_text(sign_in("owner").get(reverse("ocg:list")))
    assert "Harbour group" in text and "2 1 overdue" in text


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({"tier": "2"}, True),
        ({"tier": "1"}, False),
        ({"stage": "active"}, True),
        ({"stage": "monitored"}, False),
        ({"mine": "on"}, True),
        ({"overdue": "on"}, False),
        ({"q": "harb"}, True),
        ({"q": "quay"}, False),
        ({"marking": "2"}, True),
        ({"marking": "1"}, False),
        ({"q": "reference"}, True),
    ],
)
def test_the_list_filters(people, ocg, sign_in, filters, shown):
    if filters.get("q") == "reference":
        filters = {"q": ocg.reference.lower()}
    text = page_text(sign_in("owner").get(reverse("ocg:list"), filters))
    assert (ocg.title in text) == shown
    assert shown or "No groups match these filters" in text


def test_the_list_shows_only_what_the_reader_may_open_and_logs_it(people, ocg, sign_in):
    theirs = group(people, "Theirs", "other_force", "other")
    share_with(people, ocg)
    assert theirs.title not in page_text(sign_in("owner").get(reverse("ocg:list")))
    assert "No groups yet" in page_text(sign_in("colleague").get(reverse("ocg:list")))
    assert ocg.title in page_text(sign_in("granted").get(reverse("ocg:list")))
    assert LogEntry.objects.filter(operation="list", actor_name="Gita Granted").get().records == [ocg.pk]


def test_the_list_pages_without_losing_or_repeating(people, sign_in, monkeypatch):
    few_on_a_page(monkeypatch, 4)
    made = [group(people, f"Group {n}") for n in range(6)]
    client, seen, address = sign_in("owner"), [], reverse("ocg:list")
    first = client.get(address).context["page"]
    seen += [row.pk for row in first.rows]
    second = client.get(address, {"after": first.next}).context["page"]
    seen += [row.pk for row in second.rows]
    assert seen == [g.pk for g in made] and not second.next
    back = client.get(address, {"before": second.previous}).context["page"]
    assert [row.pk for row in back.rows] == seen[:4]


def test_the_page_shows_the_plan_by_4p_and_its_gaps(people, ocg, sign_in):
    add_action(people, ocg, title="Visit the yard", days=-3, strand="protect")
    text = page_text(sign_in("owner").get(ocg.get_absolute_url()))
    assert "Visit the yard" in text and "3 days overdue" in text
    assert "Gap in the plan: nothing yet for Pursue, Prevent, Prepare" in text


def test_the_list_shows_how_the_scores_went_to_those_who_may_see_them(people, sign_in, ocg):
    actor = people.reader("owner")
    with visibility.reading(actor):
        for day, threat, only in ((9, 30, None), (5, 40, None), (1, 60, [people.agencies["police"].pk])):
            on = timezone.localdate() - timedelta(days=day)
            row = Score(on=on, threat=threat, risk=20, harm=20, rationale="Judged")
            services.add_score(actor=actor, ocg=ocg, score=row, agencies=only)
    share_with(people, ocg)
    words = "Total up from 70 to 100 over 3 scores"
    assert words in page_text(sign_in("owner").get(reverse("ocg:list")))
    theirs = page_text(sign_in("granted").get(reverse("ocg:list")))
    assert "Total up from 70 to 80 over 2 scores" in theirs and words not in theirs
