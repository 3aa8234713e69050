from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    """Hit or no hit: asking other agencies without opening a record to them."""

    name = "pam.enquiries"

    def ready(self):
        from pam.ui.commands import Command, register_commands

        register_commands(
            Command("Ask other agencies", "enquiries:ask", also="new question enquiry"),
            Command("Questions you asked", "enquiries:list", also="my enquiries"),
        )

        from pam.enquiries import events, panels  # noqa: F401  (events registers them)
        from pam.ui.panels import register_panel

        register_panel(panels.questions_of, panels.own_questions)
