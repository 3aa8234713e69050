from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Figures that inspectors ask for, as at any day."""

    name = "pam.evidence"

    def ready(self):
        from pam.ui.commands import Command, register_commands

        register_commands(Command("Inspection evidence", "evidence:page", also="inspectors figures as at"))
