"""manage.py load_demo: two years in the life of an invented city, for an empty database."""

import gc
import time

from django.core.management.base import BaseCommand, CommandError

from demo.load import AlreadyThere, load_demo


class Command(BaseCommand):
    """Loads the demo once. Refuses a database that has agencies already."""

    help = __doc__
    requires_system_checks = []  # migrate has just made them

    def handle(self, **options):
        began = time.monotonic()
        gc.disable()  # a tenth of the time, and no more memory: hardly anything goes in circles here
        try:
            world = load_demo()
        except AlreadyThere:
            raise CommandError(
                "There are agencies in this database already, so the demo was not loaded. "
                "To start afresh, stop pam "
                "and delete the folder .local, or name an empty database in DATABASE_URL."
            ) from None
        finally:
            gc.enable()
        groups = sum(1 for key in world.records if not key.startswith(("case-", "meeting-")))
        self.stdout.write(
            f"The demo is loaded: {len(set(world.city.people.values()))} people, {groups} OCGs, "
            f"{len(world.records)} records "
            f"in {time.monotonic() - began:.1f} s."
        )
