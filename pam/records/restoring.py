"""Putting an earlier value back: a new change like any other, by the service that changes the thing anyway.

Each room registers what of its own can be put back, and how it is saved (`restorable.py`). An old value is
asked anew whether it is still a valid one: people leave, words are retired.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.records.owning import may_decide
from pam.records.restorable import restore_rule_for
from pam.records.selectors.history import Names, addressed, label_of
from pam.ui.cursors import unseal

REASON = "Earlier value restored"


@dataclass
class Earlier:
    """A value that a field had once: of which row, and what is there now, both in words."""

    row: object
    field: object
    value: object
    label: str
    now: str
    then: str


def earlier(reader, record, text):
    """The `Earlier` that a token speaks of: the value before that change of `record` or of a part of it; or
    None.

    The caller asked for `manage`. None also where the reader may not see the row or decide the field, or it
    was not addressed to them.
    """
    said = unseal(text) or []
    label, number, name = said if len(said) == 3 else (None, None, None)
    model, way = restore_rule_for(label)
    if model is None or name not in way.fields or not may_decide(reader, record, model, name):
        return None
    changed = model.history.filter(history_id=number).first()
    if changed is None or changed.id != record.pk and getattr(changed, "record_id", None) != record.pk:
        return None
    before = model.history.filter(id=changed.id, history_id__lt=number).order_by("-history_id").first()
    row = visibility.visible_to(reader, model).filter(pk=changed.id).first()
    if before is None or row is None or not (addressed(reader, before) and addressed(reader, changed)):
        return None
    field = model._meta.get_field(name)
    names = Names(reader)
    value = getattr(before, field.attname)
    now, then = names.note(field, getattr(row, field.attname)), names.note(field, value)
    names.fetch()
    return Earlier(row, field, value, label_of(field), names.say(now), names.say(then))


@transaction.atomic
def restore_value(*, actor, record, earlier, version):
    """Gives the field its earlier value, if the row is still at `version`. Returns the row.

    Raises PermissionDenied without `manage` on the record; Stale; Refused for a value that is not valid any
    more, or as the service that saves it does.
    """
    visibility.require(actor, record, Level.MANAGE)
    row, field = earlier.row, earlier.field
    if getattr(row, field.attname) == earlier.value:
        raise Refused("It already has that value. Nothing was changed.", code="nothing_changed")
    _require_valid(row, field, earlier.value)
    setattr(row, field.attname, earlier.value)
    row._change_reason = REASON
    _, way = restore_rule_for(row._meta.label)
    way.save(actor=actor, row=row, version=version, changed=(f"{field.name} (restored)",))
    return row


def _require_valid(row, field, value):
    """Raises Refused, with a sentence, for a value that no one could still choose."""
    target = field.related_model
    if target is not None and value is not None:
        found = target._base_manager.filter(pk=value).first()
        if found is None:
            raise Refused(
                "The earlier choice has been removed. Change the record to choose another.",
                code="value_gone",
            )
        if isinstance(found, Membership) and not Membership.objects.live().filter(pk=value).exists():
            raise Refused(
                f"{found.user.name} has left or is suspended. Change the record to choose another person.",
                code="not_in_force",
            )
        if getattr(found, "retired", False):
            raise Refused(
                f"“{found}” is no longer in use. Change the record to choose another.",
                code="retired",
            )
        return
    if listed := getattr(field, "listed_model", None):
        gone = listed._base_manager.filter(pk__in=value, retired=True).first()
        if gone is not None:
            raise Refused(
                f"“{gone}” is no longer in use. Change the record to choose another.", code="retired"
            )
    try:
        field.clean(value, row)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="invalid") from None


def save_record_part(*, actor, row, version, changed):
    """The way to save a part that has no service of its own."""
    from pam.records.services import save_part

    return save_part(actor=actor, part=row, version=version, operation="restore value")
