from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The spine."""

    name = "pam.records"

    def ready(self):
        from . import history  # noqa: F401  (writes on each history row for whom the change was made)
        from .models import Subject
        from .restorable import register
        from .restoring import save_record_part

        register(Subject, ["kind", "name", "born", "category", "role", "details"], save_record_part)
