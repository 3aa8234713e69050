"""Reading drafts: a person's own."""

from collections.abc import Sequence

from pam.access.visibility import Reader
from pam.drafts.keys import DraftKey
from pam.drafts.models import Draft
from pam.forms.numbers import digest_of_number


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
    own = Draft.objects.filter(user_id=reader.user_id, membership_id=reader.membership_id)
    return own.filter(action=action, number=digest_of_number(number)).first()
