from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ReferenceConfig(AppConfig):
    """Reference lists and settings: what forces do differently, as data."""

    name = "pam.reference"

    def ready(self):
        autodiscover_modules("declared_settings", "declared_lists")

    def row_security_sql(self):
        """The declared settings, as a function of the database; the triggers of keys to one list."""
        from pam.reference.declarations import setting_functions
        from pam.reference.keys import key_triggers, uses_function

        return [*setting_functions(), *key_triggers(), uses_function()]
