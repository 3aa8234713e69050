"""manage.py set_lawful_basis [CODE] [--kinds KIND … | --any]: shows which kinds of agency can disclose on
each lawful basis, or changes it for one. The same for every agency: the law is.
"""

from django.core.management.base import BaseCommand, CommandError

from pam.access.models import Agency, LawfulBasis
from pam.access.validation import save_valid


class Command(BaseCommand):
    """Runs as the owner role. Without a code it lists every basis."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("code", nargs="?")
        parser.add_argument(
            "--kinds", nargs="+", choices=Agency.Kind.values, help="these kinds of agency alone"
        )
        parser.add_argument("--any", action="store_true", help="any agency")

    def handle(self, *, code, kinds, **options):
        if kinds and options["any"]:
            raise CommandError("Give --kinds or --any, not both.")
        bases = LawfulBasis.objects.filter(code=code) if code else LawfulBasis.objects.all()
        if code and not bases:
            raise CommandError(f"No lawful basis has the code {code}. Without a code this lists them all.")
        if (kinds or options["any"]) and not code:
            raise CommandError("Say which lawful basis to change.")
        for basis in bases:
            if kinds or options["any"]:
                basis.agency_kinds = sorted(kinds or [])
                save_valid(basis, update_fields=["agency_kinds"])
            self.stdout.write(f"{basis.code}: {', '.join(basis.kinds_in_words())} ({basis.name})")
