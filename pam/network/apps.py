from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """The chart of how records, people, places and objects are connected."""

    name = "pam.network"
