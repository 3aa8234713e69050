from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Command meetings."""

    name = "meetings"
    disposal_note = (
        "Approved minutes that mention it stay with their meetings, for people who can read them now."
    )
    before_disposal = (
        "pam_before_disposal_of_meetings"  # of a record that is disposed of: see pam/retention/erasing.py
    )

    waiting_function = "pam_waiting_in_meetings"  # what waits for a person here: see pam/dashboard/apps.py

    def ready(self):
        from meetings.series.selectors import open_deputies
        from pam.access.naming import register_offer

        register_offer("deputy", open_deputies)
        from pam.contact.purposes import register_purpose

        register_purpose("Command meetings", "agenda, decisions, actions and minutes")
        from pam.ui.commands import Command, register_commands

        register_commands(Command("Call a meeting", "meetings:new", also="new add", in_team=True))

        from meetings import agenda_kind

        agenda_kind.register()

        from meetings import events, waiting  # noqa: F401  (they register)
        from meetings.packs import events as of_packs  # noqa: F401
        from meetings.panel import meetings_of_the_week, todays_meetings
        from meetings.papers import events as of_papers  # noqa: F401
        from pam.ui.panels import register_panel

        self._kinds()
        register_panel(todays_meetings, meetings_of_the_week)
        from meetings.selectors.moves import decisions_behind
        from pam.stages.bases import register_basis

        register_basis(decisions_behind)
        from meetings.calendar_entries import meetings_in_calendar
        from pam.exchange.entries import register_calendar

        register_calendar(meetings_in_calendar)
        from meetings.naming import on_agendas
        from pam.access.roles import register_role
        from pam.records.naming import register_naming

        register_naming(on_agendas)
        from pam.records.entry_kinds import register_entry_kind
        from pam.ui.statuses import register_status_colours

        register_role("chair", "Chair", "Chairs meetings and approves minutes.")
        register_entry_kind("meeting", "Meeting")
        register_status_colours({"held": "green", "being held": "yellow"})
        from meetings.forms import KEPT
        from pam.lists.kept import register_list

        register_list(KEPT)

        from meetings.api import MEETINGS
        from meetings.api_lists import AGENDA, DECISIONS
        from pam.api.resources import register_listing, register_resource

        register_listing(AGENDA)
        register_listing(DECISIONS)

        register_resource(MEETINGS)
        from meetings.live import publishing

        publishing.connect()
        from meetings.caselist.selectors import list_choices
        from meetings.caselist.services import receive
        from pam.caselists.registry import Receiver, register_receiver

        register_receiver(Receiver(list_choices, receive))
        self._restorable()

    def _kinds(self):
        from pam.records.kinds import Kind, register

        register(
            Kind(
                "meeting",
                "Meeting",
                "Meetings",
                "MTG",
                "meetings:detail",
                "meetings.Meeting",
                required_terms="confidentiality",
                named_roles=(("lead", "Named as the lead"), ("secretary", "Named as secretary")),
                reopens=False,
            )
        )
        register(
            Kind(
                "series",
                "Meeting series",
                "Meeting series",
                "SER",
                "meetings:series",
                "meetings.MeetingSeries",
                named_roles=(("lead", "Named as the lead"), ("secretary", "Named as secretary")),
            )
        )

    def _restorable(self):
        from meetings.models import Meeting
        from meetings.series.models import MeetingSeries
        from meetings.series.services import restore_value as restore_series_value
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
        register_restoring(
            MeetingSeries,
            [
                "title",
                "summary",
                "place",
                "quorum",
                "reference_terms",
                "team",
                "lead",
                "secretary",
                "marking",
                "handling",
                "retention_group",
            ],
            restore_series_value,
        )
