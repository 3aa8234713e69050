"""Late referrals and people who were not told about a MARAC: one mail for each day, without a name."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone

from pam.access import visibility
from pam.notifications.models import Delivery
from pam.notifications.services import send_due
from pvp import reminders
from pvp.marac import services as marac
from pvp.models import MaracReferral
from pvp.referrals.models import Triage
from tests.pvp.test_cases import make_case
from tests.world.cases import refer
from tests.world.referrals import open_desk, send


def owed(event):
    """Who is owed word of an event, for which days."""
    return sorted(Delivery.objects.filter(event=event).values_list("recipient__user__name", "occasion"))


def test_a_late_referral_is_told_to_its_team_once_for_the_day_it_was_due(people):
    row = send(people, open_desk(people))
    assert reminders.remind() == 0
    later = timezone.now() + timedelta(hours=3)
    assert reminders.remind(later) == 1 and reminders.remind(later) == 0
    due = timezone.localdate(Triage.objects.get(referral=row).due).isoformat()
    assert ("Olive Owner", due) in owed(reminders.REFERRAL_LATE)
    assert {day for _, day in owed(reminders.REFERRAL_LATE)} == {due}


def test_a_mail_about_a_late_referral_names_nobody_and_goes_to_nobody_below_its_marking(people):
    send(people, open_desk(people))
    Triage.objects.update(due=timezone.now() - timedelta(hours=1))
    reminders.remind()
    send_due(timezone.now() + timedelta(days=3))
    letters = [letter for letter in mail.outbox if "waited longer" in letter.body]
    assert letters and "Rosa" not in str([letter.body for letter in letters])
    assert not any("Lena Low" in letter.body for letter in letters)


def test_who_leads_a_case_is_told_once_that_the_person_was_not_told_and_again_after_the_marac(people):
    row = refer(people, make_case(people))
    assert reminders.remind() == 0
    late = timezone.now() + timedelta(days=6)
    assert reminders.remind(late) == 1 and reminders.remind(late) == 0
    actor = people.reader("owner")
    with visibility.reading(actor):
        on = timezone.localdate() + timedelta(days=4)
        marac.heard(actor, row.uuid, "Heard", on)
    assert reminders.remind(late) == 0 and reminders.remind(timezone.now() + timedelta(days=11)) == 1
    assert [name for name, _ in owed(reminders.TELL_LATE)] == ["Olive Owner", "Olive Owner"]


def test_of_one_who_was_told_no_word_is_owed(people):
    row, actor = refer(people, make_case(people)), people.reader("owner")
    with visibility.reading(actor):
        marac.record_told(
            actor=actor, referral=row, version=row.version, told="not_told", how="He reads her post"
        )
    assert MaracReferral.objects.get().told
    assert reminders.remind(timezone.now() + timedelta(days=30)) == 0
