"""manage.py restore --from FILE [--sha256 NUMBER] [--check]: restores a backup into an empty place."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize

from pam.retention.backups.restoring import check, restore
from pam.retention.backups.sealed import PIECE, BackupError


class Command(BaseCommand):
    """Runs as the owner role, before anything else runs. PAM_BACKUP_KEY is the secret key."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--from", metavar="FILE", dest="source", required=True)
        parser.add_argument("--sha256", default="", help="what the backup printed when it was made")
        parser.add_argument(
            "--check", action="store_true", help="only read it to its end, and restore nothing"
        )

    def handle(self, *, source, sha256, **options):
        path = Path(source)
        if not settings.BACKUP_KEY:
            raise CommandError("Set PAM_BACKUP_KEY to the secret key that belongs to the backup.")
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        if sha256 and _digest(path) != sha256.lower():
            raise CommandError(
                "The file is not the one that was made: its SHA-256 differs. Do not restore it."
            )
        try:
            if options["check"]:
                found = check(path, settings.BACKUP_KEY)
                self.stdout.write(f"The backup of {found.about['made']} is whole: {_files(found)}.")
                return
            done = restore(path, settings.BACKUP_KEY)
        except BackupError as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"Restored the backup of {done.contents.about['made']}: {_files(done.contents)}.")
        if done.missing:
            self.stdout.write(
                f"Rows name {done.missing:,} missing file{pluralize(done.missing)}: of records that were "
                "erased while the backup was made."
            )
        for finding in done.log.findings:
            self.stderr.write(finding)
        if done.log.findings:
            raise CommandError(f"The log is not as it was written: {len(done.log.findings):,} findings.")
        self.stdout.write(f"The log is as it was written ({done.log.rows:,} rows).")


def _files(found):
    return f"{found.files:,} file{pluralize(found.files)}"


def _digest(path):
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(PIECE):
            digest.update(chunk)
    return digest.hexdigest()
