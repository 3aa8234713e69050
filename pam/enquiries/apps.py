from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    """Hit or no hit: asking other agencies without opening a record to them."""

    name = "pam.enquiries"

    def ready(self):
        from pam.enquiries import notices, panels  # noqa: F401  (notices gives the mails their words)
        from pam.ui.panels import register_panel

        register_panel(panels.questions_of)
