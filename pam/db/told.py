"""Where the database keeps who is reading: in a setting that the web role can't change.

A setting of one's own name (`pam.reader`) can be set by everybody. Of PostgreSQL's own, this is one that
only a superuser sets, or a role that was given the right to; that takes any text of letters, digits, commas
and spaces; and that does nothing with ours: it names the functions of PostgreSQL whose errors bring a trace
into the server's log, and none begins with a digit. Reading it costs what reading any setting costs.
"""

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

TOLD = "backtrace_functions"
GRANT = f"GRANT SET ON PARAMETER {TOLD} TO {{}}"


def require_right():
    """Raises CommandError, with what a superuser has to run, unless the connected role may change it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege(%s, 'SET'), quote_ident(current_user)", [TOLD])
        may, role = cursor.fetchone()
    if not may:
        raise CommandError(
            f"The role {role} may not say who is reading: as a superuser run  {GRANT.format(role)};"
            " (once for the database server)."
        )


def require_role_of_jobs():
    """Raises CommandError, with what a superuser has to run, unless the role of background jobs is there and
    may step down to the web role.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(s.oid, w.oid, 'SET') FROM pg_roles s, pg_roles w"
            " WHERE s.rolname = %s AND w.rolname = %s",
            [settings.SYSTEM_ROLE, settings.WEB_ROLE],
        )
        found = cursor.fetchone()
    grant = f"GRANT {settings.WEB_ROLE} TO {settings.SYSTEM_ROLE} WITH INHERIT FALSE, SET TRUE"
    if found is None:
        grant = f"CREATE ROLE {settings.SYSTEM_ROLE} LOGIN PASSWORD '…'; {grant}"
    if found is None or not found[0]:
        raise CommandError(
            f"The role of the system and mail workers is not ready: as a superuser run  {grant};"
        )
