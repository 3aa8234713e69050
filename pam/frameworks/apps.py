from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FrameworksConfig(AppConfig):
    """Methods as data."""

    name = "pam.frameworks"

    def ready(self) -> None:
        from pam.access.roles import register_role
        from pam.frameworks import kinds_here, shipped
        from pam.frameworks.models import AUTHOR
        from pam.ui.commands import Command, register_commands

        register_role(
            AUTHOR,
            "Framework author",
            "Writes and publishes the agency's methods: assessments, plans, lists.",
        )
        kinds_here.register_all()
        register_commands(
            Command(
                "Frameworks", "frameworks:library", also="methods assessments plans tactics stages clocks"
            )
        )
        post_migrate.connect(shipped.load_after_migrate, dispatch_uid="pam.frameworks.shipped")

    def row_security_sql(self) -> list[str]:
        """The function that says whether a row which the reader sees was made with a version."""
        from pam.frameworks.uses import used_function

        return [used_function()]
