"""manage.py row_security: what the next migrate would lay and take away; exit code 1 if there is anything."""

from django.core.management.base import BaseCommand

from pam.db import laying


class Command(BaseCommand):
    """Only looks. `migrate` lays it."""

    help = "Show which functions, triggers, policies and privileges differ from what the code says."

    def handle(self, *args, **options):
        found = laying.difference()
        self.stdout.write(str(found) or "Everything is laid as the code says.")
        if found:
            raise SystemExit(1)
