from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API: an agency's own systems, their tokens, and what they read and write."""

    name = "pam.api"
    waiting_function = "pam_waiting_in_api"  # terms to accept for a system: see pam/dashboard/apps.py
    before_disposal = "pam_note_erasure_for_webhooks"

    def ready(self):
        from pam.api import waiting  # noqa: F401  (it registers itself)
        from pam.ui.commands import Command, register_commands

        register_commands(
            Command("Systems and tokens", "api:systems", also="api developers", roles=("administrator",))
        )
