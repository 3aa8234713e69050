from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """What is disclosed to which person, and on what: agreements, shares, requests for access,
    break-glass.
    """

    name = "pam.disclosure"

    def ready(self):
        from pam.ui.commands import Command, register_commands

        register_commands(
            Command("Signposted records", "disclosure:signposts", also="request access"),
            Command("Receipts", "disclosure:receipts", also="my shares"),
        )

        from pam.access.naming import register_offer
        from pam.disclosure import events  # noqa: F401  (registers them)
        from pam.disclosure.panels import access_requests, agreements
        from pam.disclosure.selectors.agreements import open_owners
        from pam.ui.panels import register_panel, register_sharing_panel

        register_offer("agreement_owner", open_owners)
        register_panel(access_requests.requests_of, access_requests.own_requests)
        register_panel(access_requests.break_glass_panel, access_requests.uses_of_break_glass)
        register_panel(agreements.ending, agreements.agreements_that_end)
        register_panel(agreements.corrected, agreements.corrections)
        register_sharing_panel(access_requests.requests_about)
