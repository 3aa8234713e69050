from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Telling people of what happened."""

    name = "pam.notifications"
