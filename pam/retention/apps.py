from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """How long records are kept: reviews, legal holds, disposal."""

    name = "pam.retention"

    def ready(self):
        from pam.records.kinds import register_aside, register_panel

        from . import panels

        register_panel(panels.due_of)
        register_panel(panels.proposals_of)
        register_aside(panels.keeping_of)

    def wall(self):
        """The functions that count and erase all rows of a record, as SQL."""
        from .erasing import functions

        return functions()
