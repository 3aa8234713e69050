"""Sanitised actions: given to a person who may not see the record, with its own text and nothing else.

The action stays on the record, owned by the person who follows it up. What its receiver reads is a row of its
own that names no record; what they report is beside the action. Ending the action ends the sanitised one.
"""

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.levels import Level
from pam.access.models import Membership, Principal
from pam.access.selectors import people_behind
from pam.access.validation import create_valid, require_text, save_valid
from pam.access.visibility import Reader
from pam.actions.models import Action, SanitisedAction, SanitisedReport
from pam.actions.proposals import SanitisedProposal
from pam.actions.selectors.sanitised import State
from pam.actions.services.tracker import add, disclose_sanitised
from pam.audit.services import Verb, log
from pam.disclosure.selectors.sharing import in_sentence, label_of
from pam.notifications.services import enqueue
from pam.records.models import Record
from pam.records.references import references_in


@transaction.atomic
def give(*, actor: Reader, record: Record, proposal: SanitisedProposal, notify_owner: bool = True) -> Action:
    """Gives what `proposal` (a `SanitisedProposal`) says; returns the action on `record` that it comes from.

    `notify_owner` as in `add`. Logged as a disclosure, and mailed to the receiver. Raises PermissionDenied
    without `contribute`; Refused for a text that holds a reference, a receiver who has left, or as `add`
    does.
    """
    visibility.require(actor, record, Level.CONTRIBUTE)
    receiver, owner = proposal.receiver, proposal.owner
    _require_clean(title=proposal.title, details=proposal.details, contact=proposal.contact)
    _require_in_force(receiver)
    row = create_valid(
        SanitisedAction,
        title=proposal.title,
        details=proposal.details,
        warnings=proposal.warnings,
        due=proposal.due,
        contact=proposal.contact,
        given_by_id=actor.membership_id,
        given_by_agency_id=actor.agency_id,
        receiver=receiver,
        receiver_agency_id=receiver.agency_id,
    )
    action = add(
        actor=actor,
        record=record,
        title=proposal.title,
        owner=owner,
        due=proposal.due,
        strand=proposal.strand,
        details=proposal.note,
        agencies=proposal.agencies,
        operation="give sanitised action",
        sanitised=row,
        code=row.code,
        chronicle_text=(
            f"Given to {in_sentence(label_of(receiver))} as a sanitised action. "
            f"{owner.user.name} follows it up"
        ),
        notify_owner=notify_owner,
    )
    disclose_sanitised(actor, record.pk, row, "give sanitised action")
    enqueue("sanitised_given", row.uuid, people_behind(receiver))
    return action


def _require_clean(**texts):
    for field, text in texts.items():
        if found := references_in(text):
            raise Refused(
                (
                    f"Remove the reference {', '.join(found)}. The receiver is not allowed to know "
                    "about the record."
                ),
                code="names_a_record",
                field=field,
            )


def _require_in_force(receiver):
    if receiver.kind == Principal.Kind.PERSON:
        if not Membership.objects.live().filter(principal_id=receiver.pk).exists():
            raise Refused(
                "This person has left or is suspended. Choose another person.",
                code="not_in_force",
                field="receiver",
            )


@transaction.atomic
def report(*, actor: Reader, row: SanitisedAction, kind: str, text: str) -> SanitisedReport:
    """What a person who was given `row` says about it: progress, done, or not possible. Returns the report.

    Raises PermissionDenied for anyone else; Refused without text, or once it is closed or withdrawn.
    """
    current = SanitisedAction.objects.filter(pk=row.pk, receiver_id__in=actor.principals).first()
    if current is None:
        raise NoLongerVisible
    if not current.live:
        raise Refused("This action has ended, so you cannot report on it.", code="no_longer_waiting")
    require_text(text, "Say what was done, or why it cannot be.", field="text")
    log(actor, Verb.COLLECTION, "report on sanitised action", [], detail=f"Sanitised action {row.uuid}")
    return create_valid(
        SanitisedReport,
        about=current,
        by_id=actor.membership_id,
        by_agency_id=actor.agency_id,
        kind=kind,
        text=text.strip(),
        at=timezone.now(),
    )


@transaction.atomic
def pass_on(*, actor: Reader, row: SanitisedAction, leaver: Membership, heir: Membership) -> None:
    """Gives `row` to `heir`, a colleague of `leaver` (Memberships), who was given it and has left. Run as the
    jobs' role.

    Both sides read so among the reports, by `actor`; that moves no state. Nobody learns of the record.
    """
    row.receiver_id = heir.principal_id
    save_valid(row, update_fields=["receiver"])
    Kind = SanitisedReport.Kind
    create_valid(
        SanitisedReport,
        about=row,
        by_id=actor.membership_id,
        by_agency_id=actor.agency_id,
        at=timezone.now(),
        kind=Kind.PROGRESS if row.state == State.OPEN else Kind(row.state),
        text=f"{leaver.user.name} has left. {heir.user.name} takes this over.",
    )
    log(actor, Verb.ALTERATION, "hand over sanitised action", [], detail=f"Sanitised action {row.uuid}")
