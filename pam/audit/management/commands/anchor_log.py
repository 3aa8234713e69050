"""manage.py anchor_log [--file FILE] [--mail ADDRESS]: keeps the newest seal outside of the database."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pam.audit.anchors import anchor_to_file, anchor_to_mail
from pam.audit.seals import seal_all


class Command(BaseCommand):
    """Seals what waits, and appends the newest seal to a file or mails it. Without an option: as the settings
    say.
    """

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--file", metavar="FILE", default="")
        parser.add_argument("--mail", metavar="ADDRESS", default="")

    def handle(self, *, file, mail, **options):
        if not (file or mail):
            file, mail = settings.LOG_ANCHOR_FILE, settings.LOG_ANCHOR_MAIL
        if not (file or mail):
            raise CommandError(
                "Say where: --file FILE or --mail ADDRESS (or PAM_LOG_ANCHOR_FILE, PAM_LOG_ANCHOR_MAIL)."
            )
        seal_all()
        try:
            done = [anchor_to_file(file)] if file else []
            done += [anchor_to_mail(mail)] if mail else []
        except OSError as error:
            raise CommandError(f"The anchor was not kept: {error}") from None
        self.stdout.write("\n".join(filter(None, done)) or "Nothing new to anchor.")
