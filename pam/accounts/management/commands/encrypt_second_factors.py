"""manage.py encrypt_second_factors: brings the secrets of second factors under the first of PAM_MFA_KEYS."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from pam.accounts.second_factors import encrypt_all


class Command(BaseCommand):
    """For a new key: put it first, run this, then take the old one away. Runs as the owner role."""

    help = __doc__

    def handle(self, **options):
        try:
            changed = encrypt_all(Authenticator.objects.all())
        except ImproperlyConfigured as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        self.stdout.write(f"{changed} second factors were brought under the first key.")
