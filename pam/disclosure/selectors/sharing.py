"""Reading the grants, and who could be given one. The writes are in `services`."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from pam.access.in_force import GRANT
from pam.access.levels import Level
from pam.access.models import Agency, Agreement, Grant, HandlingCondition, LawfulBasis, Membership, Principal
from pam.disclosure.selectors.bases import usable_bases
from pam.disclosure.selectors.grounds import agreements_in_force
from pam.reference.selectors.lists import terms

MAX_PEOPLE = 50  # in one list of people; beyond that one searches by name
MAX_PARTNERS = 8  # agencies that are current as radios, those that one shares with first
MAX_ENDED = 100


@dataclass(frozen=True)
class Share:
    """A grant as a person reads it; `ended_at` and `why_ended` only for one that no longer works."""

    uuid: str
    who: str
    agency: str
    level: Level
    source: str
    basis: str
    agreement: str
    given_by: str
    given_at: datetime
    until: datetime | None
    reason: str
    purpose: str = ""
    justification: str = ""
    conditions: tuple = ()
    kinds: tuple | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    why_ended: str = ""


def purposes():
    """{code: label} of the purposes of sharing, in their order, retired ones too."""
    return {row.code: row.label for row in terms("disclosure.purpose")}


def shares_of(record, reader):
    """(live, ended) shares of `record`, newest first. The caller asked for `manage`; the database asks again.

    Who broke the glass, and why, is left out for a partner who manages it.
    """
    now = timezone.now()
    every = Grant.objects.filter(content_object_id=record.pk)
    gone = Grant.history.filter(content_object_id=record.pk, history_type="-")
    if reader.agency_id != record.agency_id:
        every, gone = (
            every.exclude(source=Grant.Source.BREAK_GLASS),
            gone.exclude(source=Grant.Source.BREAK_GLASS),
        )
    rows = list(every.select_related("agreement").order_by("-given_at", "-pk"))
    gone = list(gone.select_related("history_user").order_by("-history_date")[:MAX_ENDED])
    named = _names(rows, gone)
    live, ended = [], []
    for row in rows:
        stops = GRANT.end_of(row)
        if stops is not None and stops <= now:
            ended.append(
                _share(
                    row,
                    named,
                    ended_at=stops,
                    why_ended="Its end date passed" if row.until == stops else "Its agreement ended",
                )
            )
        else:
            live.append(_share(row, named, until=stops))
    ended += [
        _share(
            row,
            named,
            ended_at=row.history_date,
            why_ended=row.history_change_reason or "",
            ended_by=row.history_user.name if row.history_user else "",
        )
        for row in gone
    ]
    return live, sorted(ended, key=lambda share: share.ended_at, reverse=True)[:MAX_ENDED]


def _names(rows, gone):
    """What the shares point at, in one query for each kind: {"principal": {id: …}, "by": …, "basis": …,
    "agreement": …}.
    """
    every = [*rows, *gone]
    principals = Principal.objects.select_related("agency").in_bulk({row.group_id for row in every})
    givers = Membership.objects.select_related("user", "agency").in_bulk({row.given_by_id for row in every})
    bases = LawfulBasis.objects.in_bulk({row.lawful_basis_id for row in every if row.lawful_basis_id})
    agreements = Agreement.objects.in_bulk({row.agreement_id for row in every if row.agreement_id})
    conditions = (
        dict(HandlingCondition.objects.values_list("code", "label"))
        if any(row.conditions for row in every)
        else {}
    )
    return {
        "principal": principals,
        "by": givers,
        "basis": bases,
        "agreement": agreements,
        "condition": conditions,
    }


def _share(row, named, **more):
    principal = named["principal"].get(row.group_id)
    return Share(
        **{
            "uuid": row.uuid,
            "who": label_of(principal) if principal else "A person who has left",
            "agency": principal.agency.name if principal else "",
            "level": Level(row.level),
            "source": row.get_source_display(),
            "basis": str(named["basis"].get(row.lawful_basis_id, "")),
            "agreement": str(named["agreement"].get(row.agreement_id, "")),
            "given_by": str(named["by"].get(row.given_by_id, "")),
            "given_at": row.given_at,
            "until": row.until,
            "reason": row.reason,
            "purpose": purposes().get(row.purpose, ""),
            "justification": row.justification,
            "kinds": row.kinds,
            "conditions": [named["condition"].get(code, code) for code in row.conditions]
            + ([row.condition_text] if row.condition_text else []),
        }
        | more
    )


def label_of(principal):
    """What a person reads for a principal: an agency as a whole, a team of it, or a person in it."""
    return f"Everyone at {principal.label}" if principal.kind == Principal.Kind.AGENCY else principal.label


def in_sentence(label):
    """A label as it is written inside a sentence: "everyone at Northshire Probation Service"."""
    return label.replace("Everyone at ", "everyone at ", 1)


def grant_of(record, uuid):
    """The grant of `record` with this `uuid`, or None. The caller asked for `manage` on the record."""
    return (
        Grant.objects.filter(content_object_id=record.pk, uuid=uuid)
        .select_related("content_object__team")
        .first()
    )


def standing_grant(record, principal):
    """The grant that `principal` has on `record` already, or None. The caller asked for `manage`."""
    return Grant.objects.filter(content_object_id=record.pk, group_id=principal.pk).first()


def partners_of(record):
    """The other agencies that are parties to an agreement in force with the owning agency."""
    return (
        Agency.objects.filter(agreements__in=agreements_in_force(record))
        .exclude(pk=record.agency_id)
        .distinct()
    )


def bases_for(record):
    """The lawful bases that the owning agency can disclose on and an agreement in force with it covers."""
    rows = usable_bases(record.agency_id)
    return rows.filter(agreements__in=agreements_in_force(record)).distinct()


def possible_receivers(record, *, without_agreement=False):
    """The principals that `record` can be shared with: partner agencies, their teams and people, and one's
    own.

    With `without_agreement` every agency: for a person who may share without an agreement.
    """
    live = Membership.objects.live().values("principal_id")
    mine = Q(agency_id=record.agency_id) & ~Q(kind=Principal.Kind.AGENCY)
    others = ~Q(agency_id=record.agency_id) if without_agreement else Q(agency__in=partners_of(record))
    rows = Principal.objects.filter(mine | others).exclude(pk=record.team.principal_id)
    return rows.filter(~Q(kind=Principal.Kind.PERSON) | Q(pk__in=live)).select_related("agency")


def listed_receivers(record, text="", *, without_agreement=False):
    """(agencies and teams, people by name, whether there are more people than that).

    `text` narrows the people to those whose name holds it; `without_agreement` as for
    `possible_receivers`.
    """
    rows = possible_receivers(record, without_agreement=without_agreement).order_by(
        "agency__name__folded", "kind", "label__folded"
    )
    people = rows.filter(kind=Principal.Kind.PERSON, label__icontains=text)[: MAX_PEOPLE + 1]
    found = list(people)
    return list(rows.exclude(kind=Principal.Kind.PERSON)), found[:MAX_PEOPLE], len(found) > MAX_PEOPLE


def nearest_partners(actor, record):
    """The partner agencies to offer first: those that `actor` shared with last, then the others by name."""
    recent = Grant.objects.filter(
        given_by_id=actor.membership_id, source=Grant.Source.SHARE, lawful_basis__isnull=False
    )
    groups = list(recent.order_by("-given_at").values_list("group_id", flat=True)[:MAX_PEOPLE])
    agency_of = dict(Principal.objects.filter(pk__in=groups).values_list("pk", "agency_id"))
    order = list(dict.fromkeys(agency_of[group] for group in groups if group in agency_of))
    rows = partners_of(record).select_related("principal__agency").order_by("name__folded")
    partners = sorted(rows, key=lambda agency: order.index(agency.pk) if agency.pk in order else len(order))
    return [agency.principal for agency in partners[:MAX_PARTNERS]]
