"""manage.py backup --to FOLDER: backs up the database, then the files, in one encrypted file."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat, pluralize

from pam.retention.backups.making import back_up
from pam.retention.backups.sealed import BackupError


class Command(BaseCommand):
    """Runs as the owner role, while people work. PAM_BACKUP_KEY is the public key (manage.py backup_key)."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--to", metavar="FOLDER", required=True, help="where the file goes")

    def handle(self, *, to, **options):
        if not settings.BACKUP_KEY:
            raise CommandError("Set PAM_BACKUP_KEY to a public key: make a pair with manage.py backup_key.")
        try:
            made = back_up(Path(to), settings.BACKUP_KEY)
        except BackupError as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(
            f"{made.path} ({filesizeformat(made.path.stat().st_size)}; "
            f"{made.files:,} file{pluralize(made.files)}, {filesizeformat(made.bytes)})\n"
            f"SHA-256 {made.sha256}\nKeep this number apart from the file: it "
            "tells yours from one that someone else made."
        )
