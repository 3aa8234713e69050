"""A person leaves: what they led is handed over in one step, by an administrator who sees numbers alone."""

from datetime import timedelta

from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from meetings.services.conduct import call_meeting
from ocg.models import Ocg
from pam.access import visibility
from pam.access.models import Grant, Membership, Team
from pam.access.reader import reader_of_membership
from pam.accounts import tasks
from pam.accounts.models import Departure
from pam.accounts.selectors import handing_over as handover_selectors
from pam.accounts.selectors import work
from pam.accounts.services import handing_over
from pam.actions.models import Action
from pam.audit.models import LogEntry
from pam.records.models import Entry
from tests.actions.world import add_action, make_ocg
from tests.mail import send_due_mail
from tests.meetings.room import new_meeting
from tests.standing import standing

HEIR = "no_second_factor"  # in the owner's teams, and cleared as the owner is


@standing
def led(people):
    """What the owner leads and does: an OCG (as lead and SRO) with an open action, and their team."""
    ocg = make_ocg(people, title="Canarytitle group")
    Ocg.objects.get(pk=ocg.pk)
    ocg.sro = people.memberships["owner"]
    ocg.save()
    add_action(people, ocg, title="Canaryaction")
    Team.objects.filter(pk=people.teams["unit"].pk).update(manager=people.memberships["owner"])
    return ocg


def leave(people, client, **values):
    """The administrator's answer to the form: the owner leaves now, unless `values` say otherwise."""
    owner = Membership.objects.get(pk=people.memberships["owner"].pk)
    heir = people.memberships[HEIR].pk
    unit = people.teams["unit"].pk
    data = {
        "version": owner.version,
        "when": "now",
        "reason": "New post",
        f"team_{unit}": heir,
        f"manager_{unit}": heir,
        "actions": heir,
    }
    return client.post(reverse("accounts:leave", args=[owner.uuid]), data | values, follow=True)


def test_everything_is_handed_over_in_one_step_and_the_administrator_learns_no_title(people, led, sign_in):
    client, theirs, heir = sign_in("administrator"), sign_in("owner"), people.memberships[HEIR]
    page = client.get(reverse("accounts:leave", args=[people.memberships["owner"].uuid])).content.decode()
    assert (
        "1 OCG, as lead" in page
        and "1 OCG, as Senior Responsible Officer" in page
        and "1 open action" in page
    )
    answer = leave(people, client).content.decode()
    assert "Olive Owner can no longer act for your agency" in answer
    assert "anary" not in page + answer and led.reference not in page + answer
    assert theirs.get(reverse("ocg:list")).status_code == 302
    assert tasks.hand_over() == 2 and tasks.hand_over() == 0
    now = Ocg.objects.get(pk=led.pk)
    assert (now.lead, now.sro, now.version) == (heir, heir, led.version + 1)
    assert Action.objects.get().owner == heir
    assert Team.objects.get(pk=people.teams["unit"].pk).manager == heir
    change = Ocg.history.filter(id=led.pk).latest()
    assert (change.history_user, change.history_agency) == (
        people.users["administrator"],
        "Northshire Police",
    )
    assert LogEntry.objects.get(operation="hand over").records == [led.pk]
    assert Entry.objects.filter(
        record_id=led.pk, title__startswith="Nora Nofactor takes over as lead and"
    ).exists()
    send_due_mail()
    assert [(m.to, m.subject[:-8]) for m in mail.outbox] == [
        (["no_second_factor@pam.example"], "Work was handed over to you")
    ]
    assert "anary" not in mail.outbox[0].body
    assert (
        "They lead no records"
        in client.get(reverse("accounts:leave", args=[people.memberships["owner"].uuid])).content.decode()
    )


def test_a_day_to_come_hands_over_when_it_is_over_and_can_be_taken_back(people, led, sign_in):
    client, owner = sign_in("administrator"), people.memberships["owner"]
    day = timezone.localdate() + timedelta(days=10)
    parts = {"when": "day", "day_day": day.day, "day_month": day.month, "day_year": day.year}
    assert "Enter their last day" in leave(people, client, when="day").content.decode()
    leave(people, client, **parts)
    assert tasks.hand_over() == 0 and people.reader("owner") is not None
    version = Membership.objects.get(pk=owner.pk).version
    client.post(reverse("accounts:stay", args=[owner.uuid]), {"version": version})
    assert Membership.objects.get(pk=owner.pk).ends_at is None
    leave(people, client, **parts)
    late = timezone.now() + timedelta(days=12)
    Membership.objects.filter(pk=owner.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    assert sum(handing_over.hand_over(pk) for pk in handover_selectors.due(late)) == 2
    assert Ocg.objects.get(pk=led.pk).lead == people.memberships[HEIR]


def test_who_was_let_back_before_it_was_done_keeps_their_work(people, led, sign_in):
    leave(people, sign_in("administrator"))
    Membership.objects.filter(pk=people.memberships["owner"].pk).update(ends_at=None)
    assert tasks.hand_over() == 0 and Departure.objects.get().cancelled_at
    assert Ocg.objects.get(pk=led.pk).lead == people.memberships["owner"]


def test_what_the_chosen_heir_can_not_take_any_more_stays_on_the_administrators_list(people, led, sign_in):
    client = sign_in("administrator")
    leave(people, client)
    cleared = Membership.objects.filter(teams=people.teams["unit"], clearance=2).exclude(
        user=people.users["owner"]
    )
    cleared.update(suspended=True)
    assert tasks.hand_over() == 0 and Departure.objects.get().left == 2
    page = client.get(reverse("accounts:leaderless")).content.decode()
    assert "Olive Owner" in page and "Hand over" in page and "anary" not in page
    refused = leave(
        people, client, **{f"team_{people.teams['unit'].pk}": people.memberships["low_clearance"].pk}
    )
    assert "No one else in OCG unit has the clearance for this" in refused.content.decode()


def test_whoever_ended_by_the_clock_with_leads_left_stands_on_the_list_of_their_own_agency(
    people, led, sign_in
):
    Membership.objects.filter(pk=people.memberships["owner"].pk).update(
        ends_at=timezone.now() - timedelta(hours=1)
    )
    client = sign_in("administrator")
    assert "Olive Owner" in client.get(reverse("accounts:leaderless")).content.decode()
    page = client.get(reverse("accounts:leave", args=[people.memberships["owner"].uuid])).content.decode()
    assert "Hand over the work of Olive Owner" in page and 'name="when"' not in page
    for persona in ("colleague", "other_force"):
        with visibility.reading(people.reader(persona)), connection.cursor() as cursor:
            assert work.leaderless() == []
            cursor.execute("SELECT count(*) FROM pam_work_of(%s)", [people.memberships["owner"].pk])
            assert cursor.fetchone() == (0,)


def test_an_action_that_the_heir_can_not_see_goes_to_who_leads_its_record(people, led, sign_in):
    Team.objects.filter(manager__isnull=False).update(manager=None)
    leave(people, sign_in("administrator"), actions=people.memberships["colleague"].pk)
    tasks.hand_over()
    assert Action.objects.get().owner == people.memberships[HEIR]


def test_what_another_agency_asked_of_them_is_given_to_the_heir_and_the_giver_reads_so(people, led, sign_in):
    from pam.actions.models import SanitisedAction

    given, other = (
        SanitisedAction.objects.create(
            title="Canarygiven",
            due=timezone.localdate(),
            contact="x",
            given_by=people.memberships["granted"],
            state=state,
            given_by_agency=people.agencies["probation"],
            receiver=people.memberships["owner"].principal,
            receiver_agency=people.agencies["police"],
        )
        for state in ("done", "closed")
    )
    client = sign_in("administrator")
    page = client.get(reverse("accounts:leave", args=[people.memberships["owner"].uuid])).content.decode()
    assert "1 action given to them by partners" in page and "anary" not in page
    leave(people, client)
    assert tasks.hand_over() == 3
    given.refresh_from_db(), other.refresh_from_db()
    assert (given.receiver, given.state) == (people.memberships[HEIR].principal, "done")
    assert other.receiver == people.memberships["owner"].principal
    for reader in (reader_of_membership(people.memberships[HEIR].pk), people.reader("granted")):
        with visibility.reading(reader):
            assert given.reports.get().text == "Olive Owner has left. Nora Nofactor takes this over."
    line = LogEntry.objects.filter(operation="hand over sanitised action").get()
    assert line.records == []
    with visibility.reading(people.reader("administrator")):
        assert not SanitisedAction.objects.exists() and work.work_of(people.memberships["owner"]).none


def test_the_chair_of_a_meeting_whose_minutes_are_approved_stays_its_chair(people, sign_in):
    with visibility.reading(people.reader("owner")):
        over = call_meeting(actor=people.reader("owner"), meeting=new_meeting(people, title="Over"))
        coming = call_meeting(
            actor=people.reader("owner"), meeting=new_meeting(people, secretary=people.memberships[HEIR])
        )
    over.state, over.closed_at = "approved", timezone.now()
    over.save()
    leave(people, sign_in("administrator"))
    assert tasks.hand_over() == 1
    assert Meeting.objects.get(pk=over.pk).lead == people.memberships["owner"]
    assert Meeting.objects.get(pk=coming.pk).lead == people.memberships[HEIR]
    assert not Grant.objects.filter(group_id=people.memberships["owner"].principal_id, source="role").exists()


def test_the_second_of_two_administrators_is_told_before_anybody_leaves(people, led, sign_in):
    client = sign_in("administrator")
    Membership.objects.filter(pk=people.memberships["owner"].pk).update(version=5)
    assert "Another person saved this" in leave(people, client, version=4).content.decode()
    assert not Departure.objects.exists()
    assert "is handed" not in leave(people, client).content.decode() and Departure.objects.count() == 1
    assert "is leaving" in leave(people, client).content.decode() and Departure.objects.count() == 1
