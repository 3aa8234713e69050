"""Reading drafts: a person's own."""

from collections.abc import Sequence

from django.db import connection

from pam.access.visibility import Reader
from pam.db.prepared import prepared_statements
from pam.drafts.keys import DraftKey
from pam.drafts.models import Draft
from pam.forms.numbers import digest_of_number

# Nearly no form that is shown again has a draft, and each asks for it.
ITS_NUMBER = """
SELECT id FROM drafts_draft WHERE user_id = %s AND membership_id = %s AND action = %s AND number = %s
 ORDER BY id LIMIT 1"""


def drafts_of(reader: Reader, keys: Sequence[DraftKey]) -> dict[DraftKey, list[Draft]]:
    """The drafts of `reader` of these forms, the newest first. The page that has them has asked the gate."""
    rows = Draft.objects.filter(
        user_id=reader.user_id, membership_id=reader.membership_id, action__in={key.action for key in keys}
    )
    found: dict[tuple[str, str], list[Draft]] = {}
    for row in rows.order_by("-saved_at", "-pk"):
        found.setdefault((row.action, row.form), []).append(row)
    return {key: found[key.action, key.form] for key in keys if (key.action, key.form) in found}


def draft_with(reader: Reader, *, action: str, number: str) -> Draft | None:
    """The draft of `reader` that was typed into the form with this one-time number, sent to `action`."""
    with prepared_statements(), connection.cursor() as cursor:
        own = [reader.user_id, reader.membership_id, action, digest_of_number(number)]
        cursor.execute(ITS_NUMBER, own)
        found = cursor.fetchone()
    return Draft.objects.get(pk=found[0]) if found else None
