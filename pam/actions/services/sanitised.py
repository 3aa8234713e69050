"""Sanitised actions: given to somebody who may not see the record, with its own text and nothing else.

The action stays on the record, owned by whoever follows it up. What its receiver reads is a row of its own
that names no record; what they report stands beside the action. Ending the action ends the sanitised one.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.levels import Level
from pam.access.models import Membership, Principal
from pam.access.selectors import people_behind
from pam.actions.models import Action, SanitisedAction, SanitisedReport
from pam.actions.services.tracker import add, disclose_sanitised
from pam.audit.services import Verb, log
from pam.disclosure.selectors.sharing import in_sentence, label_of
from pam.notifications.services import enqueue
from pam.records.models import Subject
from pam.records.references import references_in

MOST_PEOPLE = 50
State = SanitisedAction.State


@dataclass(frozen=True)
class Text:
    """All that the receiver of a sanitised action will read, as the giver wrote it."""

    title: str
    details: str
    due: object
    contact: str
    giver: str
    agency: str


def text_of(row):
    """The `Text` of a kept SanitisedAction (fetched with `given_by__user` and `given_by_agency`)."""
    return Text(
        row.title, row.details, row.due, row.contact, row.given_by.user.name, row.given_by_agency.name
    )


def receivers_at(agency, name=""):
    """(the agency and its teams, its people in force whose
    name holds `name`, whether there are more people).
    """
    rows = Principal.objects.filter(agency=agency).select_related("agency").order_by("kind", "label")
    live = Membership.objects.live().filter(agency=agency).values("principal_id")
    people = list(
        rows.filter(kind=Principal.Kind.PERSON, pk__in=live, label__icontains=name)[: MOST_PEOPLE + 1]
    )
    return list(rows.exclude(kind=Principal.Kind.PERSON)), people[:MOST_PEOPLE], len(people) > MOST_PEOPLE


def said_of_record(actor, record, text):
    """What a text says of `record` that `actor` should think about: its title, or names of those in it."""
    said = " ".join(text.casefold().split())
    people = (
        visibility.visible_to(actor, Subject).filter(record_id=record.pk).values_list("name", flat=True)[:500]
    )
    words = [record.title, *people]
    return sorted({word for word in words if " ".join(word.casefold().split()) in said})


@transaction.atomic
def give(
    *,
    actor,
    record,
    receiver,
    title,
    details,
    due,
    contact,
    owner,
    four_p,
    note="",
    agencies=None,
    tell_owner=True,
):
    """A sanitised action for `receiver` (a Principal), and the action on `record` that it comes from; returns
    that.

    `owner` (a Membership) follows it up; `note` stays on the record; `tell_owner` as in `add`. Logged as a
    disclosure, and mailed to the receiver. Raises
    PermissionDenied without `contribute`; Refused for a text that holds a reference, a receiver who has left,
    or as `add` does.
    """
    visibility.require(actor, record, Level.CONTRIBUTE)
    _require_clean(title=title, details=details, contact=contact)
    _require_in_force(receiver)
    row = SanitisedAction.objects.create(
        title=title,
        details=details,
        due=due,
        contact=contact,
        given_by_id=actor.membership_id,
        given_by_agency_id=actor.agency_id,
        receiver=receiver,
        receiver_agency_id=receiver.agency_id,
    )
    action = add(
        actor=actor,
        record=record,
        title=title,
        owner=owner,
        due=due,
        four_p=four_p,
        details=note,
        agencies=agencies,
        how="give sanitised action",
        sanitised=row,
        code=row.code,
        told=(
            f"Given to {in_sentence(label_of(receiver))} as a sanitised action. "
            f"{owner.user.name} follows it up"
        ),
        tell_owner=tell_owner,
    )
    disclose_sanitised(actor, record.pk, row, "give sanitised action")
    enqueue("sanitised_given", row.uuid, people_behind(receiver))
    return action


def _require_clean(**texts):
    for field, text in texts.items():
        if found := references_in(text):
            raise Refused(
                f"Remove the reference {', '.join(found)}. The receiver is not allowed to know "
                "about the record.",
                field=field,
            )


def _require_in_force(receiver):
    if receiver.kind == Principal.Kind.PERSON:
        if not Membership.objects.live().filter(principal_id=receiver.pk).exists():
            raise Refused("This person has left or is suspended. Choose another person.", field="receiver")


def _rows():
    return SanitisedAction.objects.select_related(
        "given_by__user", "given_by_agency", "receiver__agency", "receiver_agency"
    )


def given_to(reader):
    """The sanitised actions that `reader`, their teams or their agency were given."""
    return _rows().filter(receiver_id__in=reader.principals)


def one_given_to(reader, uuid):
    """The sanitised action with this `uuid`, if `reader` was given it; else None."""
    return given_to(reader).filter(uuid=uuid).first()


def behind(action):
    """The sanitised action that `action` was given as, with its reports newest first in `said`, its `text`;
    None without one.
    """
    row = _rows().filter(pk=action.sanitised_id).first() if action.sanitised_id else None
    if row:
        row.said, row.text = reports_of(row), text_of(row)
    return row


def reports_of(row, most=100):
    """What was reported on a sanitised action, newest first."""
    return list(SanitisedReport.objects.filter(about=row).select_related("by__user", "by_agency")[:most])


def reported_to(reader, most):
    """The reader's own open actions whose receivers say
    that they are done, or can't be; soonest due first.
    """
    rows = (
        visibility.visible_to(reader, Action)
        .open()
        .owned_by(reader)
        .filter(sanitised__state__in=(State.DONE, State.DECLINED))
    )
    return list(rows.select_related("sanitised").soonest_first()[:most])


@transaction.atomic
def report(*, actor, row, kind, text):
    """What somebody who was given `row` says about it: progress, done, or not possible. Returns the report.

    Raises PermissionDenied for anybody else; Refused without text, or once it is closed or withdrawn.
    """
    current = SanitisedAction.objects.filter(pk=row.pk, receiver_id__in=actor.principals).first()
    if current is None:
        raise NoLongerVisible
    if not current.live:
        raise Refused("This action has ended, so you cannot report on it.")
    if not text.strip():
        raise Refused("Say what was done, or why it cannot be.", field="text")
    log(actor, Verb.COLLECTION, "report on sanitised action", [], what=f"Sanitised action {row.uuid}")
    return SanitisedReport.objects.create(
        about=current,
        by_id=actor.membership_id,
        by_agency_id=actor.agency_id,
        kind=kind,
        text=text.strip(),
        at=timezone.now(),
    )


def left_by(leaver):
    """The sanitised actions that were given to `leaver` (a Membership) in person and still wait."""
    return SanitisedAction.objects.filter(
        receiver_id=leaver.principal_id, state__in=SanitisedAction.LIVE
    ).order_by("pk")


@transaction.atomic
def pass_on(*, actor, row, leaver, heir):
    """Gives `row` to `heir`, a colleague of `leaver` (Memberships), who was given it and has left. Run as the
    owner role.

    Both sides read so among the reports, by `actor`; that moves no state. Nobody learns of the record.
    """
    row.receiver_id = heir.principal_id
    row.save(update_fields=["receiver"])
    Kind = SanitisedReport.Kind
    SanitisedReport.objects.create(
        about=row,
        by_id=actor.membership_id,
        by_agency_id=actor.agency_id,
        at=timezone.now(),
        kind=Kind.PROGRESS if row.state == State.OPEN else Kind(row.state),
        text=f"{leaver.user.name} has left. {heir.user.name} takes this over.",
    )
    log(actor, Verb.ALTERATION, "hand over sanitised action", [], what=f"Sanitised action {row.uuid}")
