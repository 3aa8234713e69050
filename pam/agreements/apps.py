from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Information sharing agreements: their pages, their ends, and who is told before they come."""

    name = "pam.agreements"

    def ready(self):
        from pam.doors.notices import announce
        from pam.records.kinds import register_panel

        from . import panels, warnings

        announce(warnings.KIND, "An agreement is about to end", "An information sharing agreement that you look after ends soon.")
        register_panel(panels.ending)
