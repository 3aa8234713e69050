"""Retention groups and their periods, as verbs. Each takes `actor`, a `visibility.Reader`; a period of every
agency is changed by the system's owner alone.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.text import slugify

from pam.access.errors import Refused, Stale
from pam.access.models import Agency, Membership
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records.models import RetentionGroup
from pam.retention.selectors.groups import MAX_COUNTED, records_in

MAX_MOVED = MAX_COUNTED
TOO_MANY = (
    f"More than {MAX_MOVED:,} records are in this group. Moving their reviews would hold up other people’s "
    "work: ask those who run pam to change the years with set_retention, out of hours."
)


def _require(actor):
    if not actor.has_role(Membership.Role.ADMINISTRATOR):
        raise PermissionDenied


def _checked(row):
    """Raises Refused for the first field of `row` that is not valid."""
    try:
        row.full_clean(exclude=["agency", "code"])
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Refused(messages[0], code="invalid", field=name) from None


@transaction.atomic
def add_group(
    *, actor: Reader, label: str, meaning: str, first_years: int, next_years: int
) -> RetentionGroup:
    """A retention group of the actor's agency. Raises PermissionDenied, or Refused for a name that it has
    already or years that make no sense.
    """
    _require(actor)
    own = RetentionGroup.objects.filter(agency_id=actor.agency_id)
    last = RetentionGroup.objects.aggregate(last=Max("order"))["last"] or 0
    row = RetentionGroup(
        agency_id=actor.agency_id,
        code=slugify(label)[:40] or "group",
        label=label.strip(),
        meaning=meaning.strip(),
        first_years=first_years,
        next_years=next_years,
        order=last + 1,
    )
    _checked(row)
    if own.filter(code=row.code).exists():
        raise Refused("Your agency has a group with that name.", code="name_taken", field="label")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # another administrator, at the same moment
        raise Refused("Your agency has a group with that name.", code="name_taken", field="label") from None
    log(actor, Verb.COLLECTION, "add retention group", detail=row.label)
    return row


def _claim(actor, group, version):
    """Locks a group of the actor's agency and counts its version up. Raises PermissionDenied, or Stale."""
    _require(actor)
    if group.agency_id != actor.agency_id:
        raise PermissionDenied
    row = RetentionGroup.objects.select_for_update().get(pk=group.pk)
    if row.version != version:
        raise Stale(row)
    row.version = version + 1
    return row


@transaction.atomic
def change_group(
    *,
    actor: Reader,
    group: RetentionGroup,
    version: int,
    label: str,
    meaning: str,
    first_years: int,
    next_years: int,
) -> tuple[RetentionGroup, int]:
    """Changes a group of the actor's agency; with other years the reviews of its records move at once.

    Returns (the group, how many records' next review moved); one that a review has set stays. Raises
    PermissionDenied, Stale, or Refused for years that make no sense or a group too big to move at once.
    """
    row = _claim(actor, group, version)
    before = (row.first_years, row.next_years)
    row.label, row.meaning = label.strip(), meaning.strip()
    row.first_years, row.next_years = first_years, next_years
    _checked(row)
    moves = before != (first_years, next_years)
    if moves and records_in(actor.agency_id).get(row.pk, 0) > MAX_MOVED:
        raise Refused(TOO_MANY, code="too_many", field="first_years")
    row.save(update_fields=["label", "meaning", "first_years", "next_years", "version"])
    log(actor, Verb.ALTERATION, "change retention group", detail=_told(row))
    return row, _moved() if moves else 0


def _told(row):
    return f"{row.label}: first review after {row.first_years} years, then every {row.next_years}"


@transaction.atomic
def retire_group(
    *, actor: Reader, group: RetentionGroup, version: int, retired: bool = True
) -> RetentionGroup:
    """Lets no further record be put in a group of the actor's agency (or again, without `retired`).

    Records that are in it stay, and keep their dates. Raises PermissionDenied, Stale, or Refused if it is so.
    """
    row = _claim(actor, group, version)
    if row.retired == retired:
        raise Refused("That is done already.", code="nothing_changed")
    row.retired = retired
    row.save(update_fields=["retired", "version"])
    log(
        actor,
        Verb.ALTERATION,
        "retire retention group" if retired else "bring retention group back",
        detail=row.label,
    )
    return row


@transaction.atomic
def change_years(
    code: str, *, agency: Agency | None = None, first: int | None = None, every: int | None = None
) -> int:
    """Changes the periods of a group of every agency, or of `agency`, by its code. Run as the owner role.

    Returns how many records' next review moves; one that a review has set stays. Raises Refused for a group
    that isn't there or years that make no sense.
    """
    row = RetentionGroup.objects.select_for_update().filter(agency=agency, code=code).first()
    if row is None:
        raise Refused(f"There is no retention group {code}.", code="invalid")
    before = (row.first_years, row.next_years)
    row.first_years = row.first_years if first is None else first
    row.next_years = row.next_years if every is None else every
    _checked(row)
    if before == (row.first_years, row.next_years):
        return 0
    row.version += 1
    row._change_reason = "set_retention"  # type: ignore[attr-defined]
    row.save()
    return _moved()


def _moved():
    """How many records the trigger on the group's row has just moved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pam.moved')::bigint")
        return cursor.fetchone()[0]
