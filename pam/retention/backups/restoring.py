"""Restores a backup into an empty database and an empty folder, and proves the access log."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from pam.audit.services import Verb, log_of_job
from pam.audit.verifying import Report, verify
from pam.db.files import Storage
from pam.retention import leftovers
from pam.retention.backups import programs, sealed
from pam.retention.backups.sealed import BackupError, Contents


@dataclass
class Restored:
    """What was restored, what the log's check found, and how many rows name a file that isn't there."""

    contents: Contents
    log: Report
    missing: int


def check(path: Path, key: str) -> Contents:
    """Reads the backup `path` with the secret `key` to its end, and restores nothing. Raises BackupError."""
    return sealed.read(path, sealed.secret_key(key))


def restore(path: Path, key: str) -> Restored:
    """Restores the backup `path` with the secret `key`, migrates, signs everyone out and checks the log.

    Raises BackupError if the backup isn't whole (then nothing was begun), if the database or the folder of
    files isn't empty, or if anything fails.
    """
    program = programs.prepared(programs.RESTORE)
    media = Path(settings.MEDIA_ROOT)
    _require_empty(media)
    contents = check(path, key)
    identity = sealed.secret_key(key)
    connection.close()
    with programs.restoring(program) as sink:
        sealed.read(path, identity, piece=lambda stream: shutil.copyfileobj(stream, sink, sealed.PIECE))
    storage = Storage(location=media)
    sealed.read(path, identity, file=lambda name, stream: _keep(Path(storage.path(name)), stream))
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")  # a session that was ended since would live again
    log_of_job(Verb.ALTERATION, "restore", [], detail=f"{path.name}, made {contents.about.get('made', '')}")
    return Restored(contents, verify([]), _missing())


def _require_empty(media):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        if cursor.fetchone()[0]:
            name = connection.settings_dict["NAME"]
            raise BackupError(f"There are tables in the database {name} already: restore into an empty one.")
    if not sealed.empty(media):
        raise BackupError(f"There are files in {media} already: restore into an empty folder.")


def _keep(path, stream):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        shutil.copyfileobj(stream, out, sealed.PIECE)


def _missing():
    """How many rows name a file that isn't there: of records that were erased while the backup was made."""
    missing = 0
    for storage, (_, columns) in leftovers.places().items():
        for table, column in columns:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')
                missing += sum(not storage.exists(name) for (name,) in cursor.fetchall())
    return missing
