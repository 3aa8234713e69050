from django.apps import AppConfig


class OcgConfig(AppConfig):
    """Organised crime groups."""

    name = "ocg"

    def ready(self):
        from pam.records.kinds import Kind, register

        register(Kind("ocg", "OCG", "OCGs", "OCG", "ocg:detail", "ocg.Ocg"))
        from ocg import services
        from ocg.models import Ocg
        from pam.records.restorable import register as register_restoring

        register_restoring(
            Ocg,
            [
                "title",
                "summary",
                "stage",
                "tier",
                "crime_types",
                "area",
                "team",
                "lead",
                "sro",
                "next_review",
                "marking",
                "handling",
                "retention_group",
            ],
            services.restore_value,
        )
