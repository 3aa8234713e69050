from django.apps import AppConfig


class MergingConfig(AppConfig):
    """Two records that prove to be one."""

    name = "pam.merging"
    waiting_function = "pam_waiting_in_merging"  # merges to decide: see pam/dashboard/apps.py

    def ready(self) -> None:
        from pam.merging import following, notices, panels, waiting  # noqa: F401  (they register themselves)
        from pam.records.attached import register_head
        from pam.records.kinds import register_check, register_following
        from pam.ui.statuses import register_status_colours

        register_check(following.follow_closed)
        register_following(following.follow)
        register_head(panels.head_of)
        register_status_colours({"merged": "green", "undone": "grey"})

    def row_security_sql(self) -> list[str]:
        """The functions that move what hangs off a record, written out from the models."""
        from pam.merging.sql_of_models import functions

        return list(functions())
