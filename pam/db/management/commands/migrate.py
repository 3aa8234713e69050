"""manage.py migrate, beside people at work: no statement waits long for a lock, and none is skipped."""

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from pam.db import laying, squashed
from pam.db.function_check import Broken
from pam.db.locks import TooBusy, patiently, short_locks
from pam.db.rendering import rendering_quickly

ONE_AT_A_TIME = 7_261_109  # the advisory lock of the person who migrates


class Command(migrate.Command):
    """Django's own, under a short lock_timeout and tried again; a second one waits for the first."""

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            squashed.require_all(connection)
            with short_locks(connection), rendering_quickly():
                patiently(lambda: super(Command, self).handle(*args, **options), "The migration")
            only_looks = options["plan"] or options["check_unapplied"]
            if not (options["app_label"] or only_looks) and (missing := laying.missing_tables()):
                raise CommandError(
                    "Row security was not laid: the migrations that this database has seen made no "
                    f"{', '.join(sorted(missing))}."
                )
        except (Broken, TooBusy) as error:
            raise CommandError(str(error)) from error
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
