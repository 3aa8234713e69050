"""Who is warned of a clock, told that it is late, and to whom it escalates: each once."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership
from pam.clocks import events, reminders, services
from pam.clocks.models import Clock
from pam.dashboard.selectors.waiting import waiting_rows
from pam.notifications.models import Delivery
from pam.notifications.services import send_due
from pam.records.bulk import rows
from tests.clocks.made import act, start
from tests.standing import standing


@standing
def clock(world):
    """A clock of 72 hours that warns at 24 and 6 hours; no other runs, and nobody was told anything."""
    Clock.objects.all().delete()
    row = start(world)
    Delivery.objects.all().delete()
    return row


def told(now):
    """What is owed by the job at a moment: {event: numbers of memberships}."""
    known = set(Delivery.objects.values_list("pk", flat=True))
    reminders.warn(now)
    owed = {}
    for row in Delivery.objects.exclude(pk__in=known):
        owed.setdefault(row.event, set()).add(row.recipient_id)
    return owed


def before(clock, **length):
    return clock.due - timedelta(**length)


def test_the_lead_is_warned_before_and_told_when_it_is_late_each_once(world, clock):
    lead = {world.people.memberships["owner"].pk}
    assert told(before(clock, hours=25)) == {}
    assert told(before(clock, hours=24)) == {"clock_warning": lead}
    assert told(before(clock, hours=23)) == {}
    assert told(before(clock, hours=5)) == {"clock_warning": lead}
    late = told(clock.due)
    assert late == {"clock_late": lead, "clock_escalated": lead}  # the owner is the team's supervisor
    assert told(clock.due + timedelta(days=30)) == {}
    clock.refresh_from_db()
    assert clock.next_warning is None


def test_of_warnings_that_passed_unsent_the_last_alone_goes_out_and_none_once_it_is_late(world, clock):
    assert len(told(before(clock, hours=1))) == 1 and Delivery.objects.count() == 1
    Delivery.objects.all().delete()
    other = start(world, started_at=timezone.now() - timedelta(days=4))
    assert set(told(timezone.now())) == {"clock_late", "clock_escalated"}
    assert not Delivery.objects.filter(about=other.uuid, event="clock_warning").exists()


def test_the_job_that_runs_twice_and_a_claim_that_is_lost_tell_nothing_twice(world, clock):
    assert told(clock.due)
    rows(Clock).filter(pk=clock.pk).update(next_warning=clock.due)  # killed before it had moved on
    assert told(clock.due) == {}


def test_a_job_leaves_no_history_and_does_not_make_a_form_stale(world, clock):
    saves = Clock.history.filter(id=clock.pk).count()
    told(before(clock, hours=24))
    assert Clock.history.filter(id=clock.pk).count() == saves
    assert Clock.objects.get(pk=clock.pk).version == clock.version


def test_what_has_ended_or_was_corrected_is_not_told_of_any_longer(world, clock):
    told(before(clock, hours=24))
    warned = Delivery.objects.get(event="clock_warning")
    reader = world.people.reader("owner")

    def about():
        with visibility.reading(reader):
            return events.about_clock(warned, reader)

    assert about().path == f"/clocks/{clock.uuid}/"
    act(world, services.correct_start, clock, started_at=clock.started_at - timedelta(hours=2), reason="Slip")
    assert about() is None
    act(world, services.stop_clock, clock, reason="A slip")
    assert told(clock.due) == {}


def test_it_escalates_to_people_of_the_role_who_may_see_the_clock_alone(world, clock):
    team = world.pvp.team
    people = Membership.objects.filter(agency=world.pvp.agency)
    outsider = world.people.memberships["colleague"]
    outsider.roles = ["officer", "supervisor"]
    outsider.save()
    assert outsider in people and outsider not in people.filter(teams=team)
    assert told(clock.due)["clock_escalated"] == {world.people.memberships["owner"].pk}


def test_without_a_lead_in_force_the_person_who_started_it_is_told(world, clock):
    other = world.people.memberships["left_yesterday"]
    record = world.pvp
    record.lead = other
    record.save()
    assert told(before(clock, hours=24)) == {"clock_warning": {world.people.memberships["owner"].pk}}


def test_a_mail_says_that_a_clock_is_due_and_never_which(world, clock):
    told(clock.due)
    send_due(timezone.now() + timedelta(days=4))
    assert not mail.outbox  # it is not late yet
    Delivery.objects.all().delete()
    start(world, started_at=timezone.now() - timedelta(days=4))
    told(timezone.now())
    assert send_due() >= 1
    for message in mail.outbox:
        assert "clock" in message.body and "missing" not in message.body and "canary" not in message.body


def test_my_work_lists_a_clock_of_a_record_that_one_leads_from_its_first_warning_on(world, clock):
    def asks(persona):
        reader = world.people.reader(persona)
        with visibility.reading(reader):
            return [row for row in waiting_rows(reader, most=100) if row.ask.startswith("A clock")]

    assert asks("owner") == []
    late = start(world, started_at=timezone.now() - timedelta(days=4))
    soon = start(world, started_at=timezone.now() - timedelta(hours=60))
    found = asks("owner")
    assert [row.urgency for row in found][0] == 1 and len(found) == 2
    assert found[0].url == f"/clocks/{late.uuid}/meet/"
    assert found[1].url == f"/clocks/{soon.uuid}/meet/"
    for persona in ("granted", "colleague", "other_force"):
        assert asks(persona) == []
