from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """How people come, what they agree to, how they leave, and who looks over their teams meanwhile."""

    name = "pam.accounts"

    def ready(self):
        from pam.accounts import history, middleware, panels  # noqa: F401  (history: for whom the system wrote)
        from pam.notifications.services import announce
        from pam.records.kinds import register_check
        from pam.ui.panels import register_panel

        announce(
            "handed_over",
            "Work was handed over to you",
            "A colleague is leaving, and what they led or had to do is yours now.",
        )
        announce(
            "rev_due",
            "Review who is in your team",
            "Please look over who is in your team and which shares of its records stand.",
        )
        announce(
            "rev_late",
            "A review of a team is late",
            "A team’s review waits for its manager. If nobody answers, access lapses.",
        )
        announce(
            "rev_lapsed",
            "A team’s review has lapsed",
            "Nobody answered a team’s review in time, so its access has lapsed.",
        )
        register_panel(panels.reviews_due)
        register_check(middleware.ask_first)

    def row_security_sql(self):
        """The function that tells where people are named on records, as SQL."""
        from pam.accounts.selectors import work

        return [work.named_function()]
