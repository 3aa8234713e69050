"""What only a group's file holds."""

from ocg.disruptions.selectors import attach_outputs, disruptions_of
from ocg.facts.selectors import facts_of
from ocg.members.selectors import members_of
from ocg.models import Ocg, Score
from ocg.strands import FOUR_P
from pam.access import visibility
from pam.records.sections import Section, register_section
from pam.stages.selectors import attach_stages, moves

KINDS = ("ocg",)
OF_PEOPLE = ("Name", "Role", "Position", "Status", "Orders in force", "Known in the group", "Source")


def _group(reader, record, most):
    row = (
        visibility.visible_to(reader, Ocg)
        .select_related("tier", "sro__user", "coordinator__user", "stage_version")
        .get(pk=record.pk)
    )
    attach_stages([row])
    known = facts_of(reader, row)
    said = [
        ("Stage", row.stage_now["label"] if row.stage_now else ""),
        ("Tier", row.tier.label),
        ("Senior Responsible Officer", row.sro.user.name if row.sro else ""),
        ("Coordinator", row.coordinator.user.name if row.coordinator else ""),
        *known.rows,
        *[("Place", place.words) for place in known.places],
        *known.noted,
    ]
    return said[:most]


def _members(reader, record, most):
    return _people(members_of(reader, record).members[:most])


def _exploited(reader, record, most):
    return _people(members_of(reader, record).exploited[:most])


def _people(lines):
    for one in lines:
        yield (
            one.name,
            one.role.label,
            one.member.position,
            one.status_words,
            "; ".join(map(str, one.orders)),
            one.member.known_words,
            one.member.source,
        )


def _scores(reader, record, most):
    rows = visibility.visible_to(reader, Score).filter(record_id=record.pk).select_related("author__user")
    for row in rows.order_by("-on", "-pk")[:most]:
        yield row.on, row.threat, row.risk, row.harm, row.rationale, row.author.user.name


def _disruptions(reader, record, most):
    rows = list(disruptions_of(reader, record)[:most])
    attach_outputs(reader, rows)
    strands = dict(FOUR_P.choices)
    for row in rows:
        yield (
            row.on,
            row.what,
            row.get_target_display(),
            strands[row.strand],
            row.claimed.label,
            row.get_state_display(),
            row.level.label if row.level else "",
            "; ".join(f"{one.label}: {one.figure}" for one in row.all_outputs),
            row.lead_agency.name,
            row.evidence,
            row.typed_reference,
            row.typed_on,
        )


def _moves(reader, record, most):
    for row in moves(reader, record)[:most]:
        yield row.on, row.label, row.from_label, row.to_label, row.get_state_display(), row.reason


register_section(Section("group", "The group", ("What", "Value"), _group, KINDS, place=5))
register_section(Section("members", "Members", OF_PEOPLE, _members, KINDS, place=8))
register_section(Section("exploited", "Exploited people", OF_PEOPLE, _exploited, KINDS, place=9))
register_section(
    Section("scores", "Scores", ("Day", "Threat", "Risk", "Harm", "Why", "By"), _scores, KINDS, place=20)
)
register_section(
    Section(
        "moves",
        "Moves from stage to stage",
        ("Day", "Move", "From", "To", "State", "Reason"),
        _moves,
        KINDS,
        place=25,
    )
)
register_section(
    Section(
        "disruptions",
        "Disruptions",
        (
            "Day",
            "What happened",
            "What was disrupted",
            "4P",
            "Level claimed",
            "State",
            "Level assessed",
            "Outputs",
            "Agency that led",
            "Evidence",
            "National reference",
            "Typed on",
        ),
        _disruptions,
        KINDS,
        place=50,
    )
)
