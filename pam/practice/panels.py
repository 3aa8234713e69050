"""What best practice adds to other pages: to a closed record's the way to offer what was learned, to a
framework's where it was copied from and that it is offered.
"""

from typing import Any

from django.http import HttpRequest

from pam.access.visibility import Reader
from pam.frameworks.models import Framework
from pam.practice.selectors import offers as selectors
from pam.records.models import Record


def learning_of_record(request: HttpRequest, record: Record) -> dict[str, Any] | None:
    """The button, for authors of the record's agency; None while the record is open, and for all others."""
    own = record.agency_id == request.reader.agency_id  # type: ignore[attr-defined]
    if record.closed_at is None or not own or not selectors.may_ask(request.reader):  # type: ignore[attr-defined]
        return None
    return {"button": "practice/learning_button.html", "record": record}


def beside_framework(reader: Reader, framework: Framework) -> dict[str, Any] | None:
    """Where a framework of the reader's agency was copied from, and that it is offered; None for neither."""
    copy = selectors.copied(reader).filter(framework=framework).first()
    offer = selectors.offer_of(reader, framework)
    if copy is None and (offer is None or not offer.number):
        return None
    shown = offer if offer and offer.number else None
    may_ask = selectors.may_ask(reader)
    return {"template": "practice/beside.html", "copy": copy, "offer": shown, "may_ask": may_ask}
