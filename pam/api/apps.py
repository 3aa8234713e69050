from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API: an agency's own systems, their tokens, and what they read and write."""

    name = "pam.api"

    def ready(self):
        from pam.ui.commands import Command, register_commands

        register_commands(
            Command("Systems and tokens", "api:systems", also="api developers", roles=("administrator",))
        )
