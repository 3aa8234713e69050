"""Files that no row names: left behind where a process died between storing a file and its commit. Run as the
jobs' role.

Which rows name files, and in which folders, is read from the models. A file is asked for first and its age
after: one that a transaction still stores is too young, and no name is ever used twice.
"""

import logging
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.utils import timezone

logger = logging.getLogger(__name__)
FEW = 20  # more than so many, and more than half of all files: then something else is wrong


# Whether a table hides rows from this role: the owner and the role of jobs have a policy that gives all.
HIDING = """
SELECT EXISTS (SELECT 1 FROM pg_class c
 WHERE c.oid = ANY (%s::text[]::regclass[]) AND row_security_active(c.oid)
  AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd = '*'
                    AND pg_get_expr(p.polqual, p.polrelid) = 'true'
                    AND (SELECT oid FROM pg_roles WHERE rolname = current_user) = ANY (p.polroles)))
"""


class NotSafe(Exception):
    """Nothing was removed, because what was found can't be believed; the message says what and what to do."""


def _fields():
    """Each FileField that has a table of its own."""
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            yield from (field for field in model._meta.local_fields if isinstance(field, models.FileField))


def folder_of(field):
    """The folder that a FileField stores in, without what changes by date; "" if that can't be told."""
    return "" if callable(field.upload_to) else str(field.upload_to).split("%")[0].rpartition("/")[0]


def places():
    """{storage: (its folders, [(table, column)] of what may name a file in it)}, the histories too."""
    found = {}
    for field in _fields():
        folders, columns = found.setdefault(field.storage, (set(), set()))
        folders.update(filter(None, [folder_of(field)]))
        columns.add((field.model._meta.db_table, field.column))
        if hasattr(field.model, "history"):
            columns.add((field.model.history.model._meta.db_table, field.column))
    return found


def remove(*, even_most=False):
    """Removes what no row names and is older than `settings.LEFTOVER_HOURS`; returns how many files went.

    Raises NotSafe if this role is not shown all rows; or if most files have no row, as with another
    database's files, unless `even_most`.
    """
    removed = 0
    for storage, (folders, columns) in places().items():
        _require_all_rows({table for table, _ in columns})
        before, files, unnamed = timezone.now() - timedelta(hours=settings.LEFTOVER_HOURS), 0, []
        for folder in sorted(folders):
            for names in _walk(storage, folder):
                files += len(names)
                unnamed += [
                    name
                    for name in sorted(set(names) - _named(names, columns))
                    if _older(storage, name, before)
                ]
        if len(unnamed) > FEW and 2 * len(unnamed) > files and not even_most:
            raise NotSafe(
                f"{len(unnamed)} of {files} stored files belong to no row, so none was removed. "
                "If these are this database's "
                "files, run `manage.py remove_leftovers --even-most`."
            )
        removed += sum(_gone(storage, name) for name in unnamed)
    return removed


def _walk(storage, folder):
    """The names of the files below `folder`, a folder at a time."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    if files:
        yield [f"{folder}/{name}" for name in files]
    for inner in folders:
        yield from _walk(storage, f"{folder}/{inner}")


def _named(names, columns):
    """Those of `names` that a row names."""
    asked = " UNION ".join(
        f"SELECT {column} FROM {table} WHERE {column} = ANY (%(names)s)" for table, column in sorted(columns)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, {"names": names})
        return {row[0] for row in cursor.fetchall()}


def _require_all_rows(tables):
    with connection.cursor() as cursor:
        cursor.execute(HIDING, [sorted(tables)])
        if cursor.fetchone()[0]:
            raise NotSafe(
                "Rows may be hidden from this role, so no file was removed. "
                "Run it as the owner of the tables or as the role of background jobs."
            )


def _older(storage, name, before):
    try:
        return storage.get_modified_time(name) <= before
    except FileNotFoundError:
        return False


def _gone(storage, name):
    try:
        storage.delete(name)
    except OSError as error:
        logger.warning(
            "A file that no row names was not removed (%s); it is tried again.", type(error).__name__
        )
        return False
    return True
