from django.apps import AppConfig


class AskingConfig(AppConfig):
    """Asking others without opening a record to them, and telling them of it."""

    name = "pam.asking"

    def ready(self):
        from pam.records.kinds import register_panel, register_sharing_panel

        from . import mails, panels  # noqa: F401  (mails gives them their words)

        register_panel(panels.matches_of)
        register_panel(panels.questions_of)
        register_sharing_panel(panels.matches_about)
