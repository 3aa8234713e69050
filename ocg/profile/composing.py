"""What a profile says: the picture of a group as one reader sees it, in the order of a busy Senior
Responsible Officer: who they are, how bad it is, what is done about it, what worked, what is not known, what
comes next.
"""

from collections.abc import Callable

from django.utils import timezone

from ocg.disruptions.selectors import attach_outputs, disruptions_of, sums_of
from ocg.facts.selectors import facts_of
from ocg.harm.months import by_month
from ocg.harm.selectors import harm_of
from ocg.members.selectors import current_statuses, in_order, is_exploited, lines_of, with_orders
from ocg.models import Ocg, PlanRisk
from ocg.plan.selectors.plan import of_plan, panel_of
from ocg.plan.selectors.tactics import strands_of
from ocg.profile.blocks import Block, bars, day, facts, table, text
from ocg.scoring.due import cadence_of
from ocg.scoring.life import life_of
from ocg.scoring.results import results_of
from ocg.selectors.picture import picture
from ocg.selectors.questions import next_of, unknown_of
from pam.access import visibility
from pam.access.conditions import conditions_of
from pam.access.visibility import Reader
from pam.records.models import Subject
from pam.reference.selectors.lists import attach_reference_values
from pam.stages.selectors import attach_stages
from pam.subjects.selectors.warnings import warnings_of

MOST = 60  # rows of one table
MOST_SCORES, LATEST, LATEST_HARM = 20, 12, 8  # scores, disruptions, events of harm
RELATED = (
    "tier",
    "sro__user",
    "sro__agency",
    "lead__user",
    "lead__agency",
    "team",
    "agency",
    "stage_version",
)

Section = Callable[[Reader, Ocg], list[Block]]


def compose(reader: Reader, ocg: Ocg, *, copy_for: str = "") -> dict:
    """The content of a profile as `reader` may read it. Call it inside of `visibility.reading(reader)`.

    A bounded number of queries, whatever the group holds.
    """
    return {
        "reference": ocg.reference,
        "title": ocg.title,
        "marking": ocg.get_marking_display(),
        "handling": ocg.handling,
        "copy_for": copy_for,
        "training": reader.training,
        "conditions": [f"{label}. {meaning}" for label, meaning in conditions_of(reader, ocg).rows],
        "made": timezone.now().isoformat(),
        "sections": [
            {"title": title, "blocks": blocks}
            for title, section in SECTIONS
            if (blocks := [block for block in section(reader, ocg) if _says(block)])
        ],
    }


def _says(block):
    return bool(block.get("rows") or block.get("text") or block.get("none"))


# --- Who they are ---


def who_they_are(reader: Reader, ocg: Ocg) -> list[Block]:
    """The group's facts and the people of it."""
    attach_stages([ocg])
    lines = in_order(lines_of(current_statuses(reader, ocg).order_by("pk")))
    with_orders(reader, lines)
    _with_own_warnings(reader, lines)
    known = facts_of(reader, ocg)
    return [
        text(ocg.summary),
        facts(
            [
                ("Tier", ocg.tier.label),
                ("Stage", (getattr(ocg, "stage_now", None) or {}).get("label", "")),
                ("Lead Responsible Officer", _named(ocg.lead)),
                ("Senior Responsible Officer", _named(ocg.sro)),
                *known.rows,
                ("Places", "; ".join(place.words for place in known.places)),
                *known.noted,
            ]
        ),
        _members("Members", [line for line in lines if not is_exploited(line.member)]),
        _members("Exploited people", [line for line in lines if is_exploited(line.member)]),
        _others(reader, ocg, {line.subject.pk for line in lines}),
    ]


def _named(membership):
    return f"{membership.user.name}, {membership.agency.name}" if membership else "Not set"


def _others(reader, ocg, members):
    people = visibility.visible_to(reader, Subject).filter(record_id=ocg.pk, merged_into=None, ended_at=None)
    rows = people.exclude(pk__in=members).order_by("name__folded", "name", "pk")[:MOST]
    cells = [(row.name, row.get_kind_display(), row.role) for row in rows]
    return table("Other people, places and objects", ["Name", "Kind", "Role"], cells)


def _with_own_warnings(reader, lines):
    """Warnings of this record alone: what others hold is not for each reader of the copy."""
    found: dict[int, list] = {}
    for warning in warnings_of(reader, [line.subject for line in lines]):
        found.setdefault(warning.subject_id, []).append(warning)
    for line in lines:
        line.warnings = found.get(line.subject.pk, [])


def _members(heading, lines):
    rows = [
        (
            line.name,
            line.role.label,
            line.status_words,
            "; ".join(str(order) for order in line.orders),
            "; ".join(str(warning) for warning in line.warnings),
        )
        for line in lines[:MOST]
    ]
    return table(heading, ["Name", "Role", "Status", "Orders in force", "Warnings"], rows)


# --- How bad it is ---


def how_bad(reader: Reader, ocg: Ocg) -> list[Block]:
    """The latest score by each method, the tier that they propose, and every score over its life.

    What waits for a second scorer is left out, whatever the reader sees: the copy is read by others too.
    """
    results = results_of(reader, ocg, cadence_of(ocg), withheld=False)
    scored = [one for one in results.methods if one.on]
    if not scored:
        return [text("No score that you see.")]
    latest = next((one.row for one in scored if not one.code), None)
    return [
        table(
            "The latest score by each method",
            ["Method", "Score", "Band", "Day", "By", "Due again"],
            [
                (one.name, _points(one), (one.band or {}).get("label", ""), day(one.on), one.by, day(one.due))
                for one in scored
            ],
        ),
        facts([("Tier now", ocg.tier.label), ("Tier that the scores propose", results.words)]),
        *[text(words, "The methods disagree") for words in results.apart],
        *([text(latest.rationale, "Judgement: why")] if latest else []),
        table(
            "Every score, the latest first",
            ["Day", "Method", "Score", "By"],
            [
                (day(one.on), one.method, one.words, one.by)
                for one in life_of(reader, ocg, withheld=False).scores[:MOST_SCORES]
            ],
        ),
    ]


def _points(method):
    if method.score is None:
        return "No number"
    return f"{method.score} of {method.most}" if method.most else str(method.score)


# --- What is done about it ---


def what_we_do(reader: Reader, ocg: Ocg) -> list[Block]:
    """How the work is spread over the 4P, and the open actions of each, overdue ones first."""
    shown = picture(reader, ocg)
    blocks = [
        bars(
            "Actions by 4P",
            [
                (
                    strand,
                    sum(n.values()),
                    f"{n['open'] + n['overdue']} open, {n['overdue']} overdue, {n['done']} done",
                )
                for strand, n in shown["balance"].items()
            ],
        )
    ]
    empty = [strand for strand, n in shown["balance"].items() if not sum(n.values())]
    if empty:
        blocks.append(text(f"No action that you see: {', '.join(empty)}."))
    blocks += _plan(reader, ocg)
    for strand in strands_of(reader, ocg):
        rows = [(action.title, action.owner_name, _due(action)) for action in strand.still[:MOST]]
        if rows:
            blocks.append(table(f"{strand.label}: open actions", ["Action", "Owner", "Due"], rows))
    return blocks


def _due(action):
    late = action.due and action.due < timezone.localdate()
    return f"{day(action.due)}, overdue" if late else day(action.due)


def _plan(reader, ocg):
    """End state, how the signing stands, and the objectives."""
    shown = panel_of(reader, ocg)
    if not shown["plan"]:
        return []
    blocks = [text(f"{shown['signing'].label[0]}. End state: {shown['plan'].end_state}")]
    rows = [
        (f"{row.number}. {row.text}", row.get_state_display(), row.sentence) for row in shown["objectives"]
    ]
    if rows:
        blocks.append(table("Objectives", ["Objective", "State", "Where it stands"], rows))
    risks = list(of_plan(reader, PlanRisk, shown["plan"]).order_by("pk")[:MOST])
    attach_reference_values(risks, "kind")
    rows = [(row.kind.label, row.risk, row.control, row.owner) for row in risks]
    blocks.append(table("Risks of the plan", ["Kind", "What could happen", "Control", "Owner"], rows))
    return blocks


# --- What worked ---


def what_worked(reader: Reader, ocg: Ocg) -> list[Block]:
    """The assessed disruptions by 4P, their outputs added up, and the latest ones."""
    sums = sums_of(reader, ocg)
    latest = list(disruptions_of(reader, ocg)[:LATEST])
    attach_outputs(reader, latest)
    blocks = [
        bars(
            "Assessed disruptions by 4P",
            [
                (label, total, ", ".join(f"{n} {level.lower()}" for level, n in levels if n) or "none")
                for label, levels, total, _ in sums.strands
            ],
        ),
        facts([(label, total) for label, _, total in sums.outputs]),
    ]
    if sums.waiting:
        blocks.append(text(f"{sums.waiting} more are not assessed yet and not counted."))
    rows = [
        (
            day(row.on),
            row.what,
            row.get_strand_display(),
            row.level.label if row.level else f"{row.claimed.label} claimed",
        )
        for row in latest
    ]
    blocks.append(
        table("Latest disruptions", ["Day", "What happened", "4P", "Level"], rows, "None that you see.")
    )
    return blocks + _harm(reader, ocg)


def _harm(reader, ocg):
    """Harm per month before and after each disruption, as the ledger shows it, and the latest of it."""
    found = by_month(reader, ocg)
    if not found.total:
        return [text("No harm that you see in the ledger, so nothing shows whether it went down.", "Harm")]
    beside = [(day(row.on), row.what, row.words) for row in found.beside]
    latest = [
        (row["happened"], row["what"], row["place"], row["community"], row["children"])
        for row in harm_of(reader, ocg, LATEST_HARM)
    ]
    return [
        table("Harm before and after each disruption", ["Day", "Disruption", "Events in the ledger"], beside),
        table(
            f"Latest of {found.total} events in the harm ledger",
            ["When", "What happened", "Where", "Community", "Children"],
            latest,
        ),
    ]


# --- What comes next ---


def what_is_next(reader: Reader, ocg: Ocg) -> list[Block]:
    """The next review, releases, ends of orders, clocks and actions."""
    rows = [(line.words, line.kind, day(line.on)) for line in next_of(reader, ocg, MOST)]
    return [table("Due", ["What", "Kind", "Day"], rows, "Nothing with a day that you see.")]


def what_we_do_not_know(reader: Reader, ocg: Ocg) -> list[Block]:
    """Open intelligence gaps, and members whose status is not known."""
    rows = [(line.words, line.kind, day(line.on)) for line in unknown_of(reader, ocg, MOST)]
    return [table("Open", ["What", "Kind", "Day"], rows, "None that you see.")]


SECTIONS: tuple[tuple[str, Section], ...] = (
    ("Who they are", who_they_are),
    ("How bad it is", how_bad),
    ("What we do about it", what_we_do),
    ("What worked", what_worked),
    ("What we do not know", what_we_do_not_know),
    ("What is next", what_is_next),
)
