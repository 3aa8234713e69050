"""What the pages of settings and of lists share."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from pam.access.models import Membership


def for_administrators(view):
    """Answers 403 to everyone who doesn't administer the agency that they act for."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.reader.has_role(Membership.Role.ADMINISTRATOR):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
