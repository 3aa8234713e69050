from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Telling people of what happened."""

    name = "pam.notifications"

    def ready(self):
        from pam.notifications.panels import news_panel, unread_of
        from pam.ui.commands import Command, register_commands
        from pam.ui.panels import register_panel

        register_panel(news_panel, unread_of)
        register_commands(
            Command("New for me", "notifications:news", also="unread"),
            Command("Notifications", "notifications:told", also="my"),
            Command("Emails you get", "notifications:choices", also="my mail"),
        )
