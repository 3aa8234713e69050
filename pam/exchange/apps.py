from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Doors to other programs: a person's calendar."""

    name = "pam.exchange"

    def ready(self):
        from pam.ui.commands import Command, register_commands

        register_commands(Command("Your calendar", "exchange:calendar", also="feed due dates ics"))
