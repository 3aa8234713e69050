"""Warnings and escalations of running clocks: each once. Run as the jobs' role."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from pam.clocks.events import EVENTS, occasion_of, people_to_warn
from pam.clocks.models import Clock
from pam.frameworks.clocks import Alarm, alarms, times
from pam.notifications.services import LIMIT, enqueue
from pam.records.bulk import rows


@transaction.atomic
def warn(now: datetime | None = None) -> int:
    """Owes word of each clock whose next moment to warn has come; returns how many clocks. Safe to run
    twice at once: a clock is claimed by its row, and each cause is owed once.

    Of several warnings that have passed unsent the last alone goes out, and none once the clock is late.
    """
    now = now or timezone.now()
    waiting = rows(Clock).filter(state=Clock.State.RUNNING, next_warning__lte=now)
    waiting = waiting.select_related("record", "framework_version").order_by("next_warning", "pk")
    claimed = list(waiting.select_for_update(skip_locked=True, of=("self",))[:LIMIT])
    for clock in claimed:
        every = alarms(times(clock.framework_version.body, clock.started_at))
        urgent = "hours" in clock.framework_version.body["period"]  # counted in hours: also at night
        for alarm in _due_now(every, clock, now):
            people, occasion = people_to_warn(clock, alarm), occasion_of(clock, alarm)
            enqueue(EVENTS[alarm.kind], clock.uuid, people, occasion=occasion, urgent=urgent)
        later = [alarm.at for alarm in every if alarm.at > now]
        # Without a row of history: nothing that a person said of the clock changes by it.
        rows(Clock).filter(pk=clock.pk).update(next_warning=later[0] if later else None)
    return len(claimed)


def _due_now(every: list[Alarm], clock: Clock, now: datetime) -> list[Alarm]:
    passed = [alarm for alarm in every if clock.next_warning <= alarm.at <= now]
    warned = [alarm for alarm in passed if alarm.kind == "warning" and clock.due > now]
    return [*warned[-1:], *(alarm for alarm in passed if alarm.kind != "warning")]
