"""What may be read of requests to the region. Each starts at the gate."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from ocg.models import RegionRequest, Score
from pam.access import visibility
from pam.access.kept_rows import KeptRows, RowsOf, with_uuid
from pam.access.levels import Level
from pam.access.models import Agency, Grant
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.records.owning import is_owner
from pam.records.selectors.framed import framed
from pam.records.selectors.lists import shown_parts
from pam.reference.selectors.lists import attach_reference_values

FEW = 5  # on the group's own page
NAMED = ("support", "product")
RELATED = (
    "region",
    "author__user",
    "author_agency",
    "triaged_by__user",
    "terms_by__user",
    "agreed_by__user",
    "delivered_by__user",
    "concluded_by__user",
    "owner_now",
)
State = RegionRequest.State


def requests_of(reader: Reader, record: Record) -> QuerySet[RegionRequest]:
    """The requests about a group that the reader may see, the latest first."""
    return _requests(reader, record.pk)


def _requests(reader, number):
    rows = visibility.visible_to(reader, RegionRequest).filter(record_id=number)
    return rows.select_related(*RELATED).order_by("-asked_at", "-pk")


@RowsOf
def _latest(reader, number, today):
    return _requests(reader, number)[: FEW + 1]


def panel_of(reader: Reader, record: Record) -> dict[str, Any]:
    """{"rows": the latest requests, "more": whether there are others} for the group's page."""
    rows = _latest(reader, record.pk)
    attach_reference_values(rows, *NAMED)
    return {"rows": rows[:FEW], "more": len(rows) > FEW}


def region_of(reader: Reader, record: Record) -> list[dict[str, Any]]:
    """The requests about a group as plain values, for panel, PDF and export."""
    rows = list(requests_of(reader, record))
    attach_reference_values(rows, *NAMED)
    return [
        {
            "asked": row.asked_at.date(),
            "region": row.region.name,
            "support": row.support.label,
            "state": row.get_state_display(),
            "wanted_by": row.wanted_by,
            "product": row.product.label if row.product else "",
            "product_reference": row.product_reference,
            "delivered": row.delivered_on,
            "owner_now": row.owner_now.name if row.owner_now else "",
        }
        for row in rows
    ]


def request_of(reader: Reader, uuid: UUID) -> RegionRequest:
    """One request. Raises Http404 if it is hidden or absent."""
    row = with_uuid(reader, RegionRequest, uuid, RELATED)
    if row is None:
        raise Http404
    attach_reference_values([row], *NAMED)
    return row


def record_of(reader: Reader, row: RegionRequest) -> Record:
    """The group that a request is about, with what the frame of its pages shows."""
    return framed(reader, row.record_id)


ROWS = KeptRows(  # the requests of the list, with all that is shown with them
    lambda reader, today: shown_parts(
        reader, visibility.visible_to(reader, RegionRequest).select_related("region", "author_agency")
    )
)


def all_requests(reader: Reader, wanted: dict[str, Any]) -> QuerySet[RegionRequest]:
    """The requests over all groups that the reader may see, as the list's filters say."""
    rows = visibility.visible_to(reader, RegionRequest)
    if words := wanted.get("q"):
        about = visibility.visible_to(reader, Record).filter(
            Q(title__icontains=words) | Q(reference__iexact=words)
        )
        rows = rows.filter(
            Q(record_id__in=about.values("pk"))
            | Q(why__icontains=words)
            | Q(product_reference__icontains=words)
        )
    if support := wanted.get("support"):
        rows = rows.filter(support=support)
    state = wanted.get("state")
    if state == "open":
        return rows.exclude(state__in=[State.REFUSED, State.CONCLUDED])
    return rows.filter(state=state) if state else rows


def regions_to_ask(reader: Reader, record: Record) -> QuerySet[Agency]:
    """The other agencies that contribute to a group: one of them is the region. For those who manage it."""
    live = Grant.objects.live().filter(content_object_id=record.pk, level__gte=Level.CONTRIBUTE)
    rows = Agency.objects.filter(principals__in=live.values("group_id")).exclude(pk=record.agency_id)
    return rows.distinct().order_by("name__folded")


def may_ask(reader: Reader, record: Record, level: int) -> bool:
    """Whether the reader may ask the region for help with a group."""
    return level >= Level.MANAGE and is_owner(reader, record) and not record.closed_at


def step_of(reader: Reader, row: RegionRequest, record: Record, level: int) -> str:
    """The next step that the reader may take: "triage", "more", "terms", "agree", "deliver", "conclude"; ""
    for none.
    """
    if level < Level.CONTRIBUTE:
        return ""
    steps = {
        State.ASKED: "triage",
        State.MORE: "more",
        State.ACCEPTED: "terms",
        State.TERMS: "agree",
        State.AGREED: "deliver",
        State.DELIVERED: "conclude",
    }
    regions = row.state in RegionRequest.REGIONS_TURN
    mine = reader.agency_id == (row.region_id if regions else record.agency_id)
    return steps.get(row.state, "") if mine else ""


def scores_since(reader: Reader, row: RegionRequest) -> QuerySet[Score]:
    """The scores of the group since the request, the latest first."""
    rows = visibility.visible_to(reader, Score).filter(record_id=row.record_id, on__gte=row.asked_at.date())
    return rows.order_by("-on", "-pk")


def score_seen(reader: Reader, row: RegionRequest) -> Score | None:
    """The score afterwards, if the reader may see it."""
    return row.score_id and visibility.visible_to(reader, Score).filter(pk=row.score_id).first()


def owners_to_choose(record: Record, row: RegionRequest) -> QuerySet[Agency]:
    """Who can own a group after the region's help: the force or the region."""
    return Agency.objects.filter(pk__in=[record.agency_id, row.region_id]).order_by("name__folded")
