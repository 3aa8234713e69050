"""Hit or no hit: asking other agencies whether they know a person or something, without opening either side's
record.

Those who answer for an agency see the identifiers and why; what they know stays with them. Nothing is
answered by itself, and one answer says "we know nothing" and "we do not say" alike.
"""

from collections.abc import Collection
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Agency, ContactPoint, LawfulBasis, Membership, Team
from pam.access.validation import create_valid, require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.disclosure.selectors.bases import is_usable
from pam.enquiries.models import Enquiry, EnquiryRecipient
from pam.enquiries.selectors import _in_force, _rows, asked_by, contact_point
from pam.reference.selectors.settings import setting
from pam.ui.partial_dates import PartialDate

Answer = EnquiryRecipient.Answer


def _require_agreements(actor, agencies, basis):
    if not is_usable(basis, Agency.objects.get(pk=actor.agency_id)):
        raise Refused(
            "Your agency cannot ask on this lawful basis. Choose another.",
            code="basis_of_other_agencies",
            field="basis",
        )
    covering = _in_force(actor.agency_id).filter(bases=basis)
    covered = set(Agency.objects.filter(agreements__in=covering).values_list("pk", flat=True))
    if missing := [agency.name for agency in agencies if agency.pk not in covered]:
        raise Refused(
            f"No agreement in force with {', '.join(missing)} covers this lawful basis.",
            code="no_agreement",
            field="basis",
        )


def _check_daily_limit(actor):
    """Raises Refused for more questions than a person may ask in a day:
    nobody goes through a list of names.
    """
    limit = setting("enquiries.daily_limit", actor.agency_id)
    since = timezone.now() - timedelta(days=1)
    if limit is not None and asked_by(actor).filter(asked_at__gt=since).count() >= limit:
        raise Refused(
            f"You have reached the limit of {limit} questions in 24 hours. Speak to your supervisor.",
            code="daily_limit",
        )


@transaction.atomic
def ask(
    *,
    actor: Reader,
    kind: str,
    name: str,
    purpose: str,
    basis: LawfulBasis,
    agencies: Collection[Agency],
    answer_by: date,
    born: PartialDate | None = None,
    more: str = "",
) -> Enquiry:
    """Asks `agencies` whether they know `name` (with `born`, `more`); returns the Question.

    Logged as a disclosure to each of them. Raises Refused: without an agency, for one's own, without a
    purpose, or where no agreement in force covers the basis, or once the actor has asked the most that a day
    allows (`enquiries.daily_limit`).
    """
    agencies = list(agencies)
    if not agencies:
        raise Refused("Choose at least one agency.", code="missing", field="agencies")
    if any(agency.pk == actor.agency_id for agency in agencies):
        raise Refused("Choose other agencies, not your own.", code="own_agency", field="agencies")
    require_text(purpose, "Say why you ask.", field="purpose")
    _require_agreements(actor, agencies, basis)
    _check_daily_limit(actor)
    question = create_valid(
        Enquiry,
        asker_id=actor.membership_id,
        asker_agency_id=actor.agency_id,
        kind=kind,
        name=name.strip(),
        born=born,
        more=more.strip(),
        purpose=purpose.strip(),
        basis=basis,
        answer_by=answer_by,
    )
    for agency in agencies:
        create_valid(EnquiryRecipient, question=question, agency=agency)
        log(
            actor,
            Verb.DISCLOSURE,
            "ask another agency",
            [],
            detail=f"Question {question.uuid}; {basis}",
            recipient=agency.name,
            recipient_agency=agency.pk,
        )
    return question


@transaction.atomic
def withdraw(*, actor: Reader, question: Enquiry) -> Enquiry:
    """Takes a question back; agencies that have not answered no longer need to. Raises PermissionDenied,
    Refused.
    """
    if question.asker_id != actor.membership_id:
        raise PermissionDenied
    row = Enquiry.objects.select_for_update(of=("self",)).filter(pk=question.pk, withdrawn_at=None).first()
    if row is None:
        raise Refused("This question has already been withdrawn.", code="already_withdrawn")
    row.withdrawn_at = timezone.now()
    save_valid(row, update_fields=["withdrawn_at"])
    log(actor, Verb.ALTERATION, "withdraw question", [], detail=f"Question {row.uuid}")
    return row


@transaction.atomic
def answer(*, actor: Reader, row: EnquiryRecipient, answer: str, words: str = "") -> EnquiryRecipient:
    """Answers `row` (EnquiryRecipient) for the actor's agency, once. The asker reads `answer`, `words` and
    who answered.

    Logged as a consultation on this side; on the other by opening it. Raises PermissionDenied if the actor
    does not answer for the agency; Refused: for a second answer, a withdrawn question, or without who to
    contact.
    """
    current = _rows().filter(pk=row.pk, agency_id=actor.agency_id).first()
    if current is None:
        raise PermissionDenied
    if current.question.withdrawn_at:
        raise Refused("This question was withdrawn. You do not need to answer.", code="withdrawn")
    locked = EnquiryRecipient.objects.select_for_update(of=("self",)).filter(pk=row.pk, answer="").first()
    if locked is None:
        raise Refused("A colleague has already answered this.", code="already_answered")
    if answer == Answer.CONTACT and not words.strip():
        raise Refused("Say who they should contact and how.", code="missing", field="words")
    locked.answer, locked.words = answer, "" if answer == Answer.NONE else words.strip()
    locked.answered_by_id, locked.answered_at = actor.membership_id, timezone.now()
    save_valid(locked, update_fields=["answer", "words", "answered_by", "answered_at"])
    log(
        actor,
        Verb.CONSULTATION,
        "answer question",
        [],
        detail=f"Question {current.question.uuid}: {locked.standing}",
        recipient=current.question.asker_agency.name,
        recipient_agency=current.question.asker_agency_id,
    )
    return locked


@transaction.atomic
def choose_contact_point(*, actor: Reader, team: Team) -> ContactPoint:
    """Lets the people of `team` answer for the actor's agency. Raises PermissionDenied if the actor is not an
    administrator.
    """
    if not actor.has_role(Membership.Role.ADMINISTRATOR):
        raise PermissionDenied
    if not Team.objects.filter(pk=team.pk, agency_id=actor.agency_id).exists():
        raise Refused("Choose a team of your own agency.", code="not_own_agency", field="team")
    point = contact_point(actor.agency_id) or ContactPoint(agency_id=actor.agency_id)
    point.team = team
    save_valid(point, update_fields=["team"] if point.pk else None)
    log(actor, Verb.ALTERATION, "choose contact point", [], detail=str(team))
    return point
