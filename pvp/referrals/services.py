"""Every write to referrals, as verbs. Each takes `actor`, a `visibility.Reader`.

The referrer never touches a record and is told nothing but the outcome; the team never changes what was sent.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership, Team
from pam.access.validation import create_valid, optional_text, require_listed, require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.notifications.services import enqueue
from pam.records.happenings import happened
from pam.records.models import Record
from pam.records.services import chronicle
from pam.reference.models import ReferenceValue
from pam.reference.selectors.settings import before_by_agency
from pam.stages.selectors import first_working_stage
from pam.subjects.models import SafeContact
from pam.subjects.services.safe_contacts import add_safe_contact
from pam.ui.partial_dates import PartialDate
from pvp.models import CaseFile
from pvp.referrals import selectors
from pvp.referrals.lists import ARRIVED, DECIDED, KEEP_DAYS, LINE
from pvp.referrals.models import Referral, ReferralDesk, Triage, TriageNote
from pvp.services import open_case

SENT, URGENT, ANSWERED = "referral_sent", "referral_urgent", "referral_answered"
DECISION = ["reason", "words", "record", "decided_by", "decided_at"]


@transaction.atomic
def send_referral(*, actor: Reader, desk: ReferralDesk, referral: Referral) -> Referral:
    """Sends `referral`, an unsaved row, to the team of `desk`; its triage begins at this moment, and the
    team is told. Raises Refused for a team that takes none, or without a reason where the person does not
    agree.
    """
    if not selectors.desks(actor).filter(pk=desk.pk).exists():
        raise Refused("Choose a team that takes referrals.", code="no_desk", field="desk")
    if referral.told != Referral.Told.AGREES:
        require_text(referral.told_why, "Say why you refer without their agreement.", field="told_why")
    referral.team_id = desk.team_id
    referral.sender_id, referral.sender_agency_id = actor.membership_id, actor.agency_id
    save_valid(referral)
    referral.refresh_from_db(fields=["code"])
    log(
        actor,
        Verb.DISCLOSURE,
        "send referral",
        [],
        detail=f"Referral {referral.code}",
        recipient=str(desk.team),
        recipient_agency=desk.agency_id,
    )
    _tell_team(referral)
    return referral


def _tell_team(referral):
    people = Membership.objects.live().filter(teams=referral.team_id)
    event = URGENT if referral.danger == Referral.Danger.YES else SENT
    enqueue(event, referral.uuid, people, occasion=str(referral.team_id))


@transaction.atomic
def rate_referral(*, actor: Reader, triage: Triage, rating: str, rationale: str = "") -> Triage:
    """Rates a referral red, amber or green: by when it has to be decided is counted from when it came.
    Raises Refused for one that was decided, the same rating again, or a change without a rationale.
    """
    require_listed([rating], Triage.Rating.values, field="rating")
    row = _waiting(actor, triage)
    if row.rating == rating:
        raise Refused(f"It is rated {row.get_rating_display()} already.", code="unchanged", field="rating")
    if row.rating:
        require_text(rationale, "Say why the rating changes.", field="rationale")
    before = row.get_rating_display()
    row.rating, row.due = rating, selectors.due_of(actor, rating, row.referral.sent_at) or row.due
    row.rated_by_id, row.rated_at = actor.membership_id, timezone.now()
    save_valid(row, update_fields=["rating", "due", "rated_by", "rated_at"])
    title = f"Rated {row.get_rating_display()}"
    _note(actor, row, f"{title}, {before.lower()} before" if before else title, rationale)
    _log(actor, "rate referral", row)
    return row


@transaction.atomic
def accept_as_case(
    *,
    actor: Reader,
    triage: Triage,
    case: CaseFile,
    name: str,
    born: PartialDate | None = None,
    words: str = "",
) -> CaseFile:
    """Opens a case file with what the referral says: it begins as an active one, with the referral in its
    chronology. Raises Refused as `open_case`, or for a referral that was decided.
    """
    row = _waiting(actor, triage)
    case.stage = first_working_stage(actor, "pvp")
    open_case(actor=actor, case=case, name=name, born=born)
    _keep_safe_contact(actor, case, row.referral)
    _into(actor, row, case)
    _decide(actor, row, Referral.State.ACCEPTED, words=words, record=case)
    return case


@transaction.atomic
def join_case(*, actor: Reader, triage: Triage, record: Record, words: str = "") -> Record:
    """Puts the referral into the chronology of a case file that is there. Raises PermissionDenied without
    `contribute`, Refused for a closed one, or a referral that was decided.
    """
    row = _waiting(actor, triage)
    visibility.require(actor, record, Level.CONTRIBUTE)
    if record.closed_at:
        raise Refused("This case file is closed. Reopen it first.", code="closed", field="reference")
    _into(actor, row, record)
    _decide(actor, row, Referral.State.ACCEPTED, words=words, record=record)
    return record


@transaction.atomic
def redirect_to_desk(*, actor: Reader, triage: Triage, desk: ReferralDesk, rationale: str) -> Triage:
    """Passes the referral to another team that takes referrals: theirs alone from now on, unrated. Raises
    Refused without a reason, for one that was decided, or for the same team.
    """
    rationale = require_text(rationale, "Say why they should take it.", field="rationale")
    row = _waiting(actor, triage)
    if desk.team_id == row.team_id or not selectors.desks(actor).filter(pk=desk.pk).exists():
        raise Refused("Choose another team that takes referrals.", code="no_desk", field="desk")
    team = Team.objects.get(pk=row.team_id)
    _note(actor, row, f"Passed on by {team}", rationale)
    verb = Verb.ALTERATION if desk.agency_id == actor.agency_id else Verb.DISCLOSURE
    log(
        actor,
        verb,
        "pass on referral",
        [],
        detail=f"Referral {row.referral.code}",
        reason=rationale,
        recipient=str(desk.team),
        recipient_agency=desk.agency_id,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_pass_on_referral(%s, %s)", [row.pk, desk.pk])
    row.referral.team_id = desk.team_id
    _tell_team(row.referral)
    return row


@transaction.atomic
def redirect_elsewhere(*, actor: Reader, triage: Triage, to: str, rationale: str) -> Triage:
    """Ends the triage because an agency that does not take referrals here has to act: `to` says which and who
    was spoken to; the referrer reads it. Raises Refused without either, or for one that was decided.
    """
    to = require_text(to, "Say which team or agency takes it.", field="to")
    rationale = require_text(rationale, "Say why they should take it.", field="rationale")
    row = _waiting(actor, triage)
    return _decide(actor, row, Referral.State.PASSED_ON, words=rationale, answer=f"Passed on to {to}"[:500])


@transaction.atomic
def close_referral(
    *, actor: Reader, triage: Triage, reason: ReferenceValue, words: str, answer: str = ""
) -> Triage:
    """Ends the triage without further action, for a reason of the list; the referrer reads `answer`, never
    the reason. Raises Refused without reasons, or for one that was decided.
    """
    words = require_text(words, "Give the reasons for your decision.", field="words")
    answer = optional_text(answer, field="answer")
    row = _waiting(actor, triage)
    return _decide(actor, row, Referral.State.CLOSED, words=words, answer=answer, reason=reason)


def _waiting(actor, triage):
    """The triage, locked, with its referral. Raises PermissionDenied to those who do not take it, Refused
    once it was decided.
    """
    rows = Triage.objects.filter(pk=triage.pk, team_id__in=actor.team_ids).select_related("referral")
    if not rows.exists():
        raise PermissionDenied
    row = rows.select_for_update(of=("self",)).filter(decided_at=None).first()
    if row is None:
        raise Refused("A colleague has already decided this.", code="already_decided")
    return row


def _decide(actor, row, state, *, words="", answer="", reason=None, record=None):
    now = timezone.now()
    row.words, row.reason = optional_text(words, field="words"), reason
    row.record_id = record.pk if record else None
    row.decided_by_id, row.decided_at = actor.membership_id, now
    save_valid(row, update_fields=DECISION)
    referral = row.referral
    referral.state, referral.answer, referral.answered_at = state, answer, now
    save_valid(referral, update_fields=["state", "answer", "answered_at"])
    _note(actor, row, referral.get_state_display(), words)
    _log(actor, f"decide referral: {state}", row, [record.pk] if record else [])
    enqueue(ANSWERED, referral.uuid, Membership.objects.live().filter(pk=referral.sender_id))
    return row


def _note(actor, row, title, rationale):
    rationale = optional_text(rationale, field="rationale")
    create_valid(TriageNote, triage=row, by_id=actor.membership_id, title=title[:200], rationale=rationale)


def _log(actor, operation, row, records=()):
    log(actor, Verb.ALTERATION, operation, list(records), detail=f"Referral {row.referral.code}")


def _into(actor, row, record):
    """Keeps what the referral says in the chronology of `record`, for the agencies that took it and own it
    alone: it names the referrer, and how to reach the person. Clocks count from when it came.
    """
    referral = row.referral
    chronicle(
        actor=actor,
        record=record,
        kind=LINE,
        title=f"Referral {referral.code} from {referral.sender_agency.name}",
        text=in_words(referral),
        happened_at=referral.sent_at,
        agencies=sorted({actor.agency_id, record.agency_id}),
    )
    target = Record.objects.get(pk=record.pk)
    happened(actor=actor, record=target, code=ARRIVED, at=referral.sent_at)
    happened(actor=actor, record=target, code=DECIDED)


def _keep_safe_contact(actor, case, referral):
    """What the referral says of how to reach the person is their safe contact from now on; nothing else makes
    a number of theirs safe to call.
    """
    if not (referral.safe_number or referral.safe_contact):
        return
    contact = SafeContact(
        way=referral.safe_number,
        times=referral.safe_contact[:200],  # its form takes no more; the whole is in the chronology
        source=f"Referral {referral.code} from {referral.sender_agency.name}"[:200],
    )
    add_safe_contact(actor=actor, record=case, subject=case.person, contact=contact)


def in_words(referral: Referral) -> str:
    """What a referral says, as a line of a chronology keeps it."""
    rows = [
        ("From", f"{referral.sender.user.name}, {referral.sender_agency.name}; {referral.contact}"),
        ("In danger now", referral.get_danger_display()),
        ("About", ", ".join(filter(None, [referral.name, str(referral.born or ""), referral.address]))),
        ("Concern", referral.concern),
        ("What they said", referral.said),
        ("Told", ": ".join(filter(None, [referral.get_told_display(), referral.told_why]))),
        ("Safe number", referral.safe_number),
        ("How to reach them safely", referral.safe_contact),
    ]
    return "\n\n".join(f"{label}: {text}" for label, text in rows if text)


# --- Teams that take referrals ---


@transaction.atomic
def open_desk(*, actor: Reader, desk: ReferralDesk) -> ReferralDesk:
    """Lets the people of a team take referrals. Raises PermissionDenied if the actor is not an administrator,
    Refused for a team of another agency or one that takes them already.
    """
    _require_administrator(actor)
    if not Team.objects.filter(pk=desk.team_id, agency_id=actor.agency_id).exists():
        raise Refused("Choose a team of your own agency.", code="not_own_agency", field="team")
    if ReferralDesk.objects.filter(team_id=desk.team_id, ended_at=None).exists():
        raise Refused("This team takes referrals already.", code="already_open", field="team")
    desk.agency_id = actor.agency_id
    save_valid(desk)
    log(actor, Verb.ALTERATION, "open referral desk", [], detail=str(desk.team))
    return desk


@transaction.atomic
def end_desk(*, actor: Reader, desk: ReferralDesk) -> ReferralDesk:
    """Ends that a team takes referrals; those that wait stay with it. Raises PermissionDenied if the actor is
    not an administrator of its agency.
    """
    _require_administrator(actor)
    if desk.agency_id != actor.agency_id:
        raise PermissionDenied
    desk.ended_at = timezone.now()
    save_valid(desk, update_fields=["ended_at"])
    log(actor, Verb.ALTERATION, "end referral desk", [], detail=str(desk.team))
    return desk


def _require_administrator(actor):
    if not actor.has_role(Membership.Role.ADMINISTRATOR):
        raise PermissionDenied


def forget_referrals(now: datetime | None = None) -> int:
    """Erases the referrals that led to no case file, once the days of the agency that took them are over;
    returns how many. Those in a case file are disposed of with it. Runs as the jobs' role.
    """
    over = before_by_agency(KEEP_DAYS, now or timezone.now(), "decided_at", "team__agency")
    old = list(Triage.objects.filter(over, record=None).values_list("referral_id", flat=True))
    Referral.objects.filter(pk__in=old).delete()
    return len(old)
