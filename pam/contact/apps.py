from django.apps import AppConfig


class ContactConfig(AppConfig):
    """What people without an account write from the front page, and the administrators' queue of it."""

    name = "pam.contact"

    def ready(self):
        from pam.contact import events  # noqa: F401  (registers them)
        from pam.ui.commands import Command, register_commands

        register_commands(
            Command(
                "Messages from the front page",
                "contact:messages",
                also="get in touch account request",
                roles=("administrator",),
            ),
            Command("Get in touch", "contact:get_in_touch", also="question help"),
        )
