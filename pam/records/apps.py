from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The spine."""

    name = "pam.records"

    def ready(self):
        from . import history  # noqa: F401  (writes on each history row for whom the change was made)
        from . import restoring
        from .models import Subject

        restoring.register(
            Subject, ["kind", "name", "born", "category", "role", "details"], restoring.save_record_part
        )
