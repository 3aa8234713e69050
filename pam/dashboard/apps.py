from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """The first page after signing in."""

    name = "pam.dashboard"

    def ready(self):
        from pam.dashboard.views import count_in_header
        from pam.ui.context import register_count

        register_count("home", count_in_header)
