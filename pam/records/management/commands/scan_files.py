"""manage.py scan_files: has the virus scanner read the files from before there was one, and what waits."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pam.db.scanned import Scan
from pam.records.scanning import scan_files


class Command(BaseCommand):
    """Run as the owner, for example once after PAM_CLAMD was set."""

    help = __doc__

    def handle(self, **options):
        if not settings.CLAMD:
            raise CommandError("There is no virus scanner: set PAM_CLAMD.")
        total = 0
        for state in (Scan.WAITING, Scan.NONE):
            while done := scan_files(state):
                total += done
        self.stdout.write(f"{total:,} files scanned.")
