"""manage.py populate --records N: N records of believable shape, with people, grants and parts, for
measuring.
"""

import sys
import time

from django.core.management.base import BaseCommand, CommandError

from demo.bulk.check import Different
from demo.bulk.fill import fill
from demo.bulk.people import BENCH

WIDTH = 30


class Command(BaseCommand):
    """Adds records to whatever is there.

    Nobody else should use the database meanwhile: indexes are rebuilt.
    """

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--records", type=int, required=True)
        parser.add_argument("--grants-per-record", type=int, default=2)
        parser.add_argument("--agencies", type=int, default=200)
        parser.add_argument("--users", type=int, default=5000)

    def handle(self, *, records, grants_per_record, agencies, users, **options):
        if records < 1 or not 1 <= grants_per_record <= 20:
            raise CommandError("Give at least one record, and from 1 to 20 grants a record.")
        if agencies < 2 * len(BENCH) or users < 20 * agencies:
            raise CommandError(f"Give at least {2 * len(BENCH)} agencies, and 20 users for each.")
        self.began, self.shown = time.monotonic(), 0.0
        try:
            fill(records, grants=grants_per_record, agencies=agencies, users=users, report=self.report)
        except Different as error:
            raise CommandError(
                f"{error} The rules in demo/bulk/rows.py have fallen behind pam/access/sql."
            ) from None
        seconds = time.monotonic() - self.began
        self.stdout.write(
            f"\n{records:,} records and {records * grants_per_record:,} grants in {seconds:.0f} s."
        )

    def report(self, stage, done, of):
        """One line that moves on a terminal, a line now and then elsewhere."""
        seconds, last = time.monotonic() - self.began, done >= of
        terminal = sys.stdout.isatty()
        if not last and seconds - self.shown < (0.2 if terminal else 10):
            return
        self.shown = seconds
        full = WIDTH * done // of
        line = f"{stage:<12} [{'#' * full}{'.' * (WIDTH - full)}] {done:>9,} of {of:,}  {seconds:5.0f} s"
        self.stdout.write(f"\r{line}" if terminal else line, ending="" if terminal and not last else "\n")
