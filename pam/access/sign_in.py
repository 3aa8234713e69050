"""Signing in is allauth's; this is what pam asks of it differently."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: an agency's administrator invites people."""

    def is_open_for_signup(self, request):
        """Always False."""
        return False
