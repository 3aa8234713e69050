"""What may be read of who is responsible for groups. Each starts at the gate."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils import timezone

from ocg.models import LeadOffer, LeadTraining, Ocg
from ocg.responsible.lists import TRAINING, VALID_YEARS
from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.levels import Level
from pam.access.models import Grant, Membership
from pam.access.naming import Offer, people_of_agency, short_words
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.reference.selectors.lists import attach_reference_values, terms
from pam.reference.selectors.settings import setting

RECORDERS = ("administrator", "supervisor")  # of training


class MayLead(Func):
    """pam_may_lead(): whether the lead of a record may lead it now, as the wall asks it too."""

    function = "pam_may_lead"
    output_field = BooleanField()
    conditional = True

    def __init__(self, record: str = "pk", person: str = "lead_id") -> None:
        super().__init__(F(record), F(person))

    def get_source_fields(self) -> list:
        """None: it answers yes or no, whatever it is asked of."""
        return []


@dataclass(frozen=True)
class Responsible:
    """Who is responsible for a group: `accepted` is since when the lead has accepted (None: not yet),
    `live` whether they accepted and can act, `why_not` in words why not; `open` is the offer that waits, if
    the reader may know of it; `trained` whether the lead has training that counts.
    """

    lead: Membership | None
    accepted: datetime | None
    live: bool
    why_not: str
    open: LeadOffer | None
    trained: bool
    sro: Membership | None
    sro_since: date | None
    coordinator: Membership | None


def responsible_of(reader: Reader, ocg: Ocg) -> Responsible:
    """The `Responsible` of a group that the reader opened. Two queries."""
    lead, able, had_training = ocg.lead, False, False
    if lead is not None:
        row = visibility.visible_to(reader, Ocg).filter(pk=ocg.pk)
        row = row.annotate(able=MayLead(), had_training=Exists(_counting(ocg.agency_id, "lead_id")))
        able, had_training = row.values_list("able", "had_training").get()
    waiting = _waiting.first(reader, ocg.pk)
    return Responsible(
        lead=lead,
        accepted=ocg.lead_accepted_at,
        live=able and ocg.lead_accepted_at is not None,
        why_not=why_no_lead(lead is not None, ocg.lead_accepted_at is not None, able),
        open=waiting,
        trained=had_training,
        sro=ocg.sro,
        sro_since=ocg.sro_since,
        coordinator=ocg.coordinator,
    )


def why_no_lead(named: bool, accepted: bool, able: bool) -> str:
    """Why a group has no live lead, in a few words; "" if it has one."""
    if not named:
        return "No one is named"
    if not able:
        return "Not in post, not cleared, or no longer shared with"
    return "" if accepted else "Has not accepted yet"


def lead_is_live(reader: Reader, record: Record) -> bool:
    """Whether a group has a lead who accepted and who may lead it now."""
    rows = visibility.visible_to(reader, Ocg).filter(pk=record.pk, lead_accepted_at__isnull=False)
    return rows.filter(MayLead()).exists()


def offers_of(reader: Reader, record: Record) -> QuerySet[LeadOffer]:
    """Who was asked to lead a group, the latest first, as far as the reader may know of it."""
    return _offers(reader, record.pk)


def _offers(reader, number):
    rows = visibility.visible_to(reader, LeadOffer).filter(record_id=number)
    return rows.select_related("offered_to__user", "offered_to__agency", "author__user").order_by("-pk")


@RowsOf
def _waiting(reader, number, today):
    return _offers(reader, number).filter(state=LeadOffer.State.OFFERED)[:1]


def offer_row(reader: Reader, uuid: UUID) -> LeadOffer:
    """One offer. Raises Http404 if it is hidden or absent."""
    return visibility.get(reader, LeadOffer, uuid)


def record_of(reader: Reader, row: LeadOffer) -> Ocg:
    """The group that an offer is of, with what the frame of its pages shows."""
    related = ("team", "agency", "lead__user", "lead__agency", "tier", "stage_version")
    return visibility.visible_to(reader, Ocg).select_related(*related).get(pk=row.record_id)


def may_lead(reader: Reader, row: LeadOffer) -> bool:
    """Whether the person asked may lead the group at this moment; asked by themselves or who manages it."""
    rows = visibility.visible_to(reader, LeadOffer).filter(pk=row.pk)
    return rows.annotate(able=MayLead("record_id", "offered_to_id")).values_list("able", flat=True).get()


def people_to_ask(reader: Reader, ocg: Ocg) -> Offer:
    """Who may be asked to lead a group: the people of the agency that owns it, and those of partners that a
    whole share at contribute or more reaches. For who manages it.
    """
    reached = Grant.objects.filter(content_object_id=ocg.pk, level__gte=Level.CONTRIBUTE, kinds=None)
    numbers = list(reached.values_list("group_id", flat=True))
    asked = Q(principal_id__in=numbers) | Q(agency__principal_id__in=numbers)
    partners = Membership.objects.live().filter(asked | Q(teams__principal_id__in=numbers))
    partners = partners.exclude(agency_id=ocg.agency_id).distinct()
    groups = [
        (
            "Our people" if ocg.agency_id == reader.agency_id else "The owning agency",
            people_of_agency(ocg.agency_id),
        ),
        ("Partners who contribute", partners),
    ]
    return Offer(groups, "ocg_lead", {"of": ocg.uuid})


def open_people_to_ask(reader: Reader, asked: Any) -> Offer:
    """The same for the address of the suggestions. Raises Http404, PermissionDenied without `manage`."""
    return people_to_ask(reader, visibility.get(reader, Ocg, asked.get("of"), level=Level.MANAGE))


# --- Lists for those who coordinate -------------------------------------------------------------------


def active_groups(reader: Reader) -> QuerySet[Ocg]:
    """The current groups of the reader's agency that they see, but for those still at the first stages."""
    return visibility.visible_to(reader, Ocg).filter(agency_id=reader.agency_id, closed_at=None)


def without_lead(reader: Reader) -> QuerySet[Ocg]:
    """The current groups of the reader's agency without a lead who accepted and can act."""
    return active_groups(reader).filter(Q(lead=None) | Q(lead_accepted_at=None) | ~Q(MayLead()))


def attach_why(reader: Reader, groups: Iterable[Ocg]) -> None:
    """Gives each of `groups` `why_no_lead`, and `asked` (the offer that waits, or None). Two queries."""
    groups = list(groups)
    numbers = [group.pk for group in groups]
    able = set(
        visibility.visible_to(reader, Ocg)
        .filter(pk__in=numbers)
        .filter(MayLead())
        .values_list("pk", flat=True)
    )
    rows = visibility.visible_to(reader, LeadOffer).filter(record_id__in=numbers, state="offered")
    waiting = {row.record_id: row for row in rows.select_related("offered_to__user")}
    for group in groups:
        group.why_no_lead = why_no_lead(  # type: ignore[attr-defined]
            group.lead_id is not None, group.lead_accepted_at is not None, group.pk in able
        )
        group.asked = waiting.get(group.pk)  # type: ignore[attr-defined]


def counts_from(agency_id: int, today: date | None = None) -> date:
    """The first day of which training counts for the leads of an agency's groups."""
    today, years = today or timezone.localdate(), setting(VALID_YEARS, agency_id)
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)


def _counting(agency_id: int, person: str) -> QuerySet[LeadTraining]:
    """Training that counts, by an agency's setting, of the person in column `person` of the outer query."""
    rows = LeadTraining.objects.filter(membership_id=OuterRef(person), removed_at=None)
    return rows.filter(on__gte=counts_from(agency_id))


def trained(agency_id: int) -> QuerySet[Membership]:
    """The people who have training that counts, by the setting of an agency."""
    return Membership.objects.filter(Exists(_counting(agency_id, "pk")))


def trained_then(agency_id: int, people: Iterable[int], day: date, end: datetime) -> set[int]:
    """Those of `people` (numbers) who had training that counts on a past `day`, as was recorded by its `end`.
    One query.
    """
    rows = LeadTraining.objects.filter(membership_id__in=people, recorded_at__lt=end)
    rows = rows.filter(on__gte=counts_from(agency_id, day), on__lte=day)
    kept = Q(removed_at=None) | Q(removed_at__gte=end)
    return set(rows.filter(kept).values_list("membership_id", flat=True))


def unanswered_then(reader: Reader, numbers: Collection[int], end: datetime) -> set[tuple[int, int]]:
    """{(record number, number of a person)} of people who were asked to lead these groups by the moment
    `end`, whose last answer by then was not yes, and who do not lead them by their own act since. Two
    queries.
    """
    rows = visibility.visible_to(reader, LeadOffer).filter(record_id__in=numbers, created__lt=end)
    asked = rows.order_by("pk").values_list("record_id", "offered_to_id", "state", "answered_at")
    said = {
        (record, person): state == LeadOffer.State.ACCEPTED and at < end
        for record, person, state, at in asked
    }
    leading = visibility.visible_to(reader, Ocg).filter(pk__in=numbers, lead_accepted_at__lt=end)
    now = set(leading.values_list("pk", "lead_id"))
    return {pair for pair, accepted in said.items() if not accepted} - now


def untrained_leads(reader: Reader) -> QuerySet[Membership]:
    """The leads of current groups of the reader's agency, as far as they see them, without training that
    counts, by name.
    """
    leads = active_groups(reader).exclude(lead=None).values("lead_id")
    rows = Membership.objects.filter(pk__in=leads).exclude(pk__in=trained(reader.agency_id).values("pk"))
    return rows.select_related("user", "agency").order_by("user__name__folded", "pk")


def led_by_untrained(reader: Reader) -> QuerySet[Ocg]:
    """The current groups of the reader's agency whose leads have no training that counts."""
    return active_groups(reader).filter(lead_id__in=untrained_leads(reader).order_by().values("pk"))


def open_people_to_train(reader: Reader, asked: Any) -> Offer:
    """Whose training the reader may record, for the address of the suggestions. Raises PermissionDenied."""
    if not reader.has_role(*RECORDERS):
        raise PermissionDenied
    return Offer([("People", people_of_agency(reader.agency_id))], "ocg_trained", {}, short_words)


def attach_groups(reader: Reader, people: Iterable[Membership]) -> None:
    """Gives each of `people` `leads` (the groups of the reader's agency that they lead, by title) and
    `last_training`. Two queries.
    """
    people = list(people)
    rows = (
        active_groups(reader).filter(lead_id__in=[one.pk for one in people]).order_by("title__folded", "pk")
    )
    led: dict[int | None, list[Ocg]] = {}
    for row in rows:
        led.setdefault(row.lead_id, []).append(row)
    last: dict[int, LeadTraining] = {}
    found = LeadTraining.objects.filter(membership__in=people, removed_at=None)
    for training in found.order_by("on", "pk"):
        last[training.membership_id] = training
    attach_reference_values(last.values(), "kind")
    for one in people:
        one.leads = led.get(one.pk, [])  # type: ignore[attr-defined]
        one.last_training = last.get(one.pk)  # type: ignore[attr-defined]


def trainings(reader: Reader) -> QuerySet[LeadTraining]:
    """The training of the people of the reader's agency, the latest first; for who records it."""
    rows = LeadTraining.objects.filter(membership__agency_id=reader.agency_id, removed_at=None)
    return rows.select_related("membership__user", "recorded_by__user").order_by("-on", "-pk")


def kinds_of_training() -> dict[int, str]:
    """{number: label} of the kinds of training."""
    return {value.pk: value.label for value in terms(TRAINING)}
