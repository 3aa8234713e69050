from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The spine."""

    name = "pam.records"
