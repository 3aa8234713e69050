"""Kinds of meeting as data: what is checked, and what a meeting called as one has of it."""

import pytest
from django.urls import reverse

from meetings.models import AgendaItem, Meeting
from meetings.selectors.kinds import offered_outcomes
from meetings.services import conduct
from pam.access import visibility
from pam.frameworks import services
from pam.frameworks.kinds import kind_named
from pam.frameworks.models import Framework, FrameworkVersion
from tests.meetings.room import new_meeting
from tests.refusals import refused
from tests.standing import standing
from tests.world.frameworks import agenda_body, published_agenda

OUTCOMES = [
    {"code": "agreed", "label": "Agreed at the wharf", "colour": "green"},
    {"code": "no-change", "label": "Considered, no change"},
    {"code": "later", "label": "Later"},
]


@standing
def kind(people):
    """A kind of meeting of the police."""
    return published_agenda(people, "owner", "Wharf board", "wharf", outcomes=OUTCOMES)


@standing
def meeting(people, kind):
    """A meeting called as it."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return conduct.call_meeting(actor=actor, meeting=new_meeting(people), kind=kind)


def faults(**more):
    body = {"name": "Board", **agenda_body("Words", **more)}
    return [one.sentence for one in kind_named("agenda").problems(body)]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"minutes": 24}, "The items take 25 minutes, the meeting 24."),
        ({"items": []}, "at least one standing item"),
        ({"outcomes": []}, "One outcome says that nothing changes"),
        ({"outcomes": [{"code": "agreed", "label": "A"}]}, "One outcome says that nothing changes"),
        (
            {"items": [{"code": "a", "title": "A", "minutes": 1, "built-from": "guesses"}]},
            "Nothing is called “guesses”",
        ),
        (
            {"items": [{"code": "a", "title": "A", "minutes": 1, "outcomes": ["gone"]}]},
            "No outcome has the code “gone”.",
        ),
        ({"roles": [{"code": "guest", "label": "Guest"}]}, "Say who chairs it"),
        ({"rhythm": {"every": "weeks"}}, "Say every how many weeks."),
        ({"rhythm": {"every": "daily", "weeks": 3}}, "has a number"),
    ],
)
def test_a_kind_of_meeting_with_a_fault_is_not_published(more, says):
    assert any(says in sentence for sentence in faults(**more))


def test_a_whole_kind_of_meeting_has_no_fault():
    assert faults(minutes=25, rhythm={"every": "weeks", "weeks": 3}) == []


def test_a_meeting_called_as_a_kind_has_its_items_and_minutes_and_keeps_the_version(people, kind, meeting):
    items = list(AgendaItem.objects.filter(record=meeting).order_by("position"))
    assert [(row.standing, row.planned_minutes, row.title) for row in items] == [
        ("open", 5, "Wharf board"),
        ("cases", 20, "Wharf board"),
    ]
    actor = people.reader("owner")
    with visibility.reading(actor):
        draft = services.start_draft(actor=actor, framework=kind.framework)
        body = {**draft.body, "outcomes": [*OUTCOMES, {"code": "new", "label": "New"}]}
        draft = services.change_draft(actor=actor, draft=draft, version=draft.version, body=body)
        services.publish(actor=actor, draft=draft, version=draft.version)
        kept = Meeting.objects.get(pk=meeting.pk)
        assert kept.framework_version_id == kind.pk
        assert "new" not in dict(offered_outcomes(kept, items[0]))


def test_an_item_is_offered_the_outcomes_of_its_kind_and_takes_no_other(people, meeting):
    actor = people.reader("owner")
    with visibility.reading(actor):
        first, second = AgendaItem.objects.filter(record=meeting).order_by("position")
        assert [code for code, _ in offered_outcomes(meeting, first)] == ["agreed", "no-change", "later"]
        assert [code for code, _ in offered_outcomes(meeting, second)] == ["agreed", "no-change"]
        conduct.start(actor=actor, meeting=meeting)
        for outcome in ("later", "taken"):
            with refused("missing", field="outcome"):
                conduct.record_outcome(actor=actor, meeting=meeting, item=second, outcome=outcome)
        conduct.record_outcome(actor=actor, meeting=meeting, item=second, outcome="agreed")


def test_an_item_added_by_hand_has_every_outcome_of_the_kind_and_comes_after(people, meeting):
    actor = people.reader("owner")
    with visibility.reading(actor):
        item = conduct.add_item(actor=actor, meeting=meeting, title="Another")
        assert item.position == 3 and len(offered_outcomes(meeting, item)) == 3


def test_a_meeting_without_a_kind_has_the_outcomes_of_the_list(people):
    actor = people.reader("owner")
    with visibility.reading(actor):
        meeting = conduct.call_meeting(actor=actor, meeting=new_meeting(people))
        item = conduct.add_item(actor=actor, meeting=meeting, title="Plain")
        assert "taken" in dict(offered_outcomes(meeting, item))
        assert meeting.framework_version is None


def test_the_minutes_say_the_outcome_in_the_words_of_the_kind(people, meeting):
    actor = people.reader("owner")
    with visibility.reading(actor):
        item = AgendaItem.objects.filter(record=meeting).first()
        conduct.start(actor=actor, meeting=meeting)
        conduct.record_outcome(actor=actor, meeting=meeting, item=item, outcome="agreed")
        conduct.close(actor=actor, meeting=meeting)
        copies = conduct.approve(actor=actor, meeting=Meeting.objects.get(pk=meeting.pk))
        assert copies[0].content["items"][0]["outcome"] == "Agreed at the wharf"


def test_a_draft_a_retired_kind_and_one_of_another_sort_or_force_are_refused(people, kind):
    actor = people.reader("owner")
    other = published_agenda(people, "other_force", "Theirs", "theirs")
    with visibility.reading(actor):
        draft = services.start_draft(actor=actor, framework=kind.framework)
    plan = FrameworkVersion.objects.filter(kind="plan", agency=None).first()
    for wrong in (draft, plan, other):
        with visibility.reading(actor), refused("not_in_force", field="agenda_kind"):
            conduct.call_meeting(actor=actor, meeting=new_meeting(people), kind=wrong)
    with visibility.reading(actor):
        services.retire_version(actor=actor, version=kind)
    with visibility.reading(actor), refused("not_in_force", field="agenda_kind"):
        conduct.call_meeting(actor=actor, meeting=new_meeting(people), kind=kind)


def test_calling_a_meeting_offers_the_kinds_in_force_and_shows_what_was_filled_in(people, kind, sign_in):
    client = sign_in("owner")
    page = client.get(reverse("meetings:new")).text
    assert "Wharf board" in page and "Daily management meeting" in page and "Gold group" in page
    marac = Framework.objects.get(kind="agenda", code="marac").current
    unit = people.teams["unit"]
    answer = client.post(
        reverse("meetings:new"),
        {
            "agenda_kind": str(marac.uuid),
            "title": "MARAC north",
            "day_day": "1",
            "day_month": "12",
            "day_year": "2026",
            "hour": "10:00",
            "lead": str(people.memberships["owner"].pk),
            "marking": "2",
            "team": str(unit.pk),
            "version": "1",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    meeting = Meeting.objects.get(title="MARAC north")
    page = client.get(reverse("meetings:agenda", args=[meeting.uuid])).text
    assert "237 of 240 minutes planned." in page
    assert "Bring: Open actions of earlier meetings, overdue first" in page
    page = client.get(meeting.get_absolute_url()).text
    assert "MARAC, version 1" in " ".join(page.split()) and "195 minutes planned" in page
    assert "Kind of meeting" not in client.get(reverse("meetings:edit", args=[meeting.uuid])).text


def test_the_chairs_screen_offers_the_outcomes_of_the_kind_and_reminds(people, meeting, sign_in):
    actor = people.reader("owner")
    with visibility.reading(actor):
        conduct.start(actor=actor, meeting=meeting)
    client = sign_in("owner")
    first = AgendaItem.objects.filter(record=meeting).first()
    url = reverse("meetings:chair_item", args=[meeting.uuid, first.uuid])
    page = client.get(url).text
    assert "Agreed at the wharf" in page and "5 minutes planned" in page
    assert "Discussed" not in page
    client.post(url, {"do": "outcome", "outcome": "no-change"})
    assert "Considered, no change" in client.get(meeting.get_absolute_url()).text


def test_a_partner_who_is_invited_reads_the_kind_with_the_meeting_alone(people, kind, meeting, sign_in):
    actor = people.reader("owner")
    client = sign_in("granted")
    page = reverse("frameworks:version", args=[kind.uuid])
    assert client.get(page).status_code == 404
    with visibility.reading(actor):
        conduct.invite(
            actor=actor,
            meeting=meeting,
            people=[people.memberships["granted"]],
            grounds=people.grounds(),
        )
    assert "Wharf board" in client.get(page).text
    assert "Wharf board" not in client.get(reverse("frameworks:library")).text


def test_the_page_of_each_shipped_kind_of_meeting_says_how_it_is_run(people, sign_in):
    client = sign_in("owner")
    shipped = Framework.objects.filter(kind="agenda", agency=None)
    assert {row.code for row in shipped} == {
        "dmm",
        "ocg-management",
        "tasking",
        "marac",
        "strategy-discussion",
        "gold-group",
        "disruption-panel",
    }
    for row in shipped:
        page = client.get(reverse("frameworks:version", args=[row.current.uuid])).text
        assert "Standing items" in page and row.current.body["title"] in page
