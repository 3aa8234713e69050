from django.apps import AppConfig


class HelpConfig(AppConfig):
    """Help where it is needed: procedure on each form and stage, glossary, tour, what is new."""

    name = "pam.help"

    def ready(self):
        from pam.help.panels import seen_rows, welcome
        from pam.ui.commands import Command, register_commands
        from pam.ui.panels import register_panel

        register_commands(
            Command("Help", "help:index", also="tour keys shortcuts"),
            Command("Glossary", "help:glossary", also="abbreviations words meaning"),
            Command("What’s new", "help:news", also="release changes"),
            Command("Procedure lines", "help:lines", also="sop help", roles=("administrator", "supervisor")),
        )
        register_panel(welcome, seen_rows)
