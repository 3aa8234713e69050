from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Best practice: what agencies offer to others."""

    name = "pam.practice"
    waiting_function = "pam_waiting_offers"  # what waits for who permits: see pam/dashboard/apps.py

    def ready(self) -> None:
        from pam.practice import waiting  # noqa: F401  (registers it)
        from pam.ui.commands import Command, register_commands

        register_commands(
            Command("Best practice", "practice:library", also="offered by others learning tactics copy"),
            Command(
                "Our offers",
                "practice:own",
                also="offer permission",
                roles=("framework_author", "supervisor"),
            ),
        )
