from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who is who, and who may see what."""

    name = "pam.access"
