"""manage.py verify_log [--anchor FILE]: checks every row of the log against its seals, and these against the
anchors of FILE (or of the settings' file). Ends with 1 if anything is wrong.
"""

import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pam.audit.anchors import anchors_in, unsigned_in
from pam.audit.models import Seal
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
        files = anchor or [path for path in [settings.LOG_ANCHOR_FILE] if path and Seal.objects.exists()]
        texts = [_read(path) for path in files]
        anchors = [pair for text in texts for pair in anchors_in(text)]
        report = verify(anchors)
        report.findings += [
            f"The anchor of seal {number} was not signed with the log's key."
            for text in texts
            for number in unsigned_in(text)
        ]
        for warning in _warnings(anchors, report):
            self.stderr.write(warning)
        for finding in report.findings:
            self.stderr.write(finding)
        self.stdout.write(
            f"{report.rows:,} rows in {report.seals:,} seals, {report.waiting:,} waiting for one,"
            f" {len(anchors):,} anchors; {time.monotonic() - began:.1f} s."
        )
        if report.findings:
            raise CommandError(f"The log is not as it was written: {len(report.findings):,} findings.")
        self.stdout.write("The log is as it was written.")


def _warnings(anchors, report):
    """What this check could not tell."""
    if not anchors:
        yield (
            "WARNING: checked without an anchor. A log whose newest part was cut off would not be found, nor"
            " one that was written anew by a person who has the log's key. Give --anchor FILE."
        )
    if not settings.LOG_KEY:
        yield "WARNING: PAM_LOG_KEY is not set: signatures were not checked."
    if report.given_after:
        yield (
            f"{report.given_after:,} numbers were given out after the newest row: requests that were taken"
            " back leave such a gap, and so do rows that were cut off before they were sealed."
        )


def _read(path):
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The anchors cannot be read: {error}") from None
    if not anchors_in(text):
        raise CommandError(f"There is no anchor in {path}: it should hold lines that begin with “seal”.")
    return text
