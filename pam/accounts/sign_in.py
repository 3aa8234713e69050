"""Signing in is allauth's; this is what pam asks of it differently, and what it writes in the log."""

import time

from allauth.account import app_settings as account_settings
from allauth.account import signals as account_signals
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.mfa import signals as mfa_signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.utils.module_loading import import_string

from pam.access.models import Membership
from pam.access.reader import ACTING_FOR, DEMO_METHOD
from pam.accounts import second_factors, sign_in_limits
from pam.accounts.services.sessions import forget_session
from pam.accounts.services.sign_in_log import log_sign_in
from pam.db.reading import reading, signing_in

BACKEND = "pam.access.backend.Backend"
DEMO_DOMAIN = "@demo.pam.example"


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: an agency's administrator invites people."""

    # Of second factors; an e-mail address and its password have the sentences of sign_in_limits.
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": "Too many wrong codes. Try again in 5 minutes.",
        "rate_limited": "Too many wrong codes. Try again in 5 minutes.",
    }

    def is_open_for_signup(self, request):
        """Always False."""
        return False

    def pre_authenticate(self, request, **credentials):
        """Counts a try to sign in, by account and by where it comes from, until it turns out to be right.

        Raises ValidationError, which says when to try again. A try that is refused is not counted: the
        password was not looked at.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise ValidationError(
                sign_in_limits.account_words(request, key), code="too_many_login_attempts"
            ) from None
        self._address_usage = sign_in_limits.count_address(request)
        if self._address_usage is None:
            self._rollback_login_failed_rl_usage()
            raise ValidationError(sign_in_limits.address_words(request), code="too_many_login_attempts")

    def authenticate(self, request, **credentials):
        """The person, if the password is right: from then on their second factors can be read."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            signing_in(user.pk)
        return user

    def _rollback_login_failed_rl_usage(self):
        super()._rollback_login_failed_rl_usage()
        if usage := getattr(self, "_address_usage", None):
            usage.rollback()

    def authentication_failed(self, request, **credentials):
        """Logs that a person failed to sign in; who they meant to be is not kept."""
        log_sign_in("sign-in failed", address=request.META.get("REMOTE_ADDR"))

    def reauthenticate(self, user, password):
        """Whether `password` is that of `user`, counted against the same limits as a sign-in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whether to ask again who it is: not within five minutes of the sign-in itself."""
        records = get_authentication_records(context.request, context.request.user)
        newest = max((record.get("at", 0) for record in records), default=0)
        if time.time() - newest < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """How second factors are called, and kept."""

    def encrypt(self, text):
        """A secret as the database keeps it."""
        return second_factors.encrypt(text)

    def decrypt(self, encrypted_text):
        """The secret behind what the database keeps."""
        return second_factors.decrypt(encrypted_text)

    def generate_authenticator_name(self, user, type):
        """ "Key 1", "Key 2": what a key is called until its owner names it."""
        return f"Key {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def _get_site_name(self):
        return settings.MFA_TOTP_ISSUER


@receiver(account_signals.user_logged_in, dispatch_uid="pam.signed_in")
def signed_in(sender, request, user, **kwargs):
    """Logs who signed in, and keeps for which agency: an open page doesn't go on in another one's name when
    it stops.
    """
    membership = Membership.objects.live().filter(user=user).order_by("pk").first()
    if membership is not None:
        request.session.setdefault(ACTING_FOR, membership.pk)
    log_sign_in("sign in", user=user, address=request.META.get("REMOTE_ADDR"))


@receiver(account_signals.user_logged_out, dispatch_uid="pam.signed_out")
def signed_out(sender, request, user, **kwargs):
    """Logs who signed out."""
    if user is not None and getattr(user, "name", ""):
        forget_session(request.session)
        log_sign_in("sign out", user=user, address=request.META.get("REMOTE_ADDR"))


@receiver(mfa_signals.authentication_failed, dispatch_uid="pam.second_factor_failed")
def second_factor_failed(sender, request, user, **kwargs):
    """Logs a wrong security code: the password was right, so the name is known."""
    log_sign_in("second factor failed", user=user, address=request.META.get("REMOTE_ADDR"))


@receiver(mfa_signals.authenticator_added, dispatch_uid="pam.second_factor_added")
def second_factor_added(sender, request, user, authenticator, **kwargs):
    """Counts the code or key that was just used to set up the second factor as having used it.

    Comes after the commit; the session is saved here, since nobody else may.
    """
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    request.session.save()


def demo_people():
    """The memberships that the demo's sign-in page lists, each with `try_this`; none outside of the demo."""
    if not settings.DEMO_SIGN_IN:
        return []
    story = {
        person.name: (place, person.try_this)
        for place, person in enumerate(import_string(settings.DEMO_STORY))
    }
    rows = (
        Membership.objects.live()
        .filter(user__email__endswith=DEMO_DOMAIN, agency__training=False)
        .select_related("user", "agency")
    )
    people = sorted(rows, key=lambda row: (story.get(row.user.name, (len(story), ""))[0], row.pk))
    for person in people:
        person.try_this = story.get(person.user.name, (0, ""))[1]
    return people


def sign_in_demo_person(request, membership):
    """Signs the browser in as a demo person, acting in `membership`, with the demo's own method as both
    factors.
    """
    with reading(None):
        request.session.flush()
        login(request, membership.user, backend=BACKEND)
        record_authentication(request, membership.user, DEMO_METHOD)
        request.session[ACTING_FOR] = membership.pk
        log_sign_in("sign in (demo)", user=membership.user, address=request.META.get("REMOTE_ADDR"))


def sign_in_new_person(request, user, membership):
    """Signs the browser in as a person who has just chosen their first password, acting in `membership` (a
    number).

    They still have to set up a second factor before they see anything.
    """
    request.session.flush()
    login(request, user, backend=BACKEND)
    record_authentication(request, user, "password")
    request.session[ACTING_FOR] = membership
    log_sign_in("sign in", user=user, address=request.META.get("REMOTE_ADDR"))
