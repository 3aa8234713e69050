from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who is who, and who may see what."""

    name = "pam.access"

    def row_security_sql(self):
        """The function that writes the history of grants that the database itself gives and takes, as SQL."""
        from pam.access.models import Grant
        from pam.db.history_sql import keeping

        return keeping(Grant)

    def sql_names(self):
        """What stands for the {{names}} in SQL files."""
        from pam.access.sql_names import names

        return names()
