from django.apps import AppConfig


class PvpConfig(AppConfig):
    """Protecting vulnerable people."""

    name = "pvp"

    def ready(self):
        from pam.records.kinds import Kind, register

        register(Kind("pvp", "PVP case", "PVP cases", "PVP", "pvp:detail", "pvp.CaseFile"))
        from pam.records.restorable import register as register_restoring
        from pvp import services
        from pvp.models import CaseFile

        register_restoring(
            CaseFile,
            [
                "title",
                "strand",
                "grade",
                "summary",
                "voice",
                "lead",
                "next_review",
                "team",
                "marking",
                "handling",
                "retention_group",
            ],
            services.restore_value,
        )
