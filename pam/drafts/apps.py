from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """What a person has typed into a form and not sent yet: kept for them alone, gone when sent."""

    name = "pam.drafts"
