"""The lines of the log that say who signed in or out, or failed to: there is no reader yet, or no more."""

from django.db import connection

from pam.access.models import User
from pam.db.request_id import current_request_id
from pam.db.tickets import signed


def log_sign_in(operation: str, *, user: User | None = None, address: str | None = None) -> None:
    """Appends that `user` signed in or out, or failed to.

    Without `user` nobody is named: a wrong e-mail address is often a person's password. The database writes
    the name itself, and only for a person that the application names by a ticket.
    """
    ticket = signed(f"person {user.pk}" if user else "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pam_log_sign_in(%s, %s, %s, %s, %s, %s)",
            [operation, *ticket, address or None, current_request_id()],
        )
