"""What the close of a meeting and the approval of its minutes mean for its list of cases."""

from django.utils import timezone

from meetings.caselist.models import CaseEntry, ListOpening
from meetings.models import Decision, Meeting, MeetingAction
from meetings.selectors.kinds import carrying_outcomes, outcomes_of
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Grant
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.caselists import registry
from pam.disclosure.services.shares import revoke
from pam.records.models import Entry
from pam.records.services import chronicle, save_part
from pam.ui.dates import long_date

State = CaseEntry.State


def hear_cases(actor: Reader, meeting: Meeting) -> None:
    """Says of each case on the list whether it was heard, by the outcome of its item. Where the actor may add
    to the record that referred it, that record gets the decisions and actions, and its room chases that the
    person is told.
    """
    rows = visibility.visible_to(actor, CaseEntry).filter(record_id=meeting.pk, state=State.ACCEPTED)
    labels, day = outcomes_of(meeting), timezone.localdate(meeting.starts_at)
    comes_back = carrying_outcomes(meeting)
    for entry in rows.select_related("item").order_by("pk"):
        outcome = entry.item.outcome if entry.item else ""
        heard = outcome != "" and outcome not in comes_back
        entry.state = State.HEARD if heard else State.DEFERRED
        label = labels[outcome].label if outcome in labels else "Not reached"
        entry.state_reason = label
        save_part(actor=actor, part=entry, version=entry.version, level=Level.MANAGE, operation="hear case")
        if heard and entry.referral:
            _tell_record(actor, meeting, entry, f"Heard on {long_date(day)}: {label}", day)


def _tell_record(actor, meeting, entry, words, day):
    provider = registry.provider_named(entry.provider)
    referral = provider and provider.get(actor, entry.referral)
    if referral is None or visibility.level(actor, referral.record) < Level.CONTRIBUTE:
        return  # chased on the list itself
    if provider.heard:
        provider.heard(actor, entry.referral, words, day)
    agencies = sorted({referral.record.agency_id, actor.agency_id})
    for title, text in _decided(actor, entry):
        chronicle(
            actor=actor,
            record=referral.record,
            kind=Entry.Kind.DECISION,
            title=title,
            text=text,
            agencies=agencies,
        )


def _decided(actor, entry):
    """(title, text) of what the meeting decided and gave on the case, as the actor sees it."""
    for row in visibility.visible_to(actor, Decision).filter(item_id=entry.item_id).order_by("pk"):
        yield "Decision of a command meeting", f"{row.text}\n\nRationale: {row.rationale}"
    raised = visibility.visible_to(actor, MeetingAction).filter(item_id=entry.item_id)
    actions = visibility.visible_to(actor, Action).filter(raised_at__in=raised).with_owner()
    for action in actions.order_by("pk"):
        yield (
            "Action of a command meeting",
            f"{action.title}\n\n{action.owner_words}, due {long_date(action.due)}",
        )


def close_lists(actor: Reader, meeting: Meeting) -> None:
    """Ends the opening of the list to each agency: the minutes are approved. People who were invited keep the
    access that their invitation gives.
    """
    rows = visibility.visible_to(actor, ListOpening).filter(record_id=meeting.pk, closed_at=None)
    for row in rows.order_by("pk"):
        row.closed_at = timezone.now()
        save_part(actor=actor, part=row, version=row.version, level=Level.MANAGE, operation="close list")
        grant = Grant.objects.filter(content_object_id=meeting.pk, group_id=row.principal_id).first()
        if grant is not None and grant.kinds == [CaseEntry.part_kind.code]:
            revoke(actor=actor, grant=grant, reason="The minutes are approved")
