"""manage.py load_shipped: adds the shipped data that is missing; what a force changed stays."""

from typing import Any

from django.core.management.base import BaseCommand

from pam.db import shipped as rows
from pam.frameworks import shipped as frameworks


class Command(BaseCommand):
    """Safe to repeat; `migrate` does the same. Runs as the owner."""

    help = "Add the shipped lists, help, terms of use and frameworks that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Lists first: frameworks name their values."""
        self.stdout.write(f"{rows.load()} rows added, {frameworks.load()} frameworks published.")
