"""A new strand, kind of meeting and kind of order are files alone: no code knows them (docs/data-only.md)."""

import io
import subprocess

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from meetings.models import AgendaItem, Meeting
from pam.access.models import Membership
from pam.actions.models import Action
from pam.assessments.models import Assessment
from pam.frameworks.models import Framework
from pam.reference.models import ReferenceValue
from pvp.models import CaseFile
from tests.frameworks.test_pages import words
from tests.house.sources import ROOT
from tests.pvp.test_cases import case_form

FILES = sorted((ROOT / "tests/frameworks/data_only").glob("*.yaml"))
CODES = ("harbour_crews", "harbour-crew", "harbour-board", "ship-arrest")


@pytest.fixture
def loaded(people):
    """Published for every agency as an operator does it, and in no other way."""
    call_command("framework", "import", *map(str, FILES), stdout=io.StringIO())
    return people


def test_no_code_knows_what_the_files_bring():
    code = ["*.py", "*.sql", "*.html", "*.js", "*.css", ":!tests/frameworks/test_data_only.py"]
    for word in CODES:
        found = subprocess.run(
            ["git", "grep", "-l", "-F", word, "--", *code], cwd=ROOT, capture_output=True, text=True
        )
        assert (found.returncode, found.stdout) == (1, ""), found.stderr


def test_the_files_are_imported_twice_with_one_version_each(loaded):
    call_command("framework", "import", *map(str, FILES), stdout=io.StringIO())
    assert {row.current.number for row in Framework.objects.filter(code__startswith="harbour")} == {1}


def test_a_new_strand_is_chosen_on_a_case_assessed_by_its_tool_and_has_its_plan(loaded, sign_in):
    client = sign_in("owner")
    strand = ReferenceValue.objects.get(code="harbour_crews")
    assert "Crews left on ships" in words(client, "pvp:new")
    client.post(reverse("pvp:new"), case_form(loaded, strand=strand.pk))
    case = CaseFile.objects.get(strand=strand)
    assert "Crews left on ships" in words(client, "pvp:detail", case.uuid)
    assert "Crew check, version 1" in words(client, "assessments:start", case.uuid)
    page = words(client, "assessments:start", case.uuid)
    first = page.index("Crew check, version 1")
    assert "For this strand. How much danger a crew" in page and first < page.index("Adult at risk, version")
    check = Framework.objects.get(code="harbour-crew-check").current
    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    start = reverse("assessments:start", args=[case.uuid])
    client.post(start, {"framework_version": check.pk, "audience": "all", **day})
    assessment = Assessment.objects.get(framework_version=check)
    page = words(client, "assessments:answer", assessment.uuid)
    assert "Is there less than a week of water?" in page
    plan = Framework.objects.get(code="harbour-crew-plan").current
    page = words(client, "actions:apply_plan", case.uuid)
    first = page.index("crew left on a ship")
    assert "For this strand. First steps for a crew." in page and first < page.index("Plan after return")
    url = f"{reverse('actions:apply_plan', args=[case.uuid])}?template={plan.uuid}"
    steps = {"steps-TOTAL_FORMS": 2, "steps-INITIAL_FORMS": 2, "audience": "all", "steps-0-keep": "on"}
    due = {
        f"steps-0-due_{part}": value
        for part, value in zip(("day", "month", "year"), day.values(), strict=True)
    }
    client.post(url, {**steps, **due, "steps-0-owner": loaded.memberships["owner"].pk})
    assert Action.objects.get(record=case).title == "Bring water and food aboard"
    page = words(client, "frameworks:library", strand="harbour_crews")
    assert "Crew check" in page and "crew left on a ship" in page and "Stalking screening" not in page


def test_a_new_kind_of_meeting_is_called_and_its_items_end_with_its_outcomes(loaded, sign_in):
    client = sign_in("owner")
    kind = Framework.objects.get(code="harbour-board").current
    assert "Harbour board (45 minutes, 2 standing items)" in words(client, "meetings:new")
    today = timezone.localdate()
    client.post(
        reverse("meetings:new"),
        {
            "agenda_kind": str(kind.uuid),
            "title": "Harbour board of today",
            "day_day": today.day,
            "day_month": today.month,
            "day_year": today.year,
            "hour": "10:00",
            "lead": loaded.memberships["owner"].pk,
            "marking": 2,
            "team": loaded.teams["unit"].pk,
            "version": 1,
        },
    )
    meeting = Meeting.objects.get(title="Harbour board of today")
    client.post(reverse("meetings:start", args=[meeting.uuid]))
    crews = AgendaItem.objects.get(record=meeting, standing="crews")
    url = reverse("meetings:chair_item", args=[meeting.uuid, crews.uuid])
    page = client.get(url).text
    assert "To be boarded" in page and "Considered, left as it is" in page and ">Noted<" not in page
    client.post(url, {"do": "outcome", "outcome": "boarded"})
    assert "To be boarded" in words(client, "meetings:detail", meeting.uuid)


def test_a_new_kind_of_order_is_in_the_list_with_its_area_and_first_day(loaded, sign_in):
    member = loaded.memberships["administrator"]
    assert Membership.Role.ADMINISTRATOR in member.roles
    page = words(sign_in("administrator"), "reference:values", "subjects.order")
    assert "Arrest of a ship" in page and "England and Wales" in page and "26 April 1999" in page
    assert "Stalking protection order" in page  # those that came with pam are there still
