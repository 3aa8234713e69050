from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Telling people of what happened."""

    name = "pam.notifications"

    def ready(self):
        from pam.ui.commands import Command, register_commands

        register_commands(
            Command("Notifications", "notifications:told", also="my"),
            Command("Emails you get", "notifications:choices", also="my mail"),
        )
