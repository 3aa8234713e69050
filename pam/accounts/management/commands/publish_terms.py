"""manage.py publish_terms KIND FILE: a new version of a text that everyone accepts at their next click."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pam.access.errors import Refused
from pam.accounts.models import TermsOfUse
from pam.accounts.services.terms_of_use import publish


class Command(BaseCommand):
    """Publishes the text in FILE as the next version of KIND. Runs as the owner role."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=TermsOfUse.Kind.values)
        parser.add_argument("file", type=Path)

    def handle(self, *, kind, file, **options):
        try:
            terms = publish(kind=kind, text=file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from None
        except Refused as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"{terms} is published. Everyone will be asked to accept it.")
