"""Sanitised actions, as their giver and their receiver may read them."""

from dataclasses import dataclass

from pam.access import visibility
from pam.access.models import Membership, Principal
from pam.actions.models import SanitisedAction, SanitisedReport
from pam.records.models import Subject

MAX_PEOPLE = 50


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
    warnings: str = ""


def text_of(row):
    """The `Text` of a kept SanitisedAction (fetched with `given_by__user` and `given_by_agency`)."""
    return Text(
        row.title,
        row.details,
        row.due,
        row.contact,
        row.given_by.user.name,
        row.given_by_agency.name,
        row.warnings,
    )


def receivers_at(agency, name=""):
    """(the agency and its teams, its people in force whose
    name holds `name`, whether there are more people).
    """
    rows = Principal.objects.filter(agency=agency).select_related("agency").order_by("kind", "label__folded")
    live = Membership.objects.live().filter(agency=agency).values("principal_id")
    people = list(
        rows.filter(kind=Principal.Kind.PERSON, pk__in=live, label__icontains=name)[: MAX_PEOPLE + 1]
    )
    return list(rows.exclude(kind=Principal.Kind.PERSON)), people[:MAX_PEOPLE], len(people) > MAX_PEOPLE


def record_words_in(actor, record, text):
    """What a text says of `record` that `actor` should think about: its title, or names of those in it."""
    said = " ".join(text.casefold().split())
    people = (
        visibility.visible_to(actor, Subject).filter(record_id=record.pk).values_list("name", flat=True)[:500]
    )
    words = [record.title, *people]
    return sorted({word for word in words if " ".join(word.casefold().split()) in said})


def _rows():
    return SanitisedAction.objects.select_related(
        "given_by__user", "given_by_agency", "receiver__agency", "receiver_agency"
    )


def given_to(reader):
    """The sanitised actions that `reader`, their teams or their agency were given."""
    return _rows().filter(receiver_id__in=reader.principals)


def sanitised_given_to(reader, uuid):
    """The sanitised action with this `uuid`, if `reader` was given it; else None."""
    return given_to(reader).filter(uuid=uuid).first()


def sanitised_of(action):
    """The sanitised action that `action` was given as, with its reports newest first in `said`, its `text`;
    None without one.
    """
    row = _rows().filter(pk=action.sanitised_id).first() if action.sanitised_id else None
    if row:
        row.said, row.text = reports_of(row), text_of(row)
    return row


def reports_of(row, limit=100):
    """What was reported on a sanitised action, newest first."""
    return list(SanitisedReport.objects.filter(about=row).select_related("by__user", "by_agency")[:limit])


def left_by(leaver):
    """The sanitised actions that were given to `leaver` (a Membership) in person and still wait."""
    return SanitisedAction.objects.filter(
        receiver_id=leaver.principal_id, state__in=SanitisedAction.LIVE
    ).order_by("pk")
