"""What the system's jobs do: count uses, once a day; tell people whose copies have a newer version.

Counts are of all agencies' records, so no reader may make them. What is kept is rounded down to a multiple of
the setting *Fewest agencies and records …*, and nothing below it; by which agency is kept nowhere.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from pam.access.models import Membership
from pam.frameworks.models import AUTHOR
from pam.frameworks.uses import uses
from pam.notifications.models import Delivery
from pam.notifications.services import LIMIT, enqueue_each
from pam.practice.declared_settings import FEW
from pam.practice.models import Copy, Offer
from pam.records.models import Record
from pam.reference.selectors.settings import setting

NEWER = "offer_newer"
COUNTED_EVERY = timedelta(hours=20)  # so that a job which is started again tells nothing new the same day

# Of each offer: the framework that it is of and the copies of it; what was made with their versions.
_COUNT = """
WITH methods AS (
  SELECT p.offer_id, v.framework_id, false AS copied, p.agency_id FROM practice_preparation p
    JOIN frameworks_frameworkversion v ON v.id = p.source_id WHERE p.state = 'permitted'
  UNION SELECT c.offer_id, c.framework_id, true, c.agency_id FROM practice_copy c),
made AS (
  SELECT DISTINCT m.offer_id, u.record_id, r.agency_id FROM methods m
    JOIN frameworks_frameworkversion v ON v.framework_id = m.framework_id
    JOIN ({made}) u ON u.version_id = v.id JOIN records_record r ON r.id = u.record_id),
by AS (SELECT offer_id, agency_id FROM made UNION SELECT offer_id, agency_id FROM methods WHERE copied),
counted AS (
  SELECT o.id, (SELECT count(DISTINCT d.record_id) FROM made d WHERE d.offer_id = o.id) AS records,
         (SELECT count(DISTINCT b.agency_id) FROM by b WHERE b.offer_id = o.id) AS agencies
    FROM practice_offer o
   WHERE o.state = 'offered' AND (o.counted_at IS NULL OR o.counted_at < %(before)s))
UPDATE practice_offer o SET counted_at = %(now)s,
    agencies_shown = CASE WHEN c.agencies >= %(few)s THEN c.agencies - c.agencies %% %(few)s END,
    records_shown = CASE WHEN least(c.agencies, c.records) >= %(few)s
                         THEN c.records - c.records %% %(few)s END
  FROM counted c WHERE c.id = o.id"""


def count_uses() -> int:
    """Counts the use of what is offered, where that was not done within the day; returns of how many."""
    made = " UNION ALL ".join(
        f"SELECT {name}_id AS version_id, {_record_column(model)} AS record_id FROM {model._meta.db_table}"
        for model, name in uses()
    )
    now = timezone.now()
    values = {"now": now, "before": now - COUNTED_EVERY, "few": setting(FEW, None)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT.format(made=made), values)
        return cursor.rowcount


def _record_column(model):
    """The column that says of which record a row is: a kind of record is one itself."""
    return model._meta.pk.column if issubclass(model, Record) else "record_id"


@transaction.atomic
def enqueue_notices() -> int:
    """Owes the authors of agencies with a copy word of a newer version, one a version; returns of how many
    copies. Who may not see the offer by then is not told (events.py).
    """
    occasion = Concat(Value("version "), Cast(F("offer__number"), CharField()))
    rows = Copy.objects.filter(offer__state=Offer.State.OFFERED, offer__number__gt=F("number"))
    told = Delivery.objects.filter(
        event=NEWER, about=OuterRef("framework__uuid"), occasion=OuterRef("occasion")
    )
    rows = rows.annotate(occasion=occasion).filter(~Exists(told)).select_related("framework")
    found = list(rows.order_by("pk")[:LIMIT])
    agencies = {row.agency_id for row in found}
    authors: dict[int, list[Membership]] = {}
    for one in Membership.objects.live().filter(agency_id__in=agencies, roles__contains=[AUTHOR]):
        authors.setdefault(one.agency_id, []).append(one)
    causes = [(row.framework.uuid, authors.get(row.agency_id, []), row.occasion) for row in found]
    enqueue_each(NEWER, causes)
    return len(found)
