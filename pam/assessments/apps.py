from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Assessments of records."""

    name = "pam.assessments"
    waiting_function = "pam_waiting_in_assessments"  # second grades: see pam/dashboard/apps.py

    def ready(self) -> None:
        from pam.assessments import section, topics, waiting  # noqa: F401  (they register themselves)
        from pam.assessments.known import known
        from pam.assessments.panels import assessments_of_record
        from pam.records.happenings import register_event
        from pam.records.known import register_known
        from pam.ui.panels import register_aside

        register_event("assessment.completed", "An assessment is completed")
        register_event("assessment.second-line", "An assessment asks for a second assessor")
        register_event("assessment.second-graded", "A second assessor has given a grade")
        register_aside(assessments_of_record)
        register_known(known)
