"""The lines of each section, in the order that they are typed in, as the reader sees the group. A section
is a function of the reader and the group; the list of sections (a force's own to order) says which come
when.
"""

from collections.abc import Callable

from ocg.disruptions.selectors import attach_outputs, disruptions_of
from ocg.lists import COMMUNITIES, CORRUPTION, CRIME_TYPES, ENABLERS, VIOLENCE, WEAPONS
from ocg.members.selectors import members_of
from ocg.models import GroupPlace, Ocg
from ocg.plan.selectors.plan import objectives_of, plan_of
from ocg.scoring.due import cadence_of
from ocg.scoring.results import results_of
from ocg.strands import FOUR_P
from pam.access import visibility
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.records.models import Subject
from pam.reference.selectors.lists import attach_reference_values, terms
from pam.stages.selectors import attach_stages
from pam.ui.dates import long_date

Lines = list[tuple[str, str]]
MOST = 100  # rows of a section


def _labels(listing, numbers):
    """The labels of these values of a list, in its order."""
    return "; ".join(term.label for term in terms(listing) if term.pk in numbers)


def _day(value):
    return long_date(value) if value else ""


def names(reader: Reader, ocg: Ocg) -> Lines:
    """What it is called."""
    return [
        ("Group", ocg.title),
        ("Our reference", ocg.own_reference or ocg.reference),
        ("Regional reference", ocg.regional_reference),
        ("Operation", ocg.operation_name),
        ("Also known as", "; ".join(ocg.aliases)),
        ("Summary", ocg.summary),
    ]


def kind(reader: Reader, ocg: Ocg) -> Lines:
    """Which kind of group it is, at which stage and tier."""
    attach_reference_values([ocg], "tier", "group_kind")
    attach_stages([ocg])
    return [
        ("Kind", ocg.group_kind.label if ocg.group_kind_id else ""),
        ("Stage", ocg.stage_now["label"] if ocg.stage_now else ""),
        ("Tier", ocg.tier.label),
        ("Marking", ocg.get_marking_display()),
    ]


def crime(reader: Reader, ocg: Ocg) -> Lines:
    """What it does, and who is harmed."""
    attach_reference_values([ocg], "main_crime")
    return [
        ("Main type of crime", ocg.main_crime.label if ocg.main_crime_id else ""),
        ("Types of crime", _labels(CRIME_TYPES, ocg.crimes) or ocg.crime_types),
        ("Communities harmed", _labels(COMMUNITIES, ocg.communities)),
        ("Children involved", ocg.get_children_display()),
        ("Weapons", _labels(WEAPONS, ocg.weapons)),
        ("Violence", _labels(VIOLENCE, ocg.violence)),
        ("Enablers", _labels(ENABLERS, ocg.enablers)),
        ("Signs of corruption", _labels(CORRUPTION, ocg.corruption)),
    ]


def geography(reader: Reader, ocg: Ocg) -> Lines:
    """Where it is, and what it does there."""
    rows = list(
        visibility.visible_to(reader, GroupPlace)
        .filter(record_id=ocg.pk, removed_at=None)
        .order_by("pk")[:MOST]
    )
    attach_reference_values(rows, "role", "area")
    told = [(row.role.label, ", ".join(filter(None, (row.area.label, row.details)))) for row in rows]
    return told or [("Area", ocg.area)]


def members(reader: Reader, ocg: Ocg) -> Lines:
    """Who has a part in the group, with role, birthday, status and orders; then the other people of its
    record.
    """
    found = members_of(reader, ocg)
    told = [
        (
            f"{one.role.label}: {one.name}",
            "; ".join(
                filter(
                    None,
                    (
                        f"born {one.subject.born}" if one.subject.born else "",
                        one.member.position,
                        one.status_words,
                        *map(str, one.orders),
                    ),
                )
            ),
        )
        for one in (*found.members, *found.exploited)
    ]
    rows = visibility.visible_to(reader, Subject).filter(
        record_id=ocg.pk, kind=Subject.Kind.PERSON, merged_into=None, ended_at=None
    )
    rows = rows.exclude(pk__in=[one.subject.pk for one in (*found.members, *found.exploited)])
    for row in rows.order_by("created", "pk")[:MOST]:
        born = f"born {row.born}" if row.born else ""
        said = ", ".join(filter(None, (row.role, born, row.get_category_display())))
        told.append((f"Other person: {row.name}", said))
    return told


def score(reader: Reader, ocg: Ocg) -> Lines:
    """The latest score by each method, the tier that they propose, and the judgement in its parts."""
    results = results_of(reader, ocg, cadence_of(ocg))
    told = [
        (
            one.name,
            "; ".join(
                filter(
                    None,
                    (
                        f"{one.score} of {one.most}" if one.score is not None else "",
                        (one.band or {}).get("label", ""),
                        _day(one.on),
                        one.by,
                    ),
                )
            ),
        )
        for one in results.methods
        if one.code and one.on
    ]
    told.append(("Tier that the scores propose", results.words))
    row = next((one.row for one in results.methods if not one.code), None)
    if row is None:
        return told
    return [
        *told,
        ("Assessed on", _day(row.on)),
        ("Threat", str(row.threat)),
        ("Risk", str(row.risk)),
        ("Harm", str(row.harm)),
        ("Why", row.rationale),
        ("By", row.author.user.name),
    ]


def officers(reader: Reader, ocg: Ocg) -> Lines:
    """Who is responsible."""
    return [
        ("Lead Responsible Officer", ocg.lead.user.name if ocg.lead_id else ""),
        ("Agency", ocg.agency.name),
        ("Senior Responsible Officer", ocg.sro.user.name if ocg.sro_id else ""),
        ("Coordinator", ocg.coordinator.user.name if ocg.coordinator_id else ""),
    ]


def plan(reader: Reader, ocg: Ocg) -> Lines:
    """The plan: its next review, and the open actions by strand."""
    rows = visibility.visible_to(reader, Action).with_owner().filter(record_id=ocg.pk, status="open")
    strands = dict(FOUR_P.choices)
    found = [("Next review", _day(ocg.next_review))]
    if head := plan_of(reader, ocg):
        found += [(f"Objective {one.number}", str(one)) for one in objectives_of(reader, head)]
    for row in rows.order_by("due", "pk")[:MOST]:
        said = f"{row.title}; {row.owner_words}; due {_day(row.due)}"
        found.append((f"{strands.get(row.strand, 'Action')} {row.code}", said))
    return found


def disruptions(reader: Reader, ocg: Ocg) -> Lines:
    """The assessed disruptions, each with its level, outputs and national reference."""
    rows = [row for row in disruptions_of(reader, ocg)[:MOST] if row.is_counted]
    attach_outputs(reader, rows)
    strands = dict(FOUR_P.choices)
    return [
        (
            f"{_day(row.on)}, {row.what}",
            "; ".join(
                filter(
                    None,
                    (
                        row.shown_level.label,
                        strands[row.strand],
                        *(f"{one.label}: {one.figure}" for one in row.all_outputs),
                        f"typed as {row.typed_reference}" if row.typed_reference else "not typed yet",
                    ),
                )
            ),
        )
        for row in rows
    ]


SECTIONS: dict[str, Callable[[Reader, Ocg], Lines]] = {
    "names": names,
    "kind": kind,
    "crime": crime,
    "geography": geography,
    "members": members,
    "latest_score": score,
    "officers": officers,
    "plan": plan,
    "disruptions": disruptions,
}
