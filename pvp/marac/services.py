"""Every write to MARAC referrals, as verbs. Each takes `actor`, a `Reader`; rows come from the gate."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.caselists import registry
from pam.records.happenings import happened
from pam.records.models import Record, Subject
from pam.records.services import add_part, chronicle, save_part
from pvp.marac import criteria, selectors
from pvp.models import CaseFile, MaracReferral

LINE = "marac"  # the kind of its lines in the chronology
HEARD, UNFLAGGED = "marac.heard", "flag.removed"  # events in frameworks


@transaction.atomic
def refer(
    *,
    actor: Reader,
    case: CaseFile,
    referral: MaracReferral,
    victim: Subject,
    perpetrator: Subject,
    others: Sequence[Subject] = (),
    codes: Iterable[str] = (),
    agencies: Iterable[int] | None = None,
    to_list: str = "",
) -> MaracReferral:
    """Refers a case to a MARAC: what fires today and the criteria `codes` that were ticked besides are kept
    with the dated rule of each. With `to_list` it goes to that list at once.

    Raises PermissionDenied without `contribute`; Refused without any criterion, for people of other records,
    one person as both, a criterion or list that is not there, or what the model does not take.
    """
    visibility.require(actor, case, Level.CONTRIBUTE)
    _require_people(case, victim, perpetrator, others)
    version = selectors.rules(actor)
    if version is None:
        raise Refused("No referral criteria are in use for your agency.", code="no_rules", field="criteria")
    last = selectors.last_referral(actor, victim, perpetrator)
    referral.repeat_of = last
    referral.last_on = max(filter(None, (referral.last_on, last and last.referred_on)), default=None)
    today = timezone.localdate()
    referral.criteria = _judged(actor, case, referral, version.body, codes, today)
    referral.framework_version, referral.referred_on = version, today
    referral.victim, referral.perpetrator = victim, perpetrator
    referral.others = [one.uuid for one in others]
    referral.tell_by = today + timedelta(days=version.body["tell-days"])
    referral.flag_until = criteria.months_after(today, version.body["flag-months"])
    add_part(actor=actor, part=referral, record=case, agencies=agencies, operation="refer to MARAC")
    labels = ", ".join(one["label"] for one in referral.criteria)
    _say(actor, referral, f"Referred to MARAC: {labels}", referral.reason)
    if to_list:
        _send(actor, referral, to_list)
    return referral


def _require_people(case, victim, perpetrator, others):
    for name, one in (("victim", victim), ("perpetrator", perpetrator), *(("others", one) for one in others)):
        if one.record_id != case.pk or one.kind != Subject.Kind.PERSON:
            raise Refused("Choose a person of this case.", code="another_record", field=name)
    if victim.pk == perpetrator.pk:
        raise Refused("The perpetrator must be another person.", code="same_person", field="perpetrator")


def _judged(actor, case, referral, body, codes, day):
    if referral.last_on and referral.last_on > day:
        raise Refused("The last referral cannot be in the future.", code="too_late", field="last_on")
    fired = criteria.met(body, selectors.facts_of(actor, case, referral.last_on), day)
    try:
        found = criteria.ticked(body, codes, fired, day)
    except KeyError:
        raise Refused("Choose from the criteria.", code="invalid_choice", field="criteria") from None
    if not found:
        raise Refused("Choose at least one criterion.", code="missing", field="criteria")
    kept = ("code", "label", "rule", "test", "fired")
    return [{name: value for name, value in asdict(one).items() if name in kept} for one in found]


def _send(actor, referral, to_list):
    one = selectors.for_list(actor, referral.uuid)
    try:
        words = registry.send(actor, selectors.LIST, to_list, one)
    except KeyError:
        raise Refused("Choose a list that takes referrals.", code="invalid_choice", field="to_list") from None
    taken(actor, referral.uuid, words)


def _row(actor, uuid):
    return visibility.get(actor, MaracReferral, uuid, level=Level.CONTRIBUTE)


@transaction.atomic
def taken(actor: Reader, uuid: UUID, words: str) -> MaracReferral:
    """Keeps that a list has a referral, `words` saying which. Part of another room's verb.

    Raises Http404 for hidden and absent alike, PermissionDenied without `contribute`.
    """
    row = _row(actor, uuid)
    row.taken = require_text(words, "Say which list.", field="words")[:200]
    save_part(actor=actor, part=row, version=row.version, level=Level.CONTRIBUTE, operation="list referral")
    _say(actor, row, f"MARAC referral: {row.taken}", "")
    return row


@transaction.atomic
def heard(actor: Reader, uuid: UUID, words: str, on: date) -> MaracReferral:
    """Keeps that a list heard a referral on a day: files are flagged from then on, and the person is to be
    told the outcome. Part of another room's verb; raises as `taken`.
    """
    row = _row(actor, uuid)
    body = row.framework_version.body
    row.heard_on, row.taken = on, row.taken or words[:200]
    row.flag_until = criteria.months_after(on, body["flag-months"])
    row.tell_by = on + timedelta(days=body["tell-days"])
    row.told, row.told_on, row.told_by, row.told_how = "", None, "", ""
    save_part(actor=actor, part=row, version=row.version, level=Level.CONTRIBUTE, operation="hear referral")
    _say(actor, row, "Heard by the MARAC", words)
    happened(actor=actor, record=Record.objects.get(pk=row.record_id), code=HEARD, agencies=row.agencies)
    return row


@transaction.atomic
def record_told(
    *,
    actor: Reader,
    referral: MaracReferral,
    version: int,
    told: str,
    how: str,
    on: date | None = None,
    by: str = "",
) -> MaracReferral:
    """Keeps who told the person, when and how; or, with `told` "not_told", in `how` why not.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: withdrawn, no day, a day to
    come, or nothing said.
    """
    _require_counts(referral)
    if told not in MaracReferral.Told.values:
        raise Refused("Choose whether the person was told.", code="missing", field="told")
    was_told = told == MaracReferral.Told.YES
    words = "Say how they were told." if was_told else "Say why they were not told."
    referral.told, referral.told_how = told, require_text(how, words, field="how")
    if len(referral.told_how) > 300:
        raise Refused("It must be 300 characters or fewer.", code="max_length", field="how")
    if was_told and on is None:
        raise Refused("Enter the day.", code="missing", field="on")
    if on and on > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="on")
    referral.told_on = on if was_told else None
    by = optional_text(by, field="by")
    referral.told_by = (by or actor.name) if was_told else ""
    if len(referral.told_by) > 120:
        raise Refused("The name must be 120 characters or fewer.", code="max_length", field="by")
    save_part(actor=actor, part=referral, version=version, operation="record that the person was told")
    title = "The person was told about the MARAC" if was_told else "The person was not told about the MARAC"
    _say(actor, referral, title, referral.told_how)
    return referral


@transaction.atomic
def end_flag(*, actor: Reader, referral: MaracReferral, version: int, reason: str) -> MaracReferral:
    """Ends the flag on the file today, with a reason; a lapsed one is taken off so too.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: there is none, or no reason.
    """
    _require_counts(referral)
    if referral.flag_until is None:
        raise Refused("There is no flag.", code="no_flag")
    reason = require_text(reason, "Say why.", field="reason")
    if len(reason) > 300:
        raise Refused("The reason must be 300 characters or fewer.", code="max_length", field="reason")
    referral.flag_until = None
    save_part(actor=actor, part=referral, version=version, operation="end flag")
    _say(actor, referral, "MARAC flag taken off", reason)
    record = Record.objects.get(pk=referral.record_id)
    happened(actor=actor, record=record, code=UNFLAGGED, agencies=referral.agencies)
    return referral


@transaction.atomic
def withdraw(*, actor: Reader, referral: MaracReferral, version: int, reason: str) -> MaracReferral:
    """Withdraws a referral that was made by mistake and that no list has taken. It stays to be read.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: taken, withdrawn, no reason.
    """
    _require_counts(referral)
    if referral.taken:
        raise Refused("A list has it. Ask its coordinator to take it off.", code="taken")
    referral.withdrawn_reason = require_text(reason, "Say why.", field="reason")
    if len(referral.withdrawn_reason) > 300:
        raise Refused("The reason must be 300 characters or fewer.", code="max_length", field="reason")
    referral.withdrawn_at = timezone.now()
    save_part(actor=actor, part=referral, version=version, operation="withdraw referral")
    _say(actor, referral, "MARAC referral withdrawn", referral.withdrawn_reason)
    return referral


def _require_counts(referral):
    if not referral.counts:
        raise Refused("It was withdrawn.", code="withdrawn")


def _say(actor, referral, title, text):
    chronicle(
        actor=actor,
        record=Record(pk=referral.record_id),
        kind=LINE,
        title=title[:200],
        text=text,
        agencies=referral.agencies,
    )
