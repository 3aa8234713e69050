"""Reading drafts: a person's own."""

from collections.abc import Sequence

from pam.access.visibility import Reader
from pam.drafts.keys import DraftKey
from pam.drafts.models import Draft


def drafts_of(reader: Reader, keys: Sequence[DraftKey]) -> dict[DraftKey, Draft]:
    """The drafts of `reader` of these forms. The page that has them has asked the gate."""
    rows = Draft.objects.filter(
        user_id=reader.user_id, membership_id=reader.membership_id, action__in={key.action for key in keys}
    )
    found = {(row.action, row.form): row for row in rows}
    return {key: found[key.action, key.form] for key in keys if (key.action, key.form) in found}
