from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """What is disclosed to whom, and on what: agreements, shares, requests for access, break-glass."""

    name = "pam.disclosure"

    def ready(self):
        from pam.disclosure.panels import access_requests, agreements
        from pam.disclosure.services import agreement_warnings, correction_notices
        from pam.notifications.services import announce
        from pam.ui.panels import register_panel, register_sharing_panel

        announce(
            agreement_warnings.KIND,
            "An agreement is about to end",
            "An information sharing agreement that you look after ends soon.",
        )
        announce(
            correction_notices.KIND, "A correction", "Something that was shared with you has been corrected."
        )
        register_panel(access_requests.requests_of)
        register_panel(access_requests.glass_of)
        register_panel(agreements.ending)
        register_panel(agreements.corrected)
        register_sharing_panel(access_requests.requests_about)
