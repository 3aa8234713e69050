"""manage.py encrypt_webhook_secrets: brings the secrets of webhooks under the first of PAM_MFA_KEYS."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from pam.api.services.sending import encrypt_all


class Command(BaseCommand):
    """For a new key: put it first, run this, then take the old one away. Runs as the owner role."""

    help = __doc__

    def handle(self, **options):
        try:
            changed = encrypt_all()
        except ImproperlyConfigured as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        self.stdout.write(f"{changed} secrets of webhooks were brought under the first key.")
