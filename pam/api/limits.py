"""How many requests a token, and an address without one, may send in a minute: outside of the request's
transaction, which would have them wait for one another.
"""

import hashlib
import time

from django.core.cache import cache

from pam.api.problems import PREFIX, problem
from pam.api.tokens import bearer
from pam.db.counting import count
from pam.db.counting import counted as _counted
from pam.reference.selectors.settings import setting

MINUTE = 60
HOUR = 60 * MINUTE
MANY = "Too many requests. Try again after the seconds in Retry-After."


class Limits:
    """Middleware before the gate's: answers 429 to what comes too often. A token counts by itself, whether it
    works or not; what came without a working one counts for its address. A token that worked within the hour
    goes on working when others behind the same address fail.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        now = time.time()
        failures = _key("failures", request.META.get("REMOTE_ADDR", ""), now)
        secret = bearer(request)
        works = f"api-works-{_hashed(secret)}" if secret else ""
        known = bool(works and cache.get(works, False))
        if not known and _counted(failures) >= setting("api.failures_a_minute"):
            return _too_many(now)
        if secret and _count(_key("token", secret, now)) > setting("api.requests_a_minute"):
            return _too_many(now)
        response = self.get_response(request)
        if response.status_code == 401:
            _count(failures)
            if known:
                cache.delete(works)
        elif works and not known:
            cache.set(works, True, HOUR)
        return response


def _hashed(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _key(what, whose, now):
    return f"api-{what}-{_hashed(whose)}-{int(now // MINUTE)}"


def _count(key):
    return count(key, 2 * MINUTE)


def _too_many(now):
    response = problem(429, MANY, code="too_many")
    response["Retry-After"] = str(MINUTE - int(now % MINUTE))
    return response
