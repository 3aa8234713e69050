from django.apps import AppConfig


class OcgConfig(AppConfig):
    """Organised crime groups."""

    name = "ocg"

    def ready(self):
        from pam.records.kinds import Kind, register

        register(Kind("ocg", "OCG", "OCGs", "OCG", "ocg:detail", "ocg.Ocg"))
