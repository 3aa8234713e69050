from django.apps import AppConfig


class DbConfig(AppConfig):
    """Row-level security, laid from what the models declare."""

    name = "pam.db"

    def ready(self):
        from django.db.models.signals import post_migrate

        from pam.db import checks, laying, shipped  # noqa: F401  (checks registers itself)

        post_migrate.connect(laying.lay_after_migrate, dispatch_uid="pam.row_security")
        post_migrate.connect(shipped.load_after_migrate, dispatch_uid="pam.shipped")
