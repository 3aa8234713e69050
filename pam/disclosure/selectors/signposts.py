"""Records that one may know of, and not open: reference, kind and who to ask. Nothing else."""

from django.db import connection

from pam.records.selectors.names import Signpost

LIMIT = 200


def signposts():
    """The signposts of the current reader, newest first, at most `LIMIT`."""
    columns = ("uuid", "reference", "kind", "agency", "team", "contact", "given_at")
    return _signposts(columns, "pam_signposts", LIMIT)


def signpost_of(uuid):
    """The Signpost of the record with this `uuid`, with its number, if the current reader has its signpost;
    None for any other, hidden or absent.
    """
    found = _signposts(("record", "reference", "kind", "agency", "team"), "pam_signpost", uuid)
    return found[0] if found else None


def _signposts(columns, function, argument):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {function}(%s)", [argument])
        return [Signpost(**dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]
