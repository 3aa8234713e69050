from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """The one action tracker."""

    name = "pam.actions"

    def ready(self):
        from pam.records.kinds import register_panel
        from pam.records.search import Source, register_source

        from . import panels
        from .models import Action

        register_source(Source("actions", "Actions", Action, "records/found_action.html", ("owner__user",)))
        register_panel(panels.sanitised_of)

        from pam.records.restorable import register

        from .services import put_back

        register(Action, ["title", "details", "four_p", "plan", "owner", "due"], put_back)
