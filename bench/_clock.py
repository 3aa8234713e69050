"""How long something takes, in Python and in PostgreSQL: by the wall's clock, and of the processor's time."""

import statistics
import time
from pathlib import Path


class Clock:
    """Adds up the time in the database, as a wrapper of Django's queries."""

    def __init__(self):
        self.backends = set()  # the numbers of the server's processes that answered
        self.clear()

    def clear(self):
        """Begins anew."""
        self.ms, self.count, self.slowest, self.asked = 0.0, 0, (0.0, "", ()), []

    def __call__(self, execute, sql, params, many, context):
        self.backends.add(context["connection"].connection.info.backend_pid)
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = (time.perf_counter() - began) * 1000
            self.ms, self.count = self.ms + took, self.count + 1
            self.asked.append((sql, took))
            if took > self.slowest[0]:
                self.slowest = (took, sql, params)

    def cpu_ms(self):
        """What the server's processes have used of the processor so far; None where the system doesn't
        say.
        """
        try:
            used = [Path(f"/proc/{pid}/schedstat").read_text() for pid in self.backends]
        except OSError:
            return None
        return sum(int(words.split()[0]) for words in used) / 1e6


def timed(work, clock):
    """(what `work()` returns, how many queries and ms it took)."""
    clock.clear()
    database, python, began = clock.cpu_ms(), time.process_time(), time.perf_counter()
    answer = work()
    page, python, after = time.perf_counter() - began, time.process_time() - python, clock.cpu_ms()
    return answer, {
        "queries": clock.count,
        "page_ms": page * 1000,
        "db_ms": clock.ms,
        "page_cpu_ms": python * 1000,
        "db_cpu_ms": None if database is None or after is None else after - database,
    }


def middle(work, clock, rounds=5):
    """{what: median ms, and how many queries} of calling `work` so many times."""
    found = [timed(work, clock)[1] for _ in range(rounds)]
    answer = {"queries": statistics.median_low(row["queries"] for row in found)}
    for what in ("page_ms", "db_ms", "page_cpu_ms", "db_cpu_ms"):
        values = [row[what] for row in found]
        answer[what] = None if None in values else round(statistics.median(values), 2)
    return answer
