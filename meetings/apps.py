from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Command meetings."""

    name = "meetings"
    before_disposal = (
        "pam_before_disposal_of_meetings"  # of a record that is disposed of: see pam/retention/erasing.py
    )

    def ready(self):
        from meetings import events  # noqa: F401  (registers them)
        from meetings.panel import todays_meetings
        from pam.records.kinds import Kind, register
        from pam.ui.panels import register_panel

        register(
            Kind(
                "meeting",
                "Meeting",
                "Meetings",
                "MTG",
                "meetings:detail",
                "meetings.Meeting",
                asks="confidentiality",
                reopens=False,
            )
        )
        register_panel(todays_meetings)
        from meetings.models import Meeting
        from meetings.services.conduct import restore_value
        from pam.records.restorable import register as register_restoring

        register_restoring(
            Meeting,
            [
                "title",
                "summary",
                "place",
                "series",
                "starts_at",
                "team",
                "lead",
                "secretary",
                "marking",
                "handling",
                "retention_group",
            ],
            restore_value,
        )
