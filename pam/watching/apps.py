from django.apps import AppConfig


class WatchingConfig(AppConfig):
    """Saved searches, and watching a record, a person, a place or a search."""

    name = "pam.watching"

    def ready(self):
        from pam.search.beside import register_beside
        from pam.subjects.panels import register_subject_panel
        from pam.ui.commands import Command, register_commands
        from pam.ui.panels import register_aside
        from pam.watching import events  # noqa: F401
        from pam.watching.panels import saved_beside_search, watch_record_button, watch_subject_button

        register_aside(watch_record_button)
        register_subject_panel(watch_subject_button)
        register_beside(saved_beside_search)
        register_commands(
            Command("What I watch", "watching:list", also="watching followed"),
            Command("Saved searches", "watching:searches", also="my searches"),
        )
