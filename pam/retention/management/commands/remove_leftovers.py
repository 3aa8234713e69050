"""manage.py remove_leftovers [--even-most]:
removes stored files that no row names, as the clock's job does.
"""

from django.core.management.base import BaseCommand, CommandError

from pam.retention import leftovers


class Command(BaseCommand):
    """Says how many files went. Runs as the owner role."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--even-most", action="store_true", help="also if most of the stored files belong to no row"
        )

    def handle(self, *, even_most, **options):
        try:
            removed = leftovers.remove(even_most=even_most)
        except leftovers.NotSafe as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{removed} files that belonged to no row were removed.")
