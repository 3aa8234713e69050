from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Command meetings."""

    name = "meetings"
    lets_go = "pam_let_go_of_meetings"  # of a record that is disposed of: see pam/retention/erasing.py

    def ready(self):
        from pam.records.kinds import Kind, register, register_panel

        from .panel import todays_meetings

        register(
            Kind("meeting", "Meeting", "Meetings", "MTG", "meetings:detail", "meetings.Meeting", over=("state", "approved"),
                 asks="confidentiality")
        )  # fmt: skip
        register_panel(todays_meetings)
        from pam.records.restorable import register as register_restoring

        from .models import Meeting
        from .services import put_back

        register_restoring(
            Meeting, ["title", "summary", "place", "series", "starts_at", "team", "lead", "secretary", "marking",
                      "handling", "retention"], put_back,
        )  # fmt: skip
