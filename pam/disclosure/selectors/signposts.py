"""Records that one may know of, and not open: reference, kind and who to ask. Nothing else."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pam.records.kinds import kind_of

MOST = 200


@dataclass(frozen=True)
class Signpost:
    """One record's signpost."""

    uuid: str
    reference: str
    kind: str
    agency: str
    team: str
    contact: str
    given_at: datetime

    @property
    def kind_label(self):
        """What people call this kind of record."""
        return kind_of(self.kind).label


def signposts():
    """The signposts of the current reader, newest first, at most `MOST`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT uuid, reference, kind, agency, team, contact, given_at FROM pam_signposts(%s)", [MOST]
        )
        return [Signpost(*row) for row in cursor.fetchall()]
