"""The pages of assessments."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pam.assessments.models import Assessment
from pam.assessments.shown import trends
from pam.frameworks.models import Framework, FrameworkVersion
from tests.assessments.made import begin, complete, fill


def sent(row, **more):
    """What the page of a group's questions sends when all is answered."""
    answers = {
        "physical": "serious", "children": "yes", "adults_at_risk": "no", "money": "some", "places": "2",
        "active": "month", "growing": "no", "firearms": "?not_asked", "feud": "no", "professionals": "no",
        "corruption": "no", "confidence": "low",
    }  # fmt: skip
    data = {f"q-{code}": value for code, value in (answers | more).items()}
    return data | {"version": row.version, "c-physical": "Seen at the wharf", "c-corruption": "None known"}


def address(name, row):
    return reverse(f"assessments:{name}", args=[row.uuid])


@pytest.mark.slow
def test_from_start_to_completed_without_a_script(world, sign_in):
    client = sign_in("owner")
    start = reverse("assessments:start", args=[world.ocg.uuid])
    page = client.get(start).text
    assert "Group harm assessment" in page and "Risk questions" not in page
    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    version = (
        client.get(start)
        .context["form"]
        .fields["framework_version"]
        .queryset.get(code="group-harm-assessment")
    )
    answer = client.post(start, {"framework_version": version.pk, "audience": "all", **day})
    row = Assessment.objects.latest("pk")
    assert answer.url == address("answer", row)
    assert client.post(answer.url, sent(row) | {"check": "1"}).url == address("complete", row)
    row.refresh_from_db()
    assert row.answers["firearms"] == {"unknown": "not_asked"} and row.answers["places"] == 2
    page = client.get(address("complete", row)).text
    assert "Children are used or harmed" in page and "Not asked" in page
    client.post(address("complete", row), {"version": row.version, "grade": "tier_2"})
    page = client.get(address("detail", row)).text
    assert "Completed" in page and "Seen at the wharf" in page and "Tier 2" in page
    for url in (reverse("assessments:of_record", args=[world.ocg.uuid]), world.ocg.get_absolute_url()):
        assert "Group harm assessment" in client.get(url).text


def test_what_is_missing_is_named_with_a_way_to_it_and_a_wrong_answer_loses_nothing(world, sign_in):
    row, client = begin(world), sign_in("owner")
    page = client.post(address("answer", row), sent(row, places="99", feud=""))
    assert page.status_code == 200 and "Seen at the wharf" in page.text
    client.post(address("answer", row), sent(row, feud=""))
    page = client.get(address("complete", row)).text
    assert "#question-feud" in page and "Complete the assessment" not in page


def test_a_second_question_is_shown_once_the_first_is_answered(world, sign_in):
    client = sign_in("owner")
    row = begin(world, record=world.pvp, code="risk-questions-domestic-abuse")
    assert 'data-question="worse" hidden' in client.get(address("answer", row)).text
    follow = client.post(address("shown", row), {"version": 1, "q-before": "yes"}).json()
    assert "worse" not in follow["hidden"] and "children_seen" in follow["hidden"]
    row.refresh_from_db()
    assert row.answers == {}  # looked at, not kept
    client.post(address("answer", row), {"version": 1, "q-before": "yes"})
    assert 'data-question="worse" hidden' not in client.get(address("answer", row)).text


def test_what_a_file_says_is_text_on_the_page(world):
    from pam.assessments.forms import question_field
    from pam.frameworks.assessment.method import Question

    row = {"code": "a", "ask": "A?", "help": "<script>", "type": "text"}
    assert question_field(Question(row, "s", ())).help_text == "&lt;script&gt;"


@pytest.mark.parametrize("name", ["answer", "complete"])
def test_a_completed_one_has_no_page_to_answer_it(world, sign_in, name):
    row = complete(world, fill(world, begin(world)))
    client = sign_in("owner")
    assert client.get(address(name, row)).url == address("detail", row)
    assert client.post(address("shown", row)).status_code == 403


def test_a_draft_is_discarded_after_a_question_that_says_what_is_lost(world, sign_in):
    row, client = fill(world, begin(world)), sign_in("owner")
    assert address("discard", row) in client.get(address("answer", row)).text
    assert address("discard", row) in client.get(address("detail", row)).text
    page = client.get(address("discard", row)).text
    assert "Discard the draft of “Group harm assessment”?" in page
    assert "Its answers and comments are lost" in page
    row.refresh_from_db()
    assert row.is_draft  # the question alone does nothing
    answer = client.post(address("discard", row), {"version": row.version})
    assert answer.url == reverse("assessments:of_record", args=[world.ocg.uuid])
    assert address("detail", row) not in client.get(answer.url).text
    assert client.get(address("detail", row)).status_code == 404


def test_a_completed_one_proposes_a_tier_and_a_plan_that_a_person_decides_and_is_compared(world, sign_in):
    first = complete(world, fill(world, begin(world)))
    later = complete(world, fill(world, begin(world), growing="yes"))
    client = sign_in("owner")
    page = client.get(address("detail", later)).text
    assert "What it proposes" in page and reverse("ocg:tier", args=[world.ocg.uuid]) in page
    assert f"{reverse('actions:apply_plan', args=[world.ocg.uuid])}?template=" in page
    world.ocg.refresh_from_db()
    assert world.ocg.tier.code == "2"  # nothing is changed by itself
    page = client.get(reverse("assessments:compare", args=[first.uuid, later.uuid])).text
    assert "growing" in page and "Does it use or harm children" not in page
    assert client.get(reverse("assessments:compare", args=[first.uuid, first.uuid])).status_code == 200


@pytest.mark.slow
def test_the_list_takes_as_many_queries_with_many_and_shows_how_the_score_of_each_tool_went(world, sign_in):
    client, counted = sign_in("owner"), []
    page = reverse("assessments:of_record", args=[world.ocg.uuid])
    for more in (1, 4):
        for _ in range(more):
            complete(world, fill(world, begin(world)))
        client.get(page)
        with CaptureQueriesContext(connection) as caught:
            assert "trend-group-harm-assessment" in client.get(page).text
        counted.append(len(caught))
    assert counted[0] == counted[1], counted


def test_each_tool_that_was_used_twice_has_its_own_trend():
    def made(number, score):
        version = FrameworkVersion(framework=Framework(pk=number), code=f"tool-{number}", body={"name": "T"})
        return Assessment(framework_version=version, score=Decimal(score), state="completed")

    rows = [made(1, 4), made(2, 30), made(1, 2), made(3, 1), made(2, 10)]
    assert [[point for _, point in one["series"][0][1]] for one in trends(rows)] == [[2, 4], [10, 30]]
