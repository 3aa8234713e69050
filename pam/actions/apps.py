from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """The one action tracker."""

    name = "pam.actions"
