"""What the pages of settings and of lists share."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from pam.access.errors import Stale
from pam.access.models import Membership


def for_administrators(view):
    """Answers 403 to everybody who doesn't administer the agency that they act for."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.reader.has_role(Membership.Role.ADMINISTRATOR):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def refuse(form, error):
    """Shows what a service refused beside its field; after a `Stale` what was saved. What was typed stays."""
    if isinstance(error, Stale) and hasattr(form, "show_stale"):
        form.show_stale(error)
    else:
        form.add_error(error.field if error.field in form.fields else None, error.message)
