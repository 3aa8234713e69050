"""What people accept before they go on: the current version, who accepted it, and publishing."""

from django.db import connection, transaction

from pam.access.errors import Refused
from pam.access.validation import create_valid
from pam.access.visibility import Reader
from pam.accounts.models import Acceptance, TermsOfUse
from pam.accounts.selectors.terms_of_use import current
from pam.audit.services import Verb, log


@transaction.atomic
def accept(*, actor: Reader, kind: str, version: int) -> TermsOfUse:
    """Keeps that `actor` accepts `version`. Raises Refused if another version was published since they read
    it.
    """
    terms = current(kind)
    if terms is None or terms.version != version:
        raise Refused(
            "A new version was published while you were reading. This is the new one.",
            code="changed",
            field="version",
        )
    row = Acceptance(user_id=actor.user_id, terms=terms, agency_id=actor.agency_id)
    Acceptance.objects.bulk_create([row], ignore_conflicts=True)
    log(actor, Verb.COLLECTION, "accept terms", detail=str(terms))
    return terms


@transaction.atomic
def publish(*, kind: str, text: str) -> TermsOfUse:
    """Adds the next version of a kind, as the owner role: everyone is asked to accept it at their next
    click.

    Raises Refused for an empty text, or the one that is current already.
    """
    last = TermsOfUse.objects.filter(kind=kind).order_by("-version").first()
    if not text.strip():
        raise Refused("The text is empty.", code="missing")
    if last and last.text == text.strip():
        raise Refused(f"{last} says exactly this already.", code="nothing_changed")
    terms = create_valid(TermsOfUse, kind=kind, version=last.version + 1 if last else 1, text=text.strip())
    log(None, Verb.ALTERATION, "publish terms", detail=str(terms))
    return terms


def accept_for_everybody() -> None:
    """Writes down, as the owner role, that everyone there is accepted the current version, and each system
    that for systems.

    For invented people only.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_acceptance (user_id, terms_id, at) SELECT u.id, t.id, now() "
            "FROM access_user u JOIN accounts_termsofuse t ON (t.kind = 'systems') = u.service"
            " ON CONFLICT DO NOTHING"
        )
