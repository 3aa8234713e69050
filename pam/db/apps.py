from django.apps import AppConfig


class DbConfig(AppConfig):
    """Row-level security, laid from what the models declare."""

    name = "pam.db"

    def ready(self):
        from django.db.models.signals import post_migrate, pre_save

        from pam.db import checks, laying, ordering, shipped  # noqa: F401  (two register themselves)
        from pam.db.typed import clean_before_saving

        pre_save.connect(clean_before_saving, dispatch_uid="pam.typed")
        post_migrate.connect(laying.lay_after_migrate, dispatch_uid="pam.row_security")
        post_migrate.connect(shipped.load_after_migrate, dispatch_uid="pam.shipped")

    def sql_names(self):
        """What stands for the {{names}} in SQL files."""
        from django.conf import settings

        from pam.db.told import TOLD

        demo = "true" if settings.DEMO_SIGN_IN else "false"
        roles = {name: f"'{getattr(settings, name)}'" for name in ("WEB_ROLE", "KEEPER_ROLE")}
        return {**roles, "TOLD": TOLD, "DEMO": demo}

    def row_security_sql(self):
        """The folding of names, and the extension that says which words sound alike."""
        from pam.db.folding import fold_sql, latin_sql
        from pam.db.nicknames import nicknames_sql
        from pam.db.sounds import sound_sql

        extension = "CREATE EXTENSION IF NOT EXISTS fuzzystrmatch"
        return [extension, fold_sql(), latin_sql(), nicknames_sql(), sound_sql()]
