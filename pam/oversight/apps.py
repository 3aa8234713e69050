from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Reading the log: for auditors, for supervisors, and for those who manage a record."""

    name = "pam.oversight"
