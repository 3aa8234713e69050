from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """How people come, what they agree to, how they leave, and who looks over their teams meanwhile."""

    name = "pam.people"
