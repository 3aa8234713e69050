from django.apps import AppConfig


class StagesConfig(AppConfig):
    """Stages of records, and the moves between them."""

    name = "pam.stages"
    waiting_function = "pam_waiting_in_stages"  # moves to approve: see pam/dashboard/apps.py

    def ready(self) -> None:
        from pam.frameworks.kinds import register_names
        from pam.records.beginnings import register_beginning
        from pam.records.happenings import register_family
        from pam.stages import (  # they register themselves
            happening,
            hindering,  # noqa: F401
            notices,  # noqa: F401
            services,
            shared_requirements,  # noqa: F401
            topics,  # noqa: F401
            waiting,  # noqa: F401
        )
        from pam.stages.events import register_listener
        from pam.stages.requirements import requirement_names
        from pam.stages.roles import named_roles
        from pam.ui.statuses import register_status_colours

        register_status_colours({"waits for approval": "yellow", "made": "green"})
        register_names("requirement", requirement_names)
        register_names("role", named_roles)
        register_names("role_of_one_person", named_roles)
        register_family(happening.PREFIX, happening.LABEL)
        register_names("event", happening.shipped_events)
        register_listener(happening.say_reached, of_new=happening.say_begun)
        register_beginning(before=services.begin, after=services.begun)

    def row_security_sql(self) -> list[str]:
        """The function that says whether a record names the reader in a role."""
        from pam.stages.roles import named_function

        return [named_function()]
