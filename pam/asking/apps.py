from django.apps import AppConfig


class AskingConfig(AppConfig):
    """Asking others without opening a record to them, and telling them of it."""

    name = "pam.asking"

    def ready(self):
        from . import mails  # noqa: F401  (gives the mails their words)
