"""Unusual access: what is listed, what is not, and from which figures."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from pam.access import visibility
from pam.audit.models import LogEntry
from pam.oversight import tasks
from pam.oversight.models import Unusual
from pam.oversight.unusual import find_on
from pam.records import services as records
from pam.records.models import Subject
from pam.reference.services.settings import set_general
from tests.world.world import make_ocg

DAY = datetime(2026, 11, 18, tzinfo=ZoneInfo("Europe/London"))


def opened(people, persona, ids, *, day=DAY, hour=11, operation="open", verb="consultation"):
    """Rows of the log: `persona` opened each of the records."""
    reader = people.reader(persona)
    for pk in ids:
        LogEntry(
            verb=verb, operation=operation, actor_id=reader.user_id, actor_name=reader.name,
            agency_id=reader.agency_id, agency_name=reader.agency_name, records=[pk],
            at=day.replace(hour=hour),
        ).save()  # fmt: skip


def found(kind):
    """(name, figure) of the lines of a kind."""
    return list(Unusual.objects.filter(kind=kind).order_by("id").values_list("name", "figure"))


def test_many_records_beside_ones_own_usual_day(people):
    for back in (1, 2, 3):
        opened(people, "owner", range(1, 10 + back), day=DAY - timedelta(days=back))
        opened(people, "colleague", range(1, 4), day=DAY - timedelta(days=back))
        find_on((DAY - timedelta(days=back)).date())
    opened(people, "owner", range(100, 140))  # 40, where 11 are usual: not more than four times
    opened(people, "colleague", range(100, 131))  # 31, where 3 are usual
    find_on(DAY.date())
    assert found("many") == [("Colin Colleague", 31)]
    assert Unusual.objects.get().usual == 3
    set_general("oversight.many_times", 3, agency=people.agencies["police"])
    find_on(DAY.date())
    assert found("many") == [("Colin Colleague", 31), ("Olive Owner", 40)]


def test_lists_and_searches_and_the_same_record_again_are_not_many(people):
    opened(people, "owner", range(1, 60), operation="list")
    opened(people, "owner", range(1, 60), operation="search")
    opened(people, "owner", [7] * 60)
    find_on(DAY.date())
    assert not Unusual.objects.exists()


@pytest.mark.parametrize(("hour", "listed"), [(21, False), (22, True), (2, True), (5, True), (6, False)])
def test_out_of_hours_goes_by_the_clock_in_london(people, hour, listed):
    opened(people, "owner", [1, 2, 3], hour=hour)
    find_on(DAY.date())
    assert found("night") == ([("Olive Owner", 3)] if listed else [])


def test_one_or_two_records_at_night_are_not_listed(people):
    opened(people, "owner", [1, 2], hour=2)
    find_on(DAY.date())
    assert not Unusual.objects.exists()


def test_the_own_family_name_is_listed_once_a_record(people):
    actor = people.reader("owner")
    with visibility.reading(actor):
        ocg, other = (make_ocg(people, "owner", title, team="unit") for title in ("One", "Two"))
        records.add_subject(
            actor=actor, record=ocg, subject=Subject(name="Ray COLLEAGUE ", category=Subject.Category.WITNESS)
        )
        records.add_subject(
            actor=actor,
            record=other,
            subject=Subject(name="Colleague Ray", category=Subject.Category.WITNESS),
        )
    opened(people, "colleague", [ocg.pk, other.pk])
    opened(people, "owner", [ocg.pk])
    assert find_on(DAY.date()) == 1
    opened(people, "colleague", [ocg.pk], day=DAY + timedelta(days=1))
    assert find_on(DAY.date()) == find_on((DAY + timedelta(days=1)).date()) == 0
    line = Unusual.objects.get()
    assert (line.kind, line.name, line.reference) == ("name", "Colin Colleague", ocg.reference)


def test_a_day_that_goes_on_raises_the_figure_until_somebody_followed_it_up(people):
    opened(people, "owner", [1, 2, 3], hour=2)
    assert find_on(DAY.date()) == 1
    opened(people, "owner", [4], hour=3)
    assert find_on(DAY.date()) == 0
    assert found("night") == [("Olive Owner", 4)]
    Unusual.objects.update(followed_up_at=timezone.now())
    opened(people, "owner", [5], hour=4)
    find_on(DAY.date())
    assert found("night") == [("Olive Owner", 4)]


def test_the_job_looks_at_yesterday_and_today(people):
    yesterday = timezone.localtime() - timedelta(days=1)
    opened(people, "owner", [1, 2, 3], day=yesterday.replace(minute=0), hour=3)
    assert tasks.find_unusual() == 1
    assert tasks.find_unusual() == 0
