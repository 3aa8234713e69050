"""The token of a link for a forgotten password."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class ResetTokens(PasswordResetTokenGenerator):
    """As Django's, without the password's hash, which a loaded person doesn't have: with its mark."""

    def _make_hash_value(self, user, timestamp):
        seen = "" if user.last_login is None else user.last_login.replace(microsecond=0, tzinfo=None)
        return f"{user.pk}{user.mark()}{seen}{timestamp}{user.email}"
