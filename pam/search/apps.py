from django.apps import AppConfig


class SearchConfig(AppConfig):
    """One search over everything that the reader may see."""

    name = "pam.search"
