"""The terms that a system's program keeps to: the current version, who accepted it, whether it lapsed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.accounts.models import Acceptance, TermsOfUse
from pam.accounts.selectors.terms_of_use import current
from pam.api.selectors.tokens import systems_of
from pam.reference.selectors.settings import setting

KIND = TermsOfUse.Kind.SYSTEMS


@dataclass(frozen=True)
class Owed:
    """Terms that are still to be accepted for a system, which goes on until `until`; None: it has stopped."""

    terms: TermsOfUse
    until: datetime | None


def current_terms() -> TermsOfUse | None:
    """The version of the terms for systems that is current; None before any was published."""
    return current(KIND)


def owed_by(reader: Reader) -> Owed | None:
    """What is still to be accepted for the system that `reader` is; None for nothing, without a query."""
    if KIND not in reader.unaccepted_terms:
        return None
    terms = current_terms()
    if terms is None:
        return None
    there = Membership.objects.values_list("starts_at", flat=True).get(pk=reader.membership_id)
    return Owed(terms, _until(terms, there))


def _until(terms, there):
    """Until when a system that is there since `there` goes on without; None where that is over."""
    until = terms.published_at + timedelta(days=setting("api.terms_days"))
    return until if there < terms.published_at and timezone.now() < until else None


def systems_with_terms(reader: Reader) -> list[Membership]:
    """`systems_of`, each with `acceptance` of the current terms (None: not yet) and `owed`. Three queries."""
    rows, terms = list(systems_of(reader)), current_terms()
    found = {}
    if terms is not None:
        accepted = Acceptance.objects.filter(terms=terms, user_id__in=[row.user_id for row in rows])
        found = {row.user_id: row for row in accepted.select_related("by__user")}
    for row in rows:
        row.acceptance = found.get(row.user_id)  # type: ignore[attr-defined]
        missing = terms is not None and row.acceptance is None  # type: ignore[attr-defined]
        row.owed = Owed(terms, _until(terms, row.starts_at)) if missing else None  # type: ignore[attr-defined]
    return rows
