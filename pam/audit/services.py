"""Writing and reading the log."""

from collections.abc import Iterable
from typing import Protocol

from pam.audit.models import LogEntry
from pam.db.prepared import prepared_statements
from pam.db.request_id import current_request_id

Verb = LogEntry.Verb


class Actor(Protocol):
    """What the log keeps of the person who acts (an `access.visibility.Reader`)."""

    @property
    def user_id(self) -> int:
        """The number of the person."""

    @property
    def name(self) -> str:
        """Their name."""

    @property
    def agency_id(self) -> int:
        """The number of the agency that they act for."""

    @property
    def agency_name(self) -> str:
        """Its name."""

    @property
    def address(self) -> str:
        """The network address of their browser, or ""."""


def log(
    reader: Actor | None,
    verb: str,
    operation: str,
    records: Iterable[int] = (),
    *,
    detail: str = "",
    recipient: str = "",
    recipient_agency: int | None = None,
    reason: str = "",
) -> LogEntry:
    """Appends one row for `reader` (a `gate.Reader`, or None before anyone is known).

    `records` are the numbers of the records concerned; `detail` names the thing (never case text that the row
    would outlive); `recipient`, `recipient_agency` (its number) and `reason` belong to disclosures. Part of
    the caller's transaction.
    """
    with prepared_statements():
        return LogEntry.objects.create(
            verb=verb,
            operation=operation,
            actor_id=reader.user_id if reader else None,
            actor_name=reader.name if reader else "Nobody signed in",
            agency_id=reader.agency_id if reader else None,
            agency_name=reader.agency_name if reader else "",
            address=(reader.address or None) if reader else None,
            records=list(records),
            detail=detail[:200],
            recipient=recipient[:200],
            recipient_agency_id=recipient_agency,
            reason=reason,
            request_id=current_request_id(),
        )


def log_of_job(verb: str, operation: str, records: Iterable[int], *, detail: str) -> LogEntry:
    """Appends what a job of the system did for nobody in particular, for example that it found a match."""
    return LogEntry.objects.create(
        verb=verb,
        operation=operation,
        actor_name="pam",
        agency_name="",
        records=list(records),
        detail=detail[:200],
        request_id=current_request_id(),
    )
