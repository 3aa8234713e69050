"""Every write to transfers, as verbs. Each takes `actor`, a `visibility.Reader`.

Nothing changes before a transfer is accepted. Within an agency the record itself then changes teams. Another
agency gets a new record of its own, out of a package that the giver's reader made when it was proposed.
"""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Agency, Membership
from pam.access.selectors import contacts_of
from pam.access.validation import create_valid, optional_text, require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.db import files
from pam.disclosure.selectors.bases import is_usable
from pam.disclosure.selectors.grounds import may_share_once, no_agreement
from pam.notifications.services import enqueue
from pam.records.kinds import kind_of
from pam.records.models import Entry, Record
from pam.records.owning import is_owner
from pam.records.services import chronicle, save_record
from pam.transfers import packing, selectors
from pam.transfers.lists import LINE
from pam.transfers.models import Transfer, TransferPackage
from pam.transfers.proposals import TransferProposal
from pam.transfers.unpacking import unpack

PROPOSED, ANSWERED, ASKED = "transfer_proposed", "transfer_answered", "transfer_asked"
ANSWER = ["state", "answered_by", "answered_at", "answer"]


@transaction.atomic
def propose(*, actor: Reader, record: Record, proposal: TransferProposal) -> Transfer:
    """Proposes that another team takes `record` over; those who may accept are told. For another agency what
    goes is packed now, as the actor sees it.

    Raises PermissionDenied without `manage`, or of another agency than the record's; Refused: closed, one
    that waits already, a team that can't have it or where nobody could accept, no ground.
    """
    visibility.require(actor, record, Level.MANAGE)
    if not is_owner(actor, record):
        raise PermissionDenied
    words = require_text(proposal.words, "Say why they should take it over.", field="words")
    if record.closed_at:
        raise Refused("This record is closed. Reopen it first.", code="closed")
    if not selectors.teams_to_give(actor, record).filter(pk=proposal.team.pk).exists():
        raise Refused("Choose another team that can take it over.", code="no_team", field="team")
    if Transfer.objects.filter(record_id=record.pk, state=Transfer.State.WAITING).exists():
        raise Refused("A transfer of this record is waiting already. Withdraw it first.", code="waiting")
    row = Transfer(
        record_id=record.pk,
        reference=record.reference,
        record_kind=record.kind,
        record_agency_id=actor.agency_id,  # as the record's: asked above
        from_team_id=record.team_id,
        lead_id=record.lead_id,
        to_team=proposal.team,
        to_agency_id=proposal.team.agency_id,
        proposed_by_id=actor.membership_id,
        reason=proposal.reason,
        words=words,
        attention=optional_text(proposal.attention, field="attention"),
        on=proposal.on,
        marking=record.marking,
    )
    package = None if row.inside else _pack(actor, record, proposal, row)
    people = selectors.acceptors(proposal.team, row.marking).exclude(user_id=actor.user_id)
    if not people.exists():
        raise Refused(
            "No one in that team could accept it: it needs a supervisor who is cleared for it.",
            code="no_acceptor",
            field="team",
        )
    save_valid(row)
    if package is not None:
        create_valid(TransferPackage, transfer=row, rows=package)
    _log(actor, "propose transfer", row, reason=words)
    _say(actor, row, f"Transfer proposed to {proposal.team}", words)
    _ask_partners(actor, record, row, proposal)
    enqueue(PROPOSED, row.uuid, people)
    return row


def _ask_partners(actor, record, row, proposal):
    """Asks the partners that the giver chose to send what they wrote themselves, as they decide: it is
    theirs. Only then do they learn where the record goes.
    """
    partners = Agency.objects.filter(uuid__in=proposal.ask).exclude(
        pk__in=[record.agency_id, row.to_agency_id]
    )
    for agency in partners:
        title = f"Asked {agency.name} to send what it wrote to {row.to_team}"
        text = "It does not go with the transfer: the agency that wrote it decides."
        both = sorted({actor.agency_id, agency.pk})
        chronicle(actor=actor, record=record, kind=LINE, title=title[:200], text=text, agencies=both)
        enqueue(ASKED, record.uuid, contacts_of(agency.pk), occasion=str(row.uuid))


def _pack(actor, record, proposal, row):
    """Fills in what the receiver decides by and what it rests on; returns the package."""
    _rest_on(actor, record, proposal, row)
    found = packing.preview(actor, record, proposal)
    if found["inside"]:
        raise Refused("Records of this kind do not go to another agency.", code="no_kind", field="team")
    chosen = found["chosen"]
    row.marking = max(record.marking, chosen.marking)
    row.shown, row.identity = [list(one) for one in found["shown"]], found["identity"][:300]
    row.missing, row.contents = chosen.missing, packing.summary_of(chosen)
    row.kinds = chosen.kinds
    row.left = [[label, count] for label, count in chosen.left]
    others = found["contents"].of_others
    row.left += [[f"{label}, written by {agency.name}", count] for agency, label, count in others]
    head = found["head"] | {"main": found["main"] and str(found["main"])}
    package = packing.packed(found["contents"], chosen, head, actor)
    row.digest = packing.digest_of(package)
    return package


def _rest_on(actor, record, proposal, row):
    """Another agency is given something on a ground, as by a share. Raises Refused."""
    ground = proposal.ground
    if ground is not None:
        if ground not in selectors.grounds_of(record, proposal.team):
            words = "The agreement for this is no longer in force."
            raise Refused(words, code="ground_gone", field="ground")
        row.basis, row.agreement = ground.basis, ground.agreement
        return
    if selectors.grounds_of(record, proposal.team):
        raise Refused("Choose the legal basis.", code="missing", field="ground")
    if not may_share_once(actor):
        raise Refused(no_agreement(proposal.team.principal), code="no_agreement", field="team")
    if proposal.basis is None or not is_usable(proposal.basis, record.agency):
        raise Refused("Choose the lawful basis.", code="missing", field="once_basis")
    row.basis = proposal.basis
    row.justification = require_text(
        proposal.justification, "Say why it cannot wait for an agreement.", field="justification"
    )


@transaction.atomic
def withdraw(*, actor: Reader, transfer: Transfer, words: str) -> Transfer:
    """Takes a proposal back before it is answered; its package is gone with that. Raises PermissionDenied
    unless the actor manages the record, Refused without words, or once it was answered.
    """
    words = require_text(words, "Say why you take it back.", field="words")
    row = _waiting(transfer)
    if not selectors.may_withdraw(actor, row):
        raise PermissionDenied
    _answer(actor, row, Transfer.State.WITHDRAWN, words)
    _say(actor, row, f"Transfer to {row.to_team} withdrawn", words)
    return row


@transaction.atomic
def decline(*, actor: Reader, transfer: Transfer, words: str) -> Transfer:
    """Says no, with the reason, which the giver reads; the package is gone with that. Raises
    PermissionDenied to those who may not answer it, Refused without a reason, or once it was answered.
    """
    words = require_text(words, "Say why you do not take it over.", field="words")
    row = _waiting(transfer)
    if not selectors.may_answer(actor, row):
        raise PermissionDenied
    _answer(actor, row, Transfer.State.DECLINED, words)
    _tell_giver(row)
    return row


def accept(*, actor: Reader, transfer: Transfer, lead: Membership, words: str = "") -> Record:
    """Takes it over, led by `lead`, a person of the team: the record itself within an agency, a new record
    of the actor's agency otherwise. Returns that record.

    Raises PermissionDenied to those who may not answer it, or who proposed it, for whichever agency; Refused:
    answered, a lead who can't have it, what may not go as it was proposed any longer, a list or a file that
    is missing.
    """
    with files.atomic():
        row = _waiting(transfer)
        if not selectors.may_answer(actor, row) or row.proposed_by.user_id == actor.user_id:
            raise PermissionDenied
        if not selectors.leads_of(row, actor).filter(pk=lead.pk).exists():
            raise Refused("Choose a person of the team who is cleared for it.", code="no_lead", field="lead")
        if not row.inside:
            _require_standing(row)
        _answer(actor, row, Transfer.State.ACCEPTED, optional_text(words, field="words"))
        record = _take_over(actor, row, lead) if row.inside else _begin(actor, row, lead)
        _tell_giver(row)
        return record


def _waiting(transfer):
    """The transfer, locked. Raises PermissionDenied where it is hidden, Refused once it was answered."""
    rows = Transfer.objects.select_related(
        "to_team__agency", "from_team", "record_agency", "to_agency", "proposed_by__user", "reason"
    )
    row = rows.filter(pk=transfer.pk).first()
    if row is None:
        raise PermissionDenied
    list(Transfer.objects.select_for_update(of=("self",)).filter(pk=row.pk).values_list("pk"))
    row.refresh_from_db(fields=["state"])
    if not row.waiting:
        raise Refused(f"It is answered already: {row.get_state_display().lower()}.", code="answered")
    return row


def _answer(actor, row, state, words):
    row.state, row.answer = state, words
    row.answered_by_id, row.answered_at = actor.membership_id, timezone.now()
    save_valid(row, update_fields=ANSWER)
    _log(actor, f"transfer {state}", row, reason=words)


def _require_standing(row):
    """Raises Refused if the giver may not give it as it was packed any longer; not why: that is theirs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_transfer_stands(%s)", [row.pk])
        if not cursor.fetchone()[0]:
            words = "Something about it has changed since this was proposed. Ask them to propose it again."
            raise Refused(words, code="changed")


def _take_over(actor, row, lead):
    """The record changes teams, by the database: until then the actor need not see it. What follows is the
    actor's own write.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_take_over(%s)", [row.pk])
        if not cursor.fetchone()[0]:
            words = "The record has changed teams since this was proposed. Ask them to propose it again."
            raise Refused(words, code="changed")
    model = apps.get_model(kind_of(row.record_kind).model)
    record = visibility.visible_to(actor, model).get(pk=row.record_id)
    ask = kind_of(record.kind).ask_lead
    if ask is None:
        record.lead = lead
    save_record(
        actor=actor, record=record, version=record.version, changed=["team", "lead"], operation="take over"
    )
    if ask is not None and record.lead_id != lead.pk:
        ask(actor=actor, record=record, to=lead, note=row.words)
    title = f"Taken over by {row.to_team.name} from {row.from_team.name}"
    text = f"Lead: {lead.user.name}. {row.words}"
    chronicle(actor=actor, record=record, kind=Entry.Kind.CHANGE, title=title, text=text)
    return record


def _begin(actor, row, lead):
    """A new record of the actor's agency. The giver's gets its line and its receipt from the database
    (pam_transfer_answered).
    """
    package = TransferPackage.objects.get(transfer=row).rows
    if packing.digest_of(package) != row.digest or package["schema"] != packing.SCHEMA:
        words = "What was packed is not as it was sealed. Ask them to propose it again."
        raise Refused(words, code="broken_seal")
    record = unpack(actor=actor, transfer=row, package=package, lead=lead)
    TransferPackage.objects.filter(transfer=row).delete()
    return record


def _log(actor, operation, row, reason=""):
    """A line at the giver's record: a disclosure, where another agency is told."""
    log(
        actor,
        Verb.ALTERATION if row.inside else Verb.DISCLOSURE,
        operation,
        [row.record_id],
        detail=row.reference,
        recipient=str(row.to_team),
        recipient_agency=row.to_agency_id,
        reason=reason,
    )


def _say(actor, row, title, text):
    """A line of the giver's chronology, for its agency alone: where it goes endangers, if it gets out."""
    record, own = Record(pk=row.record_id), [actor.agency_id]
    chronicle(actor=actor, record=record, kind=LINE, title=title[:200], text=text, agencies=own)


def _tell_giver(row):
    people = Membership.objects.live().filter(pk__in=[row.proposed_by_id, row.lead_id])
    enqueue(ANSWERED, row.uuid, people)
