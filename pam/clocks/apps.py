from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Clocks of records."""

    name = "pam.clocks"
    waiting_function = "pam_waiting_in_clocks"  # clocks due soon or late: see pam/dashboard/apps.py

    def ready(self) -> None:
        from pam.clocks import (
            events,  # noqa: F401  (they register themselves)
            waiting,  # noqa: F401
        )
        from pam.clocks.noticing import begins_with, on_happening
        from pam.clocks.panels import clocks_of_record
        from pam.records.happenings import register_listener
        from pam.ui.commands import Command, register_commands
        from pam.ui.panels import register_aside
        from pam.ui.statuses import register_status_colours

        register_status_colours({"running": "blue", "met": "green", "stopped": "grey"})
        register_commands(
            Command("Wall of clocks", "clocks:wall", also="deadlines due timers"),
            Command("Breached clocks", "clocks:wall", "state=late", "late overdue"),
        )
        register_aside(clocks_of_record)
        register_listener(on_happening, wants=begins_with)
