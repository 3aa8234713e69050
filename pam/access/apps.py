from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who is who, and who may see what."""

    name = "pam.access"

    def ready(self):
        from django.db.models.signals import post_migrate

        from pam.access.wall_key import keep_after_migrate
        from pam.db.reading import register_function

        register_function("pam_read_as")
        post_migrate.connect(keep_after_migrate, sender=self, dispatch_uid="pam.wall_key")

    def row_security_sql(self):
        """The history of grants that the database itself gives and takes; what keeps training apart."""
        from pam.access import one_side
        from pam.access.models import Grant
        from pam.db.history_sql import keeping

        return [*keeping(Grant), *one_side.statements()]

    def sql_names(self):
        """What stands for the {{names}} in SQL files."""
        from pam.access.sql_names import names

        return names()
