from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """How long records are kept: reviews, legal holds, disposal."""

    name = "pam.retention"

    def ready(self):
        from pam.records.kinds import register_aside, register_panel

        from . import panels

        register_panel(panels.due_of)
        register_aside(panels.keeping_of)
