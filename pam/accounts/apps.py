from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """How people come, what they agree to, how they leave, and who looks over their teams meanwhile."""

    name = "pam.accounts"

    def ready(self):
        from pam.ui.commands import Command, register_commands

        register_commands(
            Command("Your account", "accounts:account", also="my password second factor browsers agency"),
            Command("Teams", "accounts:teams", roles=("administrator",)),
            Command("Invite a person", "accounts:invite", also="new add", roles=("administrator",)),
        )

        from pam.access.naming import register_offer
        from pam.access.reader import register_terms
        from pam.accounts import events, history, middleware  # noqa: F401  (they register)
        from pam.accounts.selectors.naming import open_heirs, open_managers
        from pam.records.kinds import register_check

        register_terms("pam_unaccepted_terms(m.user_id)")
        register_offer("manager", open_managers)
        register_offer("heir", open_heirs)
        register_check(middleware.require_acceptance)

    def row_security_sql(self):
        """The function that tells where people are named on records, as SQL."""
        from pam.accounts.selectors import work

        return [work.named_function()]
