"""What a second person decides is decided in the database, which asks who they are at that moment."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection

from pam.access.errors import Refused


def decide(statement: str, key: UUID | int, accepted: bool, reason: str, refusals: Mapping[str, str]) -> None:
    """Accepts or refuses the request `key` by `statement`, "SELECT pam_decide_…(%s, %s, %s)".

    To be called in the transaction of the verb: the database asks who is reading. `refusals` is {code: what
    is said}. Raises PermissionDenied if it is not the reader's to decide, else Refused with the code.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [key, accepted, reason.strip()])
        result = cursor.fetchone()[0]
    if result == "not_yours":
        raise PermissionDenied
    if result != "done":
        raise Refused(refusals[result], code=result)
