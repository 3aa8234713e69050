from django.apps import AppConfig


class DoorsConfig(AppConfig):
    """The ways past a closed door: each asked for, answered by those behind it, and logged."""

    name = "pam.doors"

    def ready(self):
        from pam.records.kinds import register_panel, register_sharing_panel

        from . import panels

        register_panel(panels.requests_of)
        register_panel(panels.glass_of)
        register_sharing_panel(panels.requests_about)
