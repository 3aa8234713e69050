from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """The one action tracker."""

    name = "pam.actions"

    def ready(self):
        from pam.access.naming import register_offer
        from pam.actions import events  # noqa: F401  (registers them)
        from pam.actions.models import Action
        from pam.actions.selectors import actions as owners
        from pam.search.selectors import Source, register_source

        register_offer("owner", owners.open_owners)
        register_offer("action_owner", owners.open_owners_of)
        register_offer("follower", owners.open_followers)
        owner = ("owner__user", "owner_team", "owner_agency")
        register_source(Source("actions", "Actions", Action, "search/found_action.html", owner))

        from pam.actions.services.tracker import restore_value
        from pam.records.restorable import register

        register(Action, ["title", "details", "strand", "plan", "owner", "due"], restore_value)
