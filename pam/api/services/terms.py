"""Accepting the terms for systems, by the administrator who answers for one."""

from django.db import transaction

from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.accounts.models import Acceptance, TermsOfUse
from pam.accounts.selectors.people import require_administrator
from pam.api.selectors.terms import current_terms
from pam.audit.services import Verb, log


@transaction.atomic
def accept_for_system(*, actor: Reader, system: Membership, version: int) -> TermsOfUse:
    """Keeps that `actor` accepts `version` of the terms for `system` of their agency.

    Raises PermissionDenied unless they administer it; Refused for what is no system of theirs, or if another
    version was published since they read it.
    """
    require_administrator(actor)
    if system.agency_id != actor.agency_id or not system.user.service:
        raise Refused("Choose a system of your agency.", code="not_own_agency")
    terms = current_terms()
    if terms is None or terms.version != version:
        words = "A new version was published while you were reading. This is the new one."
        raise Refused(words, code="changed", field="version")
    row = Acceptance(
        user_id=system.user_id, terms=terms, agency_id=actor.agency_id, by_id=actor.membership_id
    )
    Acceptance.objects.bulk_create([row], ignore_conflicts=True)
    log(actor, Verb.COLLECTION, "accept terms", detail=f"{terms}, for {system.user.name}")
    return terms
