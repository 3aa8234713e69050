"""The demo's past: plays what happened, in the order in which it happened, each event at its own moment.

The services date what they write by the clock. Here the clock shows where the story is, and the rows, the
histories and the log carry that moment; the order of the log is the order of the days.
"""

import functools
import gc
import heapq
import random
import uuid
from contextlib import ExitStack, contextmanager
from datetime import datetime, time, timedelta
from itertools import count
from unittest.mock import patch

from django.db import connection
from django.db.models.signals import pre_save
from django.utils import timezone
from simple_history.manager import HistoryManager
from simple_history.signals import pre_create_historical_record

from demo.together import Together
from pam.access import visibility
from pam.access.reader import reader_of_membership
from pam.db.checks import is_history
from pam.db.reading import current_reader

_real_now = timezone.now


@contextmanager
def _no_collecting():
    """Half a million short-lived objects and nothing else: the collector would find nothing and take a tenth
    of the time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # nor in what is left
        gc.enable()


class Story:
    """What happened in the demo city. `at()` and `on()` note an event, `play()` lets all of them happen.

    `moment` is where the story is, `today` the day it ends on, `rng` the one source of chance.
    """

    def __init__(self, today=None, seed=20):
        self.end = _real_now()
        self.today = today or timezone.localdate()
        self.rng = random.Random(seed)
        self.moment = self.end
        self.skipped = 0
        self._events, self._order, self._readers = [], count(), {}
        self._together = Together()

    def when(self, days, hour=None, minute=None):
        """The moment `days` from today (negative: ago), in working hours unless an hour is given."""
        hour = self.rng.randint(8, 17) if hour is None else hour
        minute = self.rng.randint(0, 59) if minute is None else minute
        return timezone.make_aware(datetime.combine(self.today + timedelta(days), time(hour, minute)))

    def on(self, days, do, *args, hour=None, minute=None, **kwargs):
        """Notes that `do(*args, **kwargs)` happens `days` from today."""
        self.at(self.when(days, hour, minute), do, *args, **kwargs)

    def at(self, moment, do, *args, **kwargs):
        """Notes that `do(*args, **kwargs)` happens at `moment`. What lies in the future never happens."""
        if moment < self.end:
            heapq.heappush(self._events, (moment, next(self._order), do, args, kwargs))
        else:
            self.skipped += 1

    def play(self):
        """Lets everything happen, in order; events may note further ones. Returns how many there were."""
        played = 0
        with self._dated(), _no_collecting():
            while self._events:
                moment, _, do, args, kwargs = heapq.heappop(self._events)
                self.moment = max(moment, self.moment) if played else moment
                do(*args, **kwargs)
                played += 1
        return played

    @contextmanager
    def acting(self, membership):
        """The reader that `membership` makes, who acts for the length of the block behind the second wall."""
        if membership.pk not in self._readers:
            self._readers[membership.pk] = reader_of_membership(membership.pk)
        reader = self._readers[membership.pk]
        with visibility.reading(reader):
            yield reader

    @contextmanager
    def _dated(self):
        """Dates every new row, each history row and `timezone.now()` by the story."""
        with ExitStack() as stack:
            stack.enter_context(patch.object(timezone, "now", lambda: self.moment))
            # One error ends the whole load: without savepoints it takes half of the time.
            stack.enter_context(patch.object(connection.features, "uses_savepoints", False))
            # Each history row makes this class anew, at 2 ms a time.
            made_once = functools.cache(HistoryManager.from_queryset)
            stack.enter_context(patch.object(HistoryManager, "from_queryset", made_once))
            for signal, receiver in (
                (pre_save, self._date_row),
                (pre_create_historical_record, self._date_history),
            ):
                signal.connect(receiver, weak=False)
                stack.callback(signal.disconnect, receiver)
            stack.enter_context(self._together.instead())
            yield

    def _date_row(self, sender, instance, **kwargs):
        if is_history(sender) or not instance._state.adding:
            return
        for field in sender._meta.concrete_fields:
            # The default is the real clock; whatever the service set itself is the story's already.
            if field.default is _real_now and getattr(instance, field.attname) >= self.end:
                setattr(instance, field.attname, self.moment)
            elif field.name == "uuid":
                instance.uuid = uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def _date_history(self, sender, history_instance, **kwargs):
        reader = current_reader()
        history_instance.history_date = self.moment
        if reader is not None:
            history_instance.history_user_id = reader.user_id
            if hasattr(history_instance, "history_agency"):
                history_instance.history_agency = reader.agency_name
        history_instance.save = lambda **options: self._together.keep(history_instance)
