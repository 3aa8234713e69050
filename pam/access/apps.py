"""The room that answers one question: may they see it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    """Lays the second wall after each migrate, and checks that each model says who may see it."""

    name = "pam.access"
    verbose_name = "Access"

    def ready(self):
        from . import checks, wall  # noqa: F401  (registers the system check)

        post_migrate.connect(wall.lay_after_migrate, dispatch_uid="pam.wall")
