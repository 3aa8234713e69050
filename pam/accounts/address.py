"""From which address a person asks: for the log, and for the limits on signing in."""

from ipaddress import ip_address

from django.conf import settings


class ClientAddress:
    """Puts the address of the client into `REMOTE_ADDR`, past as many proxies of ours as `TRUSTED_PROXIES`
    says.

    Each proxy adds who it answered at the end of `X-Forwarded-For`; what comes before that is what the
    client says of itself, and is dropped. Without proxies the header is not read at all.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        said = [part.strip() for part in request.META.pop("HTTP_X_FORWARDED_FOR", "").split(",")]
        proxies = settings.TRUSTED_PROXIES
        if proxies and len(said) >= proxies and _is_address(said[-proxies]):
            request.META["REMOTE_ADDR"] = said[-proxies]
        return self.get_response(request)


def _is_address(text):
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
