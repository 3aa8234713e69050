from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """The first page after signing in."""

    name = "pam.dashboard"
