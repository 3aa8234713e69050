"""What best practice adds to a record's page: the way to offer what was learned, once it is closed."""

from typing import Any

from django.http import HttpRequest

from pam.practice.selectors import offers as selectors
from pam.records.models import Record


def learning_of_record(request: HttpRequest, record: Record) -> dict[str, Any] | None:
    """The button, for authors of the record's agency; None while the record is open, and for all others."""
    own = record.agency_id == request.reader.agency_id  # type: ignore[attr-defined]
    if record.closed_at is None or not own or not selectors.may_ask(request.reader):  # type: ignore[attr-defined]
        return None
    return {"button": "practice/learning_button.html", "record": record}
