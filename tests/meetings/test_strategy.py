"""A strategy discussion within the hour: called, held by telephone, decided and issued by one person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import AgendaItem, Attendance, Meeting, MinutesCopy
from meetings.secretary.services import raise_in_one_line
from meetings.selectors.kinds import body_of, decision_model
from meetings.services import conduct
from pam.access import visibility
from tests.world.series import kind


@pytest.fixture
def discussion(people):
    """A strategy discussion that begins now, chaired and written by one person; probation on the line."""
    actor, me = people.reader("owner"), people.memberships["owner"]
    with visibility.reading(actor):
        meeting = Meeting(
            title="Strategy discussion",
            team=people.teams["unit"],
            lead=me,
            secretary=me,
            place="By telephone",
            starts_at=timezone.now() + timedelta(minutes=5),
        )
        meeting = conduct.call_meeting(actor=actor, meeting=meeting, kind=kind("strategy-discussion"))
        conduct.invite(
            actor=actor,
            meeting=meeting,
            people=[people.memberships["granted"]],
            grounds=people.grounds(),
        )
    return meeting


def test_its_agenda_fills_the_hour_and_it_is_held_decided_and_issued_by_one_person(
    people, discussion, sign_in
):
    actor, client = people.reader("owner"), sign_in("owner")
    assert body_of(discussion)["minutes"] == 60
    items = list(AgendaItem.objects.filter(record_id=discussion.pk).order_by("position"))
    assert sum(item.planned_minutes for item in items) == 60
    assert client.post(reverse("meetings:start", args=[discussion.uuid])).status_code == 302
    client.post(reverse("meetings:attendance", args=[discussion.uuid]), {"person": "all"})
    assert set(Attendance.objects.filter(record_id=discussion.pk).values_list("state", flat=True)) == {
        "present"
    }
    by_code = {item.standing: item for item in items}
    with visibility.reading(actor):
        meeting = Meeting.objects.select_related("framework_version").get(pk=discussion.pk)
        heading = next(iter(dict(decision_model(meeting))))
        known = {"actor": actor, "meeting": meeting}
        conduct.decide(
            **known,
            item=by_code["decision"],
            text="A joint enquiry, from today",
            rationale="Three agencies believe the child is at risk",
            dissent="Probation would wait for the report",
            considered={heading: "Joint, tonight"},
        )
        raise_in_one_line(**known, item=by_code["plan"], line="@prob today see the child at home")
        for item in items:
            conduct.record_outcome(
                **known, item=item, outcome="joint" if item.standing == "decision" else "noted"
            )
    client.post(reverse("meetings:close", args=[discussion.uuid]))
    client.post(reverse("meetings:approve", args=[discussion.uuid]))
    copies = MinutesCopy.objects.filter(record_id=discussion.pk)
    told = [str(copy.content) for copy in copies]
    assert told and all("A joint enquiry, from today" in text and "would wait" in text for text in told)
    assert any(people.memberships["granted"].principal_id in copy.for_principals for copy in copies)
