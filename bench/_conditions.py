"""Takes from one database's wall all but the readers, or lays it anew: bench/gate.py compares pages with
both.

Usage, as the owner role: _conditions.py strip | lay.
"""

import sys

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from pam.db.laying import lay  # noqa: E402

ANCHORS = ("records_record", "actions_action")  # what the measured lists go by
BY_KEY = {"ocg_ocg": "record_ptr_id", "ocg_score": "record_id"}


def strip():
    """Policies that ask for the readers alone: no level, marking, agreement, kind of part, audience or end by
    the clock.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ANCHORS:
            cursor.execute(f"ALTER POLICY pam_reader ON {table} USING (readers && pam_principals())")
        for table, key in BY_KEY.items():
            cursor.execute(
                f"ALTER POLICY pam_reader ON {table} USING"
                f" (EXISTS (SELECT 1 FROM records_record r WHERE r.id = {key} "
                "AND r.readers && pam_principals()))"
            )


{"strip": strip, "lay": lay}[sys.argv[1]]()
