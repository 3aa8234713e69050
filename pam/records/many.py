"""Many records of one kind at once: another lead or owner team, taken back with one press."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused, Stale
from pam.access.levels import Level
from pam.access.models import Membership, Team
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records import bulk
from pam.records.kinds import kind_of
from pam.records.models import Batch, Entry, Record
from pam.records.owning import is_owner
from pam.records.services import chronicle, save_record
from pam.reference.selectors.settings import setting

MOST = 50  # records in one change
PICK = "pick"
HAND_OVER = "hand over records"
FIELDS = ["lead", "team"]


@dataclass
class Done:
    """What became of a change of many records: its `Batch` or None, the records that changed,
    [(record, why)] of those that stayed as they are, and those whose new lead was asked.
    """

    batch: Batch | None
    changed: list[Record]
    left: list[tuple[Record, str]]
    asked: list[Record] = field(default_factory=list)


def picked(asked) -> list[UUID]:
    """The uuids that an address names (`pick`, as often as rows were ticked), at most `MOST`."""
    found = []
    for value in asked.getlist(PICK)[:MOST]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def of_picked(rows, asked):
    """Those of `rows` (records through the gate) that an address names; all, if it names none."""
    return rows.filter(uuid__in=picked(asked)) if PICK in asked else rows


def chosen(reader: Reader, kind: str, uuids: Collection[UUID]) -> list[Record]:
    """The records of `kind` with these uuids, as rows of its model, by title. What is hidden from `reader` is
    left out like what is absent. Raises Http404 for no kind of record.
    """
    try:
        model = apps.get_model(kind_of(kind).model)
    except KeyError:
        raise Http404 from None
    rows = visibility.visible_to(reader, model).filter(uuid__in=uuids, kind=kind)
    return list(rows.select_related("team", "agency", "lead__user").order_by("title__folded", "pk")[:MOST])


def why_left(
    reader: Reader, records: Collection[Record], *, lead: Membership | None = None, team: Team | None = None
) -> dict[int, str]:
    """{number: why it stays as it is} of those of `records` that a change to `lead`, `team` or both would not
    reach. One query.
    """
    levels, why = visibility.levels(reader, [record.pk for record in records]), {}
    for record in records:
        if levels.get(record.pk, 0) < Level.MANAGE:
            why[record.pk] = "You cannot change it."
        elif not is_owner(reader, record):
            why[record.pk] = f"{record.agency.name} owns it."
        elif record.closed_at:
            why[record.pk] = "It is closed."
        elif (lead is None or record.lead_id == lead.pk) and (team is None or record.team_id == team.pk):
            why[record.pk] = "It is like that already."
    return why


@transaction.atomic
def hand_over(
    *,
    actor: Reader,
    records: Collection[Record],
    reason: str,
    lead: Membership | None = None,
    team: Team | None = None,
) -> Done:
    """Gives `records` of one kind another lead, another owner team, or both, and says `reason` in the
    chronology of each. Those that can't be changed stay, each with why. Where a lead is asked
    (`Kind.ask_lead`) they are, and the one before stays until they accept: that is not undone with the rest.
    Who takes a record over themselves has accepted by that.

    Raises Refused without a reason, or for nothing to change.
    """
    reason = require_text(reason, "Say why.", field="reason")
    if lead is None and team is None:
        raise Refused("Choose another lead or another team.", code="missing", field="lead")
    why = why_left(actor, records, lead=lead, team=team)
    done = Done(None, [], [(record, why[record.pk]) for record in records if record.pk in why])
    change = [record for record in records if record.pk not in why]
    if not change:
        return done
    if lead is not None and lead.pk != actor.membership_id and asks_lead_first(change):
        change = _ask(actor, done, change, lead, team, reason)
        lead = None
    if not change:
        return done
    done.batch = _batch(actor, change, HAND_OVER)
    for record in change:
        said = _said(record, lead, team)
        record.lead, record.team = lead or record.lead, team or record.team
        _save(actor, done, record, "Handed over", f"{said} {reason}")
    return done


def asks_lead_first(records: Collection[Record]) -> bool:
    """Whether the lead of records of this kind is asked first."""
    return any(kind_of(record.kind).ask_lead for record in records)


def _ask(actor, done, records, lead, team, reason):
    """Asks `lead` to lead each of `records`; returns those that get another team besides."""
    left = set()
    for record in records:
        ask = kind_of(record.kind).ask_lead
        if record.lead_id == lead.pk:
            continue
        try:
            with transaction.atomic():
                ask(actor=actor, record=record, to=lead, note=reason)
        except Refused as refusal:
            done.left.append((record, refusal.message))
            left.add(record.pk)
        else:
            done.asked.append(record)
    return [one for one in records if team is not None and one.team_id != team.pk and one.pk not in left]


@transaction.atomic
def undo_hand_over(*, actor: Reader, batch: Batch) -> Done:
    """Gives the records of a `hand_over` the lead and team back that they had; those that a person changed
    since stay. Raises PermissionDenied for another person's; Refused if it was undone, or too late.
    """
    if batch.made_at < timezone.now() - timedelta(hours=setting("records.undo_hours", actor.agency_id)):
        raise Refused("The time to undo this is over. Change the records again.", code="too_late")
    batch = bulk.claim(actor, batch)
    same, left = bulk.unchanged(actor, batch)
    done = Done(None, [], [(record, "It was changed since.") for record in left])
    if not same:
        return done
    done.batch = _batch(actor, same, f"undo {HAND_OVER}", undoes=batch)
    bulk.restore(same, batch)
    for record in same:
        _save(actor, done, record, "Handing over undone", "Lead and team are as before.")
    return done


def batch_or_404(reader: Reader, uuid: UUID) -> Batch:
    """A `hand_over` that `reader` made and has not undone. Raises Http404."""
    rows = Batch.objects.filter(made_by_id=reader.membership_id, operation=HAND_OVER, undone_at=None)
    row = rows.filter(uuid=uuid, undoes=None).first()
    if row is None:
        raise Http404
    return row


def _said(record, lead, team):
    words = []
    if lead is not None and record.lead_id != lead.pk:
        words.append(f"Lead: from {record.lead.user.name if record.lead else 'nobody'} to {lead.user.name}.")
    if team is not None and record.team_id != team.pk:
        words.append(f"Team: from {record.team.name} to {team.name}.")
    return " ".join(words)


def _save(actor, done, record, title, text):
    """Saves one record and says so in its chronology; notes in `done` what became of it."""
    record.of_batch = done.batch.pk
    try:
        with transaction.atomic():
            save_record(
                actor=actor, record=record, version=record.version, changed=FIELDS, operation="hand over"
            )
            kind = Entry.Kind.CHANGE
            chronicle(actor=actor, record=record, kind=kind, title=title, text=text.strip()[:1000])
    except Stale:
        done.left.append((record, "Another person changed it meanwhile."))
    except NoLongerVisible:
        pass  # nothing is said of what is hidden by now
    except Refused as refusal:
        done.left.append((record, refusal.message))
    else:
        done.changed.append(record)


def _batch(actor, records, operation, *, undoes=None):
    batch = save_valid(
        Batch(
            model=type(records[0])._meta.label,
            fields=FIELDS,
            rows=[record.pk for record in records],
            operation=operation,
            made_by_id=actor.membership_id,
            undoes=undoes,
        )
    )
    detail = f"{len(records)} records, batch {batch.uuid}"
    log(actor, Verb.ALTERATION, operation, batch.rows, detail=detail)
    return batch
