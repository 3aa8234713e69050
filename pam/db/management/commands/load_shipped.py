"""manage.py load_shipped: adds the shipped data that is missing; what a force changed stays."""

from django.core.management.base import BaseCommand

from pam.db import shipped


class Command(BaseCommand):
    """Safe to repeat; `migrate` does the same."""

    help = "Add the shipped lists, settings, templates and terms of use that are missing."

    def handle(self, *args, **options):
        self.stdout.write(f"{shipped.load()} rows added.")
