"""manage.py verify_log [--anchor FILE]: checks every row of the log against its seals. Ends with 1 if
anything is wrong.
"""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pam.audit.anchors import anchors_in
from pam.audit.verifying import verify


class Command(BaseCommand):
    """Says which rows were changed, removed or put in, and which batches were dropped."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor", metavar="FILE", action="append", default=[], help="a file kept by anchor_log"
        )

    def handle(self, *, anchor, **options):
        began = time.monotonic()
        anchors = [pair for path in anchor for pair in _read(path)]
        report = verify(anchors)
        for finding in report.findings:
            self.stderr.write(finding)
        self.stdout.write(
            f"{report.rows:,} rows in {report.seals:,} seals, {report.waiting:,} waiting for one,"
            f" {len(anchors):,} anchors; {time.monotonic() - began:.1f} s."
        )
        if report.findings:
            raise CommandError(f"The log is not as it was written: {len(report.findings):,} findings.")
        self.stdout.write("The log is as it was written.")


def _read(path):
    try:
        found = anchors_in(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The anchors cannot be read: {error}") from None
    if not found:
        raise CommandError(f"There is no anchor in {path}: it should hold lines that begin with “seal”.")
    return found
