"""Sanitised actions: what their receivers read, what they can't reach, and what the owner side sees."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from meetings.models import MeetingAction
from meetings.services import conduct as meetings
from pam.access import visibility
from pam.access.models import Membership
from pam.actions.models import Action, SanitisedAction, SanitisedReport
from pam.actions.proposals import SanitisedProposal
from pam.actions.selectors import sanitised as sanitised_selectors
from pam.actions.services import sanitised, tracker
from pam.actions.services.sanitised_notices import enqueue_for_sanitised
from pam.audit.models import LogEntry
from pam.dashboard.selectors.waiting import waiting_rows
from pam.records.models import Record
from tests.actions.test_pages import date_parts, text
from tests.actions.world import make_ocg
from tests.mail import send_digests, send_due
from tests.refusals import refused
from tests.standing import standing
from tests.world.meetings import call


@standing
def ocg(people):
    return make_ocg(people)


def give(people, ocg, receiver=None, **changes):
    """A sanitised action of the OCG, for the housing provider's officer unless said otherwise."""
    values = {
        "title": "Fit new locks",
        "details": "Flat 3",
        "due": timezone.localdate() + timedelta(days=5),
        "strand": "protect",
        "contact": "olive@pam.example",
        "owner": people.memberships["owner"],
        "note": "Cuckooed by the group",
    }
    with visibility.reading(people.reader("owner")):
        return sanitised.give(
            actor=people.reader("owner"),
            record=ocg,
            proposal=SanitisedProposal(
                receiver=receiver or people.memberships["sanitised"].principal, **values | changes
            ),
        )


def seen_by(people, persona, action):
    """Whether a persona sees the sanitised row of an action, asked of the database."""
    with visibility.reading(people.reader(persona)):
        return SanitisedAction.objects.filter(pk=action.sanitised_id).exists()


def test_the_receiver_sees_its_text_alone_and_no_record_of_it(people, ocg):
    action = give(people, ocg)
    with visibility.reading(people.reader("sanitised")):
        assert SanitisedAction.objects.get().title == "Fit new locks"
        assert not Action.objects.exists() and not Record.objects.exists()
    assert [
        p for p in ("granted", "colleague", "other_force", "superuser") if seen_by(people, p, action)
    ] == []


def test_a_team_and_a_whole_agency_can_be_given_one(people, ocg):
    team = give(people, ocg, people.teams["homes"].principal)
    agency = give(people, ocg, people.agencies["homes"].principal)
    assert seen_by(people, "sanitised", team) and seen_by(people, "sanitised", agency)


@pytest.mark.parametrize("field", ["title", "details", "contact"])
def test_a_reference_in_its_text_is_refused_beside_its_field(people, ocg, field):
    with refused("names_a_record", field=field):
        give(people, ocg, **{field: f"About {ocg.reference.lower()}"})


def test_somebody_who_left_can_not_be_given_one(people, ocg):
    Membership.objects.filter(pk=people.memberships["sanitised"].pk).update(suspended=True)
    with refused("not_in_force"):
        give(people, ocg)


def test_giving_it_is_a_disclosure_to_its_receiver_that_names_no_case_text(people, ocg):
    give(people, ocg)
    row = LogEntry.objects.get(verb="disclosure")
    assert row.records == [ocg.pk] and row.recipient_agency_id == people.agencies["homes"].pk
    assert "Fit" not in row.detail + row.reason


def test_reports_stand_beside_the_action_and_ending_it_ends_the_receivers(people, ocg):
    action = give(people, ocg)
    receiver = people.reader("sanitised")
    with visibility.reading(receiver):
        sanitised.report(actor=receiver, row=action.sanitised, kind="done", text="Locks fitted")
    owner = people.reader("owner")
    with visibility.reading(owner):
        behind = sanitised_selectors.sanitised_of(action)
        assert behind.state == "done" and [row.text for row in behind.said] == ["Locks fitted"]
        assert [row.title for row in waiting_rows(owner)] == [action.title]
        tracker.finish(actor=owner, action=action, version=action.version, outcome="The tenant is safe")
    with visibility.reading(receiver):
        assert SanitisedAction.objects.get().state == "closed"
        with refused("no_longer_waiting"):
            sanitised.report(actor=receiver, row=action.sanitised, kind="progress", text="Also a spyhole")


def test_a_new_due_date_and_a_withdrawal_reach_the_receiver_but_no_new_title_does(people, ocg):
    action, owner = give(people, ocg), people.reader("owner")
    action.title, action.due = "Locks for the informant", timezone.localdate() + timedelta(days=9)
    with visibility.reading(owner):
        tracker.edit(actor=owner, action=action, version=action.version, reason="Fitter ill")
    row = SanitisedAction.objects.get()
    assert (row.title, row.due) == ("Fit new locks", action.due)
    with visibility.reading(owner):
        tracker.finish(
            actor=owner,
            action=action,
            version=action.version,
            status="withdrawn",
            outcome="The informant moved",
        )
    assert SanitisedAction.objects.get().state == "withdrawn"


def wall_refuses(sql, params=()):
    """Whether the wall refuses a statement, or lets it change nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount == 0
    except ProgrammingError:
        return True


def test_the_wall_lets_a_receiver_report_in_their_own_name_and_change_nothing(people, ocg):
    action, me, other = give(people, ocg), people.memberships["sanitised"], people.memberships["granted"]
    report = (
        "INSERT INTO actions_sanitisedreport (uuid, about_id, by_id, by_agency_id, at, kind, text)"
        " VALUES (gen_random_uuid(), %s, %s, %s, now(), 'done', 'x')"
    )
    with visibility.reading(people.reader("sanitised")):
        assert wall_refuses("UPDATE actions_sanitisedaction SET due = now()")
        assert wall_refuses("UPDATE actions_sanitisedaction SET title = 'x'")
        assert wall_refuses(report, [action.sanitised_id, other.pk, other.agency_id])
        assert not wall_refuses(report, [action.sanitised_id, me.pk, me.agency_id])
        assert wall_refuses("DELETE FROM actions_sanitisedreport")
    with visibility.reading(people.reader("granted")):
        assert wall_refuses(report, [action.sanitised_id, other.pk, other.agency_id])
        with pytest.raises(PermissionDenied):
            sanitised.report(actor=people.reader("granted"), row=action.sanitised, kind="done", text="x")
    assert SanitisedReport.objects.count() == 1


def typed(people, **changes):
    """A complete form."""
    return {
        "receiver": people.memberships["sanitised"].principal_id,
        "title": "Fit new locks",
        "details": "Flat 3",
        "contact": "olive@pam.example",
        "owner": people.memberships["owner"].pk,
        "strand": "protect",
        "note": "Cuckooed",
        "audience": "all",
        **date_parts(timezone.localdate() + timedelta(days=5)),
        **changes,
    }


@pytest.mark.slow
def test_the_whole_way_by_pages(people, ocg, sign_in):
    owner, receiver = sign_in("owner"), sign_in("sanitised")
    page = reverse("actions:sanitised", args=[ocg.uuid])
    assert page in text(owner.get(reverse("actions:add", args=[ocg.uuid])))
    page += f"?agency={people.agencies['homes'].uuid}"
    assert "Remove the reference" in text(owner.post(page, typed(people, details=f"See {ocg.reference}")))
    shown = text(owner.post(page, typed(people, details="For the Harbour group")))
    assert (
        "What Sita Sanitised" in shown
        and "Your text mentions" in shown
        and "Cuckooed" not in shown.split("<form")[0]
    )
    assert not SanitisedAction.objects.exists(), "shown first, given afterwards"
    assert "Flat 3" in text(owner.post(page, typed(people, change="yes")))
    assert "Given to Sita Sanitised" in text(owner.post(page, typed(people, confirm="yes"), follow=True))
    row = SanitisedAction.objects.get()
    one = reverse("actions:given_one", args=[row.uuid])
    for place in ("/", reverse("actions:list"), reverse("actions:given")):
        assert one in text(receiver.get(place)), place
    assert "Say what was done" in text(receiver.post(one, {"kind": "done", "text": " "}))
    told = text(receiver.post(one, {"kind": "done", "text": "Locks fitted"}, follow=True))
    assert "Reported to Olive Owner" in told and ocg.reference not in told and "Harbour group" not in told
    action = reverse("actions:detail", args=[Action.objects.get().uuid])
    assert action in text(owner.get("/")).split("Close a reported action")[1]
    assert "Locks fitted" in text(owner.get(action))


def test_mails_go_to_the_receiver_and_back_to_the_owner_once_each_and_hold_a_link_alone(people, ocg):
    action, receiver = give(people, ocg), people.reader("sanitised")
    give(people, ocg, people.teams["homes"].principal, due=timezone.localdate() + timedelta(days=60))
    with visibility.reading(receiver):
        sanitised.report(actor=receiver, row=action.sanitised, kind="done", text="Locks fitted")
    SanitisedAction.objects.filter(pk=action.sanitised_id).update(state="open", due=timezone.localdate())
    for _ in range(2):
        enqueue_for_sanitised()
        send_due()
    assert sorted((m.to[0].split("@")[0], m.subject[:-8]) for m in mail.outbox) == [
        ("owner", f"A report on your action: {action.code}, {ocg.reference}"),
        *sorted(("sanitised", f"An action for you: {row.code}") for row in SanitisedAction.objects.all()),
    ]
    assert [send_digests(), send_digests()] == [1, 0]
    assert mail.outbox[-1].subject.endswith(": 1 action from another agency or team is due today")
    theirs = [m for m in mail.outbox if m.to == ["sanitised@pam.example"]]
    assert not any(word in m.subject + m.body for m in theirs for word in ("locks", "Locks", "OCG", "Flat"))


def test_the_chair_gives_one_in_the_meeting(people, ocg, sign_in):
    owner = people.reader("owner")
    with visibility.reading(owner):
        meeting = call(people, "Tasking")
        item = meetings.add_item(actor=owner, meeting=meeting, about=Record.objects.get(pk=ocg.pk))
        meetings.start(actor=owner, meeting=meeting)
    client = sign_in("owner")
    page = reverse("meetings:sanitised", args=[meeting.uuid, item.uuid])
    chair = reverse("meetings:chair_item", args=[meeting.uuid, item.uuid])
    assert page in text(client.get(chair))
    response = client.post(f"{page}?agency={people.agencies['homes'].uuid}", typed(people, confirm="yes"))
    assert response.status_code == 302 and response.url == chair
    assert MeetingAction.objects.get().action.record_id == ocg.pk
