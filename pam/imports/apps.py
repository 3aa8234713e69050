from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Tables from other programs become records and parts of them."""

    name = "pam.imports"

    def ready(self):
        from pam.imports import of_actions  # noqa: F401  (it registers itself)
        from pam.ui.commands import Command, register_commands
        from pam.ui.statuses import register_status_colours

        register_commands(
            Command("Import a spreadsheet", "imports:list", also="upload excel csv xlsx bulk", in_team=True)
        )
        register_status_colours(
            {
                "imported": "green",
                "refused": "red",
                "may be the same": "yellow",
                "columns to map": "yellow",
                "being checked": "blue",
                "being imported": "blue",
                "being undone": "blue",
            }
        )

    def row_security_sql(self):
        """The functions that say what of an import was changed since, and that erase it, as SQL."""
        from pam.imports import undoing

        return undoing.functions()
