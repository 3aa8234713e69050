"""Every write to the lists that people choose from, as verbs. Administrators look after their agency's own
values; those of every agency come with pam. The database asks again.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from pam.access.errors import Refused, Stale
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.reference.list_declarations import list_named
from pam.reference.models import ReferenceValue


def _require(actor, listing):
    if not list_named(listing).own or not actor.has_role(Membership.Role.ADMINISTRATOR):
        raise PermissionDenied


def _checked(row):
    """Raises Refused for the first field of `row` that is not valid, or a name that its list has already."""
    try:
        row.full_clean(exclude=["agency", "code"], validate_constraints=False)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Refused(messages[0], code="invalid", field=name) from None
    rows = ReferenceValue.objects.filter(listing=row.listing, label__iexact=row.label).exclude(pk=row.pk)
    if rows.filter(agency=None).exists() or rows.filter(agency_id=row.agency_id).exists():
        raise Refused("This list has a value with that name.", code="name_taken", field="label")


@transaction.atomic
def add_value(
    *,
    actor: Reader,
    listing: str,
    label: str,
    meaning: str = "",
    colour: str = "",
    order: int | None = None,
    valid_from: date | None = None,
) -> ReferenceValue:
    """A value of the actor's agency in a list.

    Raises PermissionDenied if the actor is not an administrator or the list is the same for all, Refused for
    a name that the list has.
    """
    _require(actor, listing)
    rows = ReferenceValue.objects.filter(listing=listing)
    row = ReferenceValue(
        agency_id=actor.agency_id,
        listing=listing,
        label=label.strip(),
        meaning=meaning.strip(),
        colour=colour,
        order=(rows.aggregate(last=Max("order"))["last"] or 0) + 1 if order is None else order,
        valid_from=valid_from,
    )
    row.code = _code(rows, row)
    _checked(row)
    row.save()
    log(actor, Verb.COLLECTION, "add value", detail=f"{list_named(listing).label}: {row.label}")
    return row


def _code(rows, row):
    """A code that the list has in no agency: filters and files tell values by it."""
    begun, taken = slugify(row.label)[:34] or "value", set(rows.values_list("code", flat=True))
    return next(code for n in range(1, 1000) if (code := begun if n == 1 else f"{begun}-{n}") not in taken)


def _claim(actor, value, version):
    _require(actor, value.listing)
    if value.agency_id != actor.agency_id:
        raise PermissionDenied
    row = ReferenceValue.objects.select_for_update().get(pk=value.pk)
    if row.version != version:
        raise Stale(row)
    row.version = version + 1
    return row


@transaction.atomic
def change_value(
    *,
    actor: Reader,
    value: ReferenceValue,
    version: int,
    label: str,
    meaning: str,
    colour: str,
    order: int,
    valid_from: date | None,
) -> ReferenceValue:
    """Changes a value of the actor's agency. What bears it shows the new name. Raises PermissionDenied,
    Stale, Refused.
    """
    row = _claim(actor, value, version)
    row.label, row.meaning, row.colour = label.strip(), meaning.strip(), colour
    row.order, row.valid_from = order, valid_from
    _checked(row)
    row.save(update_fields=["label", "meaning", "colour", "order", "valid_from", "version"])
    log(
        actor,
        Verb.ALTERATION,
        "change value",
        detail=f"{list_named(row.listing).label}: {value.label} → {row.label}",
    )
    return row


@transaction.atomic
def retire_value(
    *, actor: Reader, value: ReferenceValue, version: int, retired: bool = True
) -> ReferenceValue:
    """Offers a value of the actor's agency no more (or, without `retired`, again). It stays on what bears it.

    Raises PermissionDenied, Stale, or Refused if it is so already.
    """
    row = _claim(actor, value, version)
    if row.retired == retired:
        raise Refused("That is done already.", code="nothing_changed")
    row.retired = retired
    row.save(update_fields=["retired", "version"])
    operation = "retire value" if retired else "bring value back"
    log(actor, Verb.ALTERATION, operation, detail=f"{list_named(row.listing).label}: {row.label}")
    return row
