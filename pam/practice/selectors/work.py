"""What a closed record says of the work: where a learning text begins."""

from pam.access import visibility
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.records.models import Record

MOST = 40  # actions of each kind
Status = Action.Status


def what_was_done(reader: Reader, record: Record) -> dict[str, str]:
    """{"worked": …, "not_worked": …}: the titles of the record's actions that were done, and of those that
    were not possible or not done, as the reader sees them; a line each, to be written anew.
    """
    rows = visibility.visible_to(reader, Action).filter(record_id=record.pk).order_by("pk")
    found = list(rows.exclude(status=Status.OPEN).values_list("status", "title")[: 4 * MOST])
    done = [title for status, title in found if status == Status.DONE]
    left = [title for status, title in found if status in (Status.IMPOSSIBLE, Status.NOT_DONE)]
    return {"worked": "\n".join(done[:MOST]), "not_worked": "\n".join(left[:MOST])}
