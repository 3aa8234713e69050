from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ReferenceConfig(AppConfig):
    """Reference lists and settings: what forces do differently, as data."""

    name = "pam.reference"

    def ready(self):
        autodiscover_modules("declared_settings", "declared_lists")

    def row_security_sql(self):
        """The declared settings, as a function of the database, and the one that writes the history of those
        that the database itself changes; the triggers of keys to one list.
        """
        from pam.db.history_sql import keeping
        from pam.reference.declarations import setting_functions
        from pam.reference.keys import key_triggers, uses_function
        from pam.reference.models import Setting

        agency = "coalesce((SELECT left(a.name, 120) FROM access_agency a WHERE a.id = pam_agency()), '')"
        kept = keeping(Setting, history_agency=agency)
        return [*setting_functions(), *kept, *key_triggers(), uses_function()]
