"""How many failed sign-ins are let through: counted by account and, apart from that, by where they come from.

An account is whatever e-mail address was typed, whether anyone has it or not. An address on the internet
stands for everybody behind it, often a whole building: one that an agency names in its settings has a limit
of its own size besides. Whatever an agency names, it can only let more through: who names the network of
others locks nobody out. A sign-in that succeeds counts for nothing. allauth keeps the counts.
"""

import time
from datetime import timedelta
from ipaddress import ip_address
from math import ceil

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from pam.accounts.networks import networks_in
from pam.reference.selectors.settings import setting, values_of_agencies

APP = "pam.accounts"
SECONDS = 300
ACCOUNT_FAILURES = 5


class Counted:
    """A try that was counted. `usages` are allauth's, of the address and of its network."""

    def __init__(self, usages):
        self.usages = usages

    def rollback(self):
        """Takes it back: it counts for nothing."""
        for usage in self.usages:
            usage.rollback()


def count_address(request):
    """Counts a try from where `request` comes from. Returns a `Counted`, or None if there were too many from
    the address, and from the network too if an agency has named it.
    """
    usages = [ratelimit.consume(request, **limit) for limit in _address_limits(request)]
    counted = Counted([usage for usage in usages if usage is not None])
    return counted if counted.usages else None


def address_words(request):
    """The sentence for a person whose building, network or address has failed too often."""
    seconds = min(_seconds_to_wait(request, limit) for limit in _address_limits(request))
    return _words("Too many failed attempts to sign in from your building or internet connection.", seconds)


def account_words(request, key):
    """The sentence for a person who typed an e-mail address that failed too often; `key` is allauth's."""
    limit = {
        "app": "allauth.account",
        "action": "login_failed",
        "config": settings.ACCOUNT_RATE_LIMITS,
        "key": key,
    }
    seconds = _seconds_to_wait(request, limit)
    return _words("Too many failed attempts to sign in with this email address.", seconds)


def _address_limits(request):
    """The arguments of allauth's counting: for the address that `request` comes from, and for the network
    that an agency has named and that it lies in.
    """
    address = ratelimit.get_ip(request)
    limits = [_limit("sign_in_address", address, setting("accounts.address_failures"))]
    if named := _named_network(address):
        limits.append(_limit("sign_in_network", *named))
    return limits


def _limit(action, key, failures):
    return {"app": APP, "action": action, "config": {action: f"{failures}/{SECONDS}s/key"}, "key": key}


def _named_network(text):
    """(the network as text, its limit) of the named network that an address lies in; None for no such one.

    The largest limit where several agencies name it: they share the building.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return None
    found = [
        (setting("accounts.network_failures", agency), str(network))
        for agency, value in values_of_agencies("accounts.sign_in_networks")
        for network in networks_in(value)
        if address in network
    ]
    if not found:
        return None
    failures, network = max(found)
    return network, failures


def _words(cause, seconds):
    minutes = max(1, ceil(seconds / 60))
    # Rounded up to a whole minute, so that who tries at the time that they read is let in.
    at = timezone.localtime(timezone.now() + timedelta(seconds=seconds + 59))
    wait = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{cause} Try again at {at:%H:%M}, in about {wait}."


def _seconds_to_wait(request, limit):
    """Until the next try is let through, in seconds."""
    rate = ratelimit.get_rates(app=limit["app"], action=limit["action"], config=limit["config"])[0]
    key = ratelimit.get_cache_key(
        request, app=limit["app"], action=limit["action"], rate=rate, key=limit["key"]
    )
    tries = cache.get(key, [])  # newest first
    if len(tries) < rate.amount:
        return 0
    return max(0, tries[rate.amount - 1] + rate.duration - time.time())
