from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    """Methods as data."""

    name = "pam.frameworks"
