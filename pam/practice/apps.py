from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Best practice: what agencies offer to others."""

    name = "pam.practice"
    waiting_function = "pam_waiting_offers"  # offers that wait for permission: see pam/dashboard/apps.py

    def ready(self) -> None:
        from pam.frameworks.beside import register_beside
        from pam.practice import events, waiting  # noqa: F401  (register themselves)
        from pam.practice.panels import beside_framework, learning_of_record
        from pam.ui.commands import Command, register_commands
        from pam.ui.panels import register_aside
        from pam.ui.statuses import register_status_colours

        register_commands(
            Command("Best practice", "practice:library", also="offered by others learning tactics copy"),
            Command(
                "Our offers",
                "practice:own",
                also="offer permission",
                roles=("framework_author", "supervisor"),
            ),
        )
        register_beside(beside_framework)
        register_aside(learning_of_record)
        register_status_colours(
            {
                "in preparation": "teal",
                "offered": "green",
                "revoked": "grey",
                "waiting for permission": "yellow",
                "permitted": "green",
                "not permitted": "orange",
            }
        )
