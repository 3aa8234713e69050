"""Whether a database has seen all that a squashed migration stands for.

Where it has seen some of it, and the files of the rest are gone, Django leaves the squashed one out without a
word: tables would lack columns.
"""

from collections.abc import Collection, Mapping

from django.core.management.base import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def missed(
    migrations: Mapping[tuple[str, str], Migration], applied: Collection[tuple[str, str]]
) -> list[tuple[str, str]]:
    """What a squashed one of `migrations` stands for, whose file is gone, and a database lacks that has some
    of the others.
    """
    found = []
    for migration in migrations.values():
        lacking = [name for name in migration.replaces if name not in applied]
        if 0 < len(lacking) < len(migration.replaces):
            found += [name for name in lacking if name not in migrations]
    return found


def require_all(connection: BaseDatabaseWrapper) -> None:
    """Raises CommandError if the database lacks a migration that was squashed since."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    if gone := missed(loader.disk_migrations, MigrationRecorder(connection).applied_migrations()):
        names = ", ".join(".".join(name) for name in gone)
        raise CommandError(
            "The database is of an earlier release than this one can upgrade. Upgrade it to the release "
            f"before first. Nothing was changed. It lacks {names}."
        )
