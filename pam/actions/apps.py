from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """The one action tracker."""

    name = "pam.actions"

    def ready(self):
        from pam.ui.commands import Command, register_commands

        register_commands(
            Command("My overdue actions", "actions:list", "status=overdue", "late"),
            Command("My actions", "actions:list", also="to do"),
            Command("Actions of my teams", "actions:list", "whose=team"),
            Command("Sanitised actions you were given", "actions:given"),
        )

        from pam.records.quick_add import QuickAdd, register_quick_add

        register_quick_add(QuickAdd("Action", "actions:add", "for", 40))
        from pam.actions.forms.filters import KEPT
        from pam.actions.forms.many import open_new_owners
        from pam.lists.kept import register_list

        register_list(KEPT)
        from pam.actions.subject_panel import actions_naming
        from pam.subjects.panels import register_subject_panel

        register_subject_panel(actions_naming)
        from pam.access.naming import register_offer
        from pam.actions import events, section  # noqa: F401  (they register themselves)
        from pam.actions.models import Action
        from pam.actions.selectors import actions as owners
        from pam.search.selectors import Source, register_source

        register_offer("owner", owners.open_owners)
        register_offer("action_owner", owners.open_owners_of)
        register_offer("new_owner", open_new_owners)
        register_offer("follower", owners.open_followers)
        owner = ("owner__user", "owner_team", "owner_agency")
        templates = ("search/found_action.html", owner, "search/line_action.html")
        register_source(Source("actions", "Actions", Action, *templates))

        from pam.records.kinds import strand_label
        from pam.search.facets import StrandOf, register_strand

        register_strand("actions", StrandOf(Action, "strand", strand_label))

        from pam.actions.services.tracker import restore_value
        from pam.records.restorable import register

        register(Action, ["title", "details", "strand", "plan", "owner", "due"], restore_value)
