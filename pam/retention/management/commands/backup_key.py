"""manage.py backup_key: makes a new pair of keys for backups."""

from django.core.management.base import BaseCommand

from pam.retention.backups.sealed import new_keys


class Command(BaseCommand):
    """Prints both, and keeps neither."""

    help = __doc__
    requires_system_checks = ()

    def handle(self, **options):
        public, secret = new_keys()
        self.stdout.write(
            f"Public key, for making backups (PAM_BACKUP_KEY where pam runs):\n  {public}\n"
            f"Secret key, for restoring them:\n  {secret}\n"
            "Keep the secret key on paper or in a safe of passwords, apart from the backups and from this "
            "machine. Without it no one can restore them; with it anyone can read them."
        )
