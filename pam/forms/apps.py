from django.apps import AppConfig


class FormsConfig(AppConfig):
    """From what a person typed to a service: nothing typed is lost, nothing is done twice."""

    name = "pam.forms"
    label = "pam_forms"  # Django's own forms have the short one
