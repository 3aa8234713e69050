from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The log."""

    name = "pam.audit"
