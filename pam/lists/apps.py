from django.apps import AppConfig


class ListsConfig(AppConfig):
    """How people keep a list: saved views, the columns that they want, how close its rows stand."""

    name = "pam.lists"
