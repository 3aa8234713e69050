from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Covert matches: telling the other record's lead, never who added."""

    name = "pam.matching"

    def ready(self):
        from pam.matching import events, panels  # noqa: F401  (events registers them)
        from pam.ui.panels import register_sharing_panel

        register_sharing_panel(panels.matches_about)
