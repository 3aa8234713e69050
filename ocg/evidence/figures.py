"""What inspectors ask of groups, as at any day: practice's list, each figure with the groups behind it.

What a group was on a day is its row of history; what has a day of its own (actions, scores, disruptions) is
asked by that day. Only groups of the reader's agency that they may open today are counted. Each query is one
for all groups.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from ocg.models import Disruption, DisruptionAssessment, Ocg, Score
from ocg.plan.models import PlanVersion
from ocg.responsible.selectors import trained_then, unanswered_then
from ocg.strands import FOUR_P
from pam.access import visibility
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.assessments.models import Assessment
from pam.evidence.registry import Evidence, Figure, Found, Line, end_of, of
from pam.reference.selectors.settings import setting
from pam.ui.dates import long_date

YEAR = timedelta(days=365)
OF_HISTORY = "Exact: by the group’s history."
OF_ACTIONS = "By the days on which actions were added and ended; their strand and owner are as today."

FIGURES = (
    Figure("no-lro", "Groups without a live LRO", "Groups without a live LRO", (
        "By the group’s history, the answers of those asked, and the person’s first and last day in post; a "
        "person who is suspended today, or cannot sign in, counts as not live.")),
    Figure("untrained", "LROs without training that counts", "Groups whose LRO had no training that counts", (
        "By the day of each training, if it was recorded by then and not taken off. How long training counts "
        "is today’s setting.")),
    Figure("review-late", "Plans older than their cadence", "Groups whose review was overdue", OF_HISTORY),
    Figure("no-plan", "Groups without a plan", "Groups without any action", OF_ACTIONS),
    Figure(
        "unsigned",
        "Plans that LRO and SRO have signed",
        "Groups without a signed plan",
        "Exact: by the days of the signatures.",
    ),
    Figure("one-strand", "Plans with one strand alone", "Groups whose plan has one strand", OF_ACTIONS),
    Figure("partner-actions", "Partner-owned actions", "Plans without a partner’s action", OF_ACTIONS),
    Figure("disruptions", "Disruptions, submitted and moderated", "Disruptions not moderated yet", (
        "In the 12 months to that day. Exact: by the days of submission and assessment.")),
    Figure("reassessed", "Groups re-assessed on time", "Groups not assessed on time", (
        "By the day of each score or assessment, if it was recorded by then. The time allowed is today’s "
        "setting.")),
)  # fmt: skip


@dataclass(frozen=True)
class Then:
    """A group as it was on a day."""

    number: int
    lead: int | None
    review: date | None


def groups_then(reader: Reader, day: date) -> list[Then]:
    """The groups of the reader's agency that they may open, and that were open at the end of `day`. One
    query.
    """
    seen = visibility.visible_to(reader, Ocg).filter(agency_id=reader.agency_id, opened_at__lt=end_of(day))
    history = Ocg.history.model.objects.filter(history_date__lt=end_of(day), id__in=seen.values("pk"))
    newest = history.order_by("id", "-history_date", "-history_id").distinct("id")
    rows = newest.values_list("id", "lead_id", "next_review", "closed_at")
    return [Then(number, lead, review) for number, lead, review, closed in rows if closed is None]


def find(reader: Reader, day: date) -> tuple[str, dict[str, Found]]:
    """(what is counted over, {code: Found}): see pam/evidence/registry.py. Eleven queries."""
    groups = groups_then(reader, day)
    numbers = [group.number for group in groups]
    found = {
        "no-lro": _no_lro(reader, groups, day),
        "untrained": _untrained(reader, groups, day),
        "review-late": _review_late(groups, day),
        "unsigned": _unsigned(reader, numbers, day),
        **_plans(reader, numbers, day),
        "disruptions": _disruptions(reader, day),
        "reassessed": _reassessed(reader, numbers, day),
    }
    return f"Over {of_agency(reader, len(groups))} that were open then and that you can open now.", found


def of_agency(reader: Reader, number: int) -> str:
    """ "the 41 groups of Northshire Police"."""
    words = "no group" if not number else "the 1 group" if number == 1 else f"the {number:,} groups"
    return f"{words} of {reader.agency_name}"


def _no_lro(reader, groups, day):
    leads = {group.lead for group in groups} - {None}
    at = end_of(day) - timedelta(microseconds=1)
    live = set(Membership.objects.live(at).filter(pk__in=leads).values_list("pk", flat=True))
    waiting = unanswered_then(reader, [group.number for group in groups], end_of(day))
    behind = []
    for group in groups:
        if group.lead is None:
            behind.append(Line(group.number, "No LRO named"))
        elif group.lead not in live:
            behind.append(Line(group.number, "Its LRO was not in post"))
        elif (group.number, group.lead) in waiting:
            behind.append(Line(group.number, "Its LRO had not accepted"))
    return Found(of(len(behind), len(groups)), behind, warns=bool(behind))


def _untrained(reader, groups, day):
    leads = {group.lead for group in groups} - {None}
    trained = leads & trained_then(reader.agency_id, leads, day, end_of(day))
    behind = [
        Line(group.number, "Its LRO had no training that counts")
        for group in groups
        if group.lead and group.lead not in trained
    ]
    parts = [("Groups that they led", of(len(behind), len(groups)))] if behind else []
    return Found(of(len(leads - trained), len(leads)), behind, parts, bool(behind))


def _review_late(groups, day):
    late = sorted((g for g in groups if g.review and g.review < day), key=lambda g: (g.review, g.number))
    behind = [Line(group.number, f"Review was due on {long_date(group.review)}") for group in late]
    undated = [Line(group.number, "No review date") for group in groups if not group.review]
    parts = [("Without a review date", of(len(undated), len(groups)))] if undated else []
    return Found(of(len(late), len(groups)), [*behind, *undated], parts, bool(late))


def _unsigned(reader, numbers, day):
    by_then = {"lro_signed_at__lt": end_of(day), "sro_signed_at__lt": end_of(day)}
    rows = visibility.visible_to(reader, PlanVersion).filter(record_id__in=numbers, **by_then)
    signed = set(rows.order_by().values_list("record_id", flat=True))
    behind = [Line(number, "No plan signed by both") for number in numbers if number not in signed]
    return Found(of(len(signed), len(numbers)), behind, warns=bool(behind))


def _plans(reader, numbers, day):
    """The figures of plans: {code: Found}."""
    rows = visibility.visible_to(reader, Action).filter(record_id__in=numbers, created__lt=end_of(day))
    rows = rows.exclude(status__in=Action.OFF_PLAN, ended_at__lt=end_of(day)).order_by()
    partner = ~Q(owner_agency_id=reader.agency_id)
    counts = rows.values("record_id", "strand").annotate(n=Count("pk"), theirs=Count("pk", filter=partner))
    plans: dict[int, dict[str, tuple[int, int]]] = {}
    for row in counts:
        plans.setdefault(row["record_id"], {})[row["strand"]] = (row["n"], row["theirs"])
    labels = dict(FOUR_P.choices)
    none = [Line(number, "No action yet") for number in numbers if number not in plans]
    one = [
        Line(number, f"{labels.get(strand, 'No strand')} alone, {of_actions(plan[strand][0])}")
        for number, plan in plans.items()
        if len(plan) == 1
        for strand in plan
    ]
    all_actions = sum(n for plan in plans.values() for n, _ in plan.values())
    theirs = sum(n for plan in plans.values() for _, n in plan.values())
    alone = [
        Line(number, f"None of its {of_actions(sum(n for n, _ in plan.values()))}")
        for number, plan in plans.items()
        if not any(n for _, n in plan.values())
    ]
    a_plan = f"{theirs / len(plans):.1f}" if plans else "0"
    return {
        "no-plan": Found(of(len(none), len(numbers)), none, warns=bool(none)),
        "one-strand": Found(of(len(one), len(plans)), one, warns=bool(one)),
        "partner-actions": Found(
            f"{of(theirs, all_actions)}, {a_plan} a plan",
            alone,
            [("Plans without one", of(len(alone), len(plans)))],
        ),
    }


def of_actions(number: int) -> str:
    """ "1 action", "7 actions"."""
    return f"{number:,} action{'' if number == 1 else 's'}"


def _disruptions(reader, day):
    rows = visibility.visible_to(reader, Disruption)
    rows = rows.filter(
        record__agency_id=reader.agency_id, created__lt=end_of(day), created__gte=end_of(day - YEAR)
    )
    said = visibility.visible_to(reader, DisruptionAssessment)
    said = said.filter(disruption_id__in=rows.values("pk"), created__lt=end_of(day), level__isnull=False)
    moderated = set(said.values_list("disruption_id", flat=True))
    found = list(rows.order_by("created").values_list("pk", "record_id", "strand", "what", "created"))
    behind = [
        Line(record, f"{what} (submitted on {long_date(created)})")
        for pk, record, _, what, created in found
        if pk not in moderated
    ]
    parts = []
    for code, label in FOUR_P.choices:
        of_strand = [pk for pk, _, strand, _, _ in found if strand == code]
        done = sum(pk in moderated for pk in of_strand)
        parts.append((label, f"{len(of_strand)} submitted, {done} moderated"))
    done = sum(row[0] in moderated for row in found)
    return Found(f"{len(found):,} submitted, {done:,} moderated", behind, parts)


def _reassessed(reader, numbers, day):
    since = day - timedelta(days=setting("ocg.score_days", reader.agency_id))
    past = {"record_id__in": numbers, "on__lte": day, "created__lt": end_of(day)}
    scores = visibility.visible_to(reader, Score).filter(**past).order_by()
    last = dict(scores.values_list("record_id").annotate(last=Max("on")))
    done = (
        visibility.visible_to(reader, Assessment).filter(state=Assessment.State.COMPLETED, **past).order_by()
    )
    for number, on in done.values_list("record_id").annotate(last=Max("on")):
        last[number] = max(on, last.get(number, on))
    late = sorted((on, number) for number, on in last.items() if on < since)
    behind = [Line(number, "Never assessed") for number in numbers if number not in last]
    behind += [Line(number, f"Last assessed on {long_date(on)}") for on, number in late]
    return Found(of(len(numbers) - len(behind), len(numbers)), behind, warns=bool(behind))


EVIDENCE = Evidence("ocg", "Organised crime groups", FIGURES, find)
