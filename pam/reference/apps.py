from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Reference lists and settings: what forces do differently, as data."""

    name = "pam.reference"
