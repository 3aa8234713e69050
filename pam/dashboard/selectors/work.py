"""What "My work" shows: asked of the gate and of the reader's own log, in a constant number of queries."""

from uuid import UUID

from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Grant
from pam.audit.models import LogEntry
from pam.records.models import Record
from pam.records.selectors.names import names_for

MAX_RECORDS = 10
FEW = 6
LOOKED_BACK = 80  # log rows among which the latest opened records are looked for


def my_records(reader):
    """The records that `reader` leads and that have a review to come, soonest review first."""
    rows = (
        visibility.visible_to(reader, Record)
        .current()
        .filter(lead_id=reader.membership_id, next_review__isnull=False)
    )
    return list(rows.order_by("next_review", "pk")[:MAX_RECORDS])


def recently_opened(reader, most=FEW):
    """The numbers of the `most` records that `reader` opened last, newest first, from their own rows of the
    log.
    """
    rows = LogEntry.objects.filter(
        actor_id=reader.user_id, agency_id=reader.agency_id, verb=LogEntry.Verb.CONSULTATION, operation="open"
    )
    numbers = [row[0] for row in rows.order_by("-id").values_list("records", flat=True)[:LOOKED_BACK] if row]
    return list(dict.fromkeys(numbers))[:most]


def may_add_to(reader, here=""):
    """The open records that `reader` may add to, of those that they opened last: the one with the uuid `here`
    first, if it is one.
    """
    visible = visibility.visible_to(reader, Record).filter(closed_at=None)
    numbers = recently_opened(reader, MAX_RECORDS)
    try:
        now = visible.filter(uuid=UUID(here)).first()
    except ValueError:
        now = None
    rows = visible.in_bulk(numbers)
    found = [now] * (now is not None) + [rows[n] for n in numbers if n in rows and rows[n] != now]
    levels = visibility.levels(reader, [row.pk for row in found])
    return [row for row in found if levels[row.pk] >= Level.CONTRIBUTE]


def recently_shared(reader):
    """The latest grant of each record that another agency
    shared with `reader`, their team or their agency.
    """
    rows = Grant.objects.live().filter(
        group_id__in=reader.principals,
        level__gte=Level.VIEW,
        lawful_basis__isnull=False,
        source=Grant.Source.SHARE,
    )
    rows = rows.select_related("given_by__agency").order_by("-given_at", "-pk")[: 3 * FEW]
    latest = {}
    for grant in rows:
        latest.setdefault(grant.content_object_id, grant)
    return list(latest.values())[:FEW]


def names_of(reader, *groups):
    """{number: Name} of the records that the groups of numbers speak of;
    what may not be opened is missing.
    """
    return names_for(reader, [number for group in groups for number in group])
