from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Assessments of records."""

    name = "pam.assessments"

    def ready(self) -> None:
        from pam.assessments.panels import assessments_of_record
        from pam.ui.panels import register_aside

        register_aside(assessments_of_record)
