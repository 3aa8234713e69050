from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ReferenceConfig(AppConfig):
    """Reference lists and settings: what forces do differently, as data."""

    name = "pam.reference"

    def ready(self):
        autodiscover_modules("declared_settings")

    def row_security_sql(self):
        """The declared settings, as a function of the database."""
        from pam.reference.declarations import setting_functions

        return list(setting_functions())
