"""The token that a request brings, and what an endpoint asks of it."""

from ninja.security import HttpBearer

from pam.api.problems import OutOfScope


def bearer(request):
    """The secret in the Authorization header, or ""."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


class Token(HttpBearer):
    """Asks for a token with a scope; without one for any token. Declared on each endpoint, so that the
    OpenAPI document says it.
    """

    def __init__(self, scope=""):
        super().__init__()
        self.scope = scope

    def __call__(self, request):
        """The `Caller` that the door has found; None for nobody. Raises OutOfScope."""
        caller = getattr(request, "caller", None)
        if caller is not None and self.scope and self.scope not in caller.token.scopes:
            raise OutOfScope(self.scope)
        return caller

    def authenticate(self, request, token):
        """Not asked: see `__call__`."""
        return None
