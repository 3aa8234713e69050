"""manage.py set_setting [KEY] [VALUE] [--agency SHORT_NAME] [--reset]: shows the settings, or changes one for
every agency or for one.
"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from pam.access.errors import Refused
from pam.access.models import Agency
from pam.reference.declarations import all_declared, declared
from pam.reference.selectors.settings import setting
from pam.reference.services.settings import reset_general, set_general


class Command(BaseCommand):
    """Runs as the owner role. Without a key it lists every setting with its value; with a key alone, that
    one.
    """

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("key", nargs="?")
        parser.add_argument("value", nargs="?", help="a number, yes or no, a text, or the code of a choice")
        parser.add_argument("--agency", metavar="SHORT_NAME", help="for this agency alone")
        parser.add_argument("--reset", action="store_true", help="back to the default")

    def handle(self, *, key, value, agency, reset, **options):
        owner = self._agency(agency)
        if key is None:
            for one in all_declared():
                self._show(one, owner)
            return
        try:
            one = declared(key)
        except KeyError:
            raise CommandError(f"No setting is called {key}. Without a key this lists them all.") from None
        try:
            if reset:
                reset_general(key, agency=owner)
            elif value is not None:
                set_general(key, one.parse(value, owner.pk if owner else None), agency=owner)
        except (Refused, ValidationError) as error:
            raise CommandError(getattr(error, "message", None) or error.messages[0]) from None
        self._show(one, owner)

    def _agency(self, short_name):
        if short_name is None:
            return None
        found = Agency.objects.filter(short_name=short_name).first()
        if found is None:
            raise CommandError(f"There is no agency with the short name {short_name}.")
        return found

    def _show(self, one, owner):
        number = owner.pk if owner else None
        value = one.words(setting(one.key, number), number)
        self.stdout.write(f"{one.key} = {value} (default {one.words(one.default)}): {one.label}")
