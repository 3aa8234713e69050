"""The demo's story: what a visitor finds on the first day, and that it is the same each time."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from demo.load import load_demo
from demo.people import PERSONAS
from meetings.models import Meeting, MinutesCopy
from ocg.models import Ocg, Score
from pam.access import visibility
from pam.access.models import Grant, Membership
from pam.access.reader import reader_of_membership
from pam.actions.models import Action
from pam.assessments.models import Assessment
from pam.audit.models import LogEntry
from pam.chronology.models import Event
from pam.clocks.models import Clock
from pam.disagreements.models import Escalation, NotShared
from pam.records.models import Entry, Record
from pvp.models import (
    CaseFile,
    GradedInformation,
    HighRisk,
    MaracReferral,
    MissingEpisode,
    SafetyAgreement,
)
from tests.layers import NOTHING

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # loading takes minutes on a busy machine


@pytest.fixture(scope="module")
def demo(layers, django_db_blocker, tmp_path_factory):
    """The demo, loaded once for this file and rolled back after it."""
    from django.db import transaction
    from django.test import override_settings

    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        layers.stand(NOTHING)  # the small world of other tests
        with transaction.atomic():
            yield load_demo()
            transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def unblocked(django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_the_story_has_the_size_that_is_promised(demo):
    assert Ocg.objects.count() == 14  # two were recorded twice
    assert CaseFile.objects.count() == 42  # one came of a referral, one is the copy that another force took
    assert 280 <= Action.objects.count() <= 360
    assert 58 <= Membership.objects.count() <= 70
    assert Meeting.objects.filter(state="approved").count() == 12  # two of them of series
    assert (
        Meeting.objects.filter(state="held", starts_at__gte=timezone.now() - timedelta(hours=2)).count() == 1
    )
    assert Meeting.objects.filter(state="closed").count() == 1


def test_actions_are_done_open_overdue_and_due_soon_over_all_strands_and_agencies(demo):
    today = timezone.localdate()
    waiting = Action.objects.filter(status="open")
    assert waiting.filter(due__lt=today).count() >= 10
    assert waiting.filter(due__gte=today, due__lte=today + timedelta(7)).count() >= 5
    assert Action.objects.filter(status="done").exclude(outcome="").count() >= 200
    strands = Action.objects.order_by().values_list("strand", flat=True).distinct()
    assert set(strands.filter(record__kind="ocg")) == {"pursue", "prevent", "protect", "prepare"}
    assert set(strands.exclude(record__kind="ocg")) == {""}
    assert Action.objects.values("owner_agency").order_by().distinct().count() >= 4


def test_nothing_is_dated_after_now_and_the_log_is_in_order(demo):
    now = timezone.now()
    for model, field in [
        (Record, "created"),
        (Record, "updated"),
        (Entry, "created"),
        (Grant, "given_at"),
        (LogEntry, "at"),
    ]:
        assert not model.objects.filter(**{f"{field}__gt": now}).exists(), (model, field)
    moments = list(LogEntry.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[0] < now - timedelta(600)


def test_histories_are_dated_and_named_like_the_story(demo):
    rows = Ocg.history.all()
    assert not rows.filter(history_user=None).exists()
    assert rows.order_by("history_date").first().history_date < timezone.now() - timedelta(600)


def test_threat_falls_after_the_arrests(demo):
    saltgate = Ocg.objects.get(title__startswith="Saltgate")
    threat = list(Score.objects.filter(record_id=saltgate.pk).order_by("on").values_list("threat", flat=True))
    assert threat[-1] < threat[0] / 2


def test_each_partner_sees_some_of_it_and_nobody_sees_all(demo):
    seen = {}
    for persona in PERSONAS:
        reader = reader_of_membership(demo.city.people[persona.key].pk)
        with visibility.reading(reader):
            seen[persona.key] = visibility.visible_to(reader, Record).exclude(kind="meeting").count()
    assert seen["chair"] == 59  # the series of meetings and the case of the referral too
    assert seen["auditor"] == 0
    for partner in ("probation", "council", "health", "eastmoor"):
        assert 0 < seen[partner] < 30, partner


def test_latest_minutes_have_a_copy_for_partners_that_withholds_something(demo):
    copies = MinutesCopy.objects.filter(withheld=True, label__contains="Probation")
    assert copies.exists()
    full = MinutesCopy.objects.filter(withheld=False).first()
    assert full.content["items"]


def test_the_work_on_people_at_risk_shows_all_that_it_can(demo):
    told = MaracReferral.objects.exclude(told="").count()
    assert told == 2 and MaracReferral.objects.filter(told="", tell_by__lt=timezone.localdate()).exists()
    assert (
        MaracReferral.objects.exclude(taken="").exists()
        and MaracReferral.objects.exclude(repeat_of=None).exists()
    )
    assert SafetyAgreement.objects.exists() and GradedInformation.objects.count() == 2
    late = Clock.objects.filter(framework_version__framework__code="return-interview", ended_at=None)
    assert MissingEpisode.objects.count() == 3 and late.filter(due__lt=timezone.now()).exists()
    points = Assessment.objects.filter(record__title="Denise Farrow", state="completed").count()
    assert points >= 5 and HighRisk.objects.filter(seen_at=None).exists()
    assert Event.objects.values("author_agency").distinct().count() >= 2
    assert Escalation.objects.exists() and NotShared.objects.exists()


def test_a_second_load_is_refused_and_says_how_to_start_afresh(demo):
    with pytest.raises(CommandError, match="start afresh"):
        call_command("load_demo")


def test_the_sign_in_list_prints_everybody_on_it(demo, capsys):
    call_command("demo_people")
    printed = capsys.readouterr().out
    assert all(persona.name in printed and persona.try_this in printed for persona in PERSONAS)
