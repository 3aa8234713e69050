from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Command meetings."""

    name = "meetings"

    def ready(self):
        from pam.records.kinds import Kind, register

        register(Kind("meeting", "Meeting", "Meetings", "MTG", "meetings:detail", "meetings.Meeting"))
