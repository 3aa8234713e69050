from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo city, and records in bulk for measuring."""

    name = "demo"
