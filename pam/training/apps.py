from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Agencies of which nothing is real: how an agency becomes one. What keeps them apart is in `access`."""

    name = "pam.training"
