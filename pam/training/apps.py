from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Agencies of which nothing is real: how an agency becomes one. What keeps them apart is in `access`."""

    name = "pam.training"

    def ready(self):
        from pam.ui.commands import Command, register_commands

        register_commands(
            Command("Training", "training:training", also="reset", roles=("administrator", "supervisor"))
        )
