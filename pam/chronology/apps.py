from django.apps import AppConfig


class ChronologyConfig(AppConfig):
    """Multi-agency chronologies."""

    name = "pam.chronology"

    def ready(self) -> None:
        from pam.chronology import sections  # noqa: F401  (registers itself)
        from pam.chronology.panels import chronology_of_record
        from pam.records.quick_add import QuickAdd, register_quick_add
        from pam.ui.commands import Command, register_commands
        from pam.ui.panels import register_aside

        register_quick_add(QuickAdd("Chronology entry", "chronology:add", "to", 52))
        register_commands(
            Command("Merged chronology", "chronology:merged", also="multi-agency history of several records")
        )
        register_aside(chronology_of_record)
