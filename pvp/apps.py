from django.apps import AppConfig


class PvpConfig(AppConfig):
    """Protecting vulnerable people."""

    name = "pvp"

    def ready(self):
        from pam.records.kinds import Kind, register

        register(Kind("pvp", "PVP case", "PVP cases", "PVP", "pvp:detail", "pvp.CaseFile"))
