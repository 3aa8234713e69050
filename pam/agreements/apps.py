from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Information sharing agreements: their pages, their ends, and who is told before they come."""

    name = "pam.agreements"

    def ready(self):
        from pam.doors.notices import announce
        from pam.records.kinds import register_panel

        from . import corrections, panels, warnings

        announce(
            warnings.KIND,
            "An agreement is about to end",
            "An information sharing agreement that you look after ends soon.",
        )
        announce(corrections.KIND, "A correction", "Something that was shared with you has been corrected.")
        register_panel(panels.ending)
        register_panel(panels.corrected)
