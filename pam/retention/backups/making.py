"""Makes a backup: the database first, then the files. A file without a row does no harm; a row without its
file does.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from pam import __version__
from pam.audit.services import Verb, log_of_job
from pam.retention.backups import programs, sealed
from pam.retention.backups.sealed import BackupError

HIDING = """
SELECT c.relname FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND row_security_active(c.oid)
   AND NOT EXISTS (SELECT 1 FROM pg_policy p
                  WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('*', 'r')
                    AND pg_get_expr(p.polqual, p.polrelid) = 'true'
                    AND (SELECT oid FROM pg_roles WHERE rolname = current_user) = ANY (p.polroles))
 ORDER BY 1
"""


@dataclass
class Made:
    """A backup that was made: where, its SHA-256, and how many files and bytes of files are in it."""

    path: Path
    sha256: str
    files: int
    bytes: int


def back_up(to: Path, key: str) -> Made:
    """Makes a backup in the folder `to` that the secret key of the public `key` opens. Logged. Takes a few
    megabytes of memory whatever it backs up, and leaves nothing readable on the disk.

    Raises BackupError if the key is none, this role isn't shown all rows, or anything fails; then there is no
    file.
    """
    recipient = sealed.public_key(key)
    if not to.is_dir():
        raise BackupError(f"{to} is not a folder: make it, writable for the user who runs this.")
    _require_all_rows()
    dump = programs.prepared(programs.DUMP)  # the pages below are written by a thread without a connection
    made = timezone.now()
    path = to / f"pam-{made:%Y%m%dT%H%M%SZ}.tar.age"
    counts: dict[str, int] = {}

    def fill(writer: sealed.Writer) -> None:
        writer.about(pam=__version__, made=made.isoformat(), database=dump.server)
        with programs.dumping(dump) as stream:
            writer.dump(stream)
        media = Path(settings.MEDIA_ROOT)
        for file in sorted(media.rglob("*")):
            if file.is_file() and not file.is_symlink():
                writer.file(file.relative_to(media).as_posix(), file)
        writer.end()
        counts.update(writer.counts())

    sealed.write(path, recipient, fill)
    digest = hashlib.sha256()
    with path.open("rb") as whole:
        while chunk := whole.read(sealed.PIECE):
            digest.update(chunk)
    log_of_job(Verb.CONSULTATION, "backup", [], detail=f"{path.name}, SHA-256 {digest.hexdigest()}")
    return Made(path, digest.hexdigest(), counts["files"], counts["bytes"])


def _require_all_rows():
    """Raises BackupError if row security hides rows of a table from this role: the dump would lack them."""
    with connection.cursor() as cursor:
        cursor.execute(HIDING)
        hidden = [name for (name,) in cursor.fetchall()]
    if hidden:
        raise BackupError(
            f"This role is not shown all rows of {', '.join(hidden[:5])}: run it as the owner of the tables, "
            "for example in the container of the system worker."
        )
