"""What only a group's file holds of the work on it: statuses over the years, tiers, plan, reviews, harm, help
of the region.
"""

from ocg.harm.selectors import harm_of
from ocg.members.models import MemberStatus
from ocg.models import PlanReview, PlanVersion, TierMove
from ocg.plan.selectors.lines import lines_now, sections
from ocg.plan.selectors.plan import SIGNERS
from ocg.region.selectors import region_of
from ocg.sections import KINDS
from pam.access import visibility
from pam.records.sections import Section, register_section
from pam.reference.selectors.lists import attach_reference_values


def _statuses(reader, record, most):
    rows = visibility.visible_to(reader, MemberStatus).filter(record_id=record.pk)
    for row in rows.select_related("member__subject").order_by("member_id", "-since", "-pk")[:most]:
        yield (
            row.member.subject.name,
            row.get_state_display(),
            row.since,
            row.until,
            row.establishment,
            row.release_on,
            row.requirements,
            row.source,
            row.struck_reason,
        )


def _tiers(reader, record, most):
    rows = visibility.visible_to(reader, TierMove).filter(record_id=record.pk)
    rows = list(rows.select_related("author__user").order_by("-pk")[:most])
    attach_reference_values(rows, "tier", "before")
    for row in rows:
        yield (
            row.created,
            row.before.label,
            row.tier.label,
            row.get_state_display(),
            row.proposed,
            row.reason,
            row.author.user.name,
        )


def _plan(reader, record, most):
    """What is planned, line by line, as it is now."""
    found = (
        (section.heading, line.title, "; ".join(f"{label}: {said}" for label, said in fields if said), line)
        for section in sections(lines_now(reader, record))
        for line, fields in section.rows
    )
    return [(*said, line.standing) for *said, line in found][:most]


def _versions(reader, record, most):
    rows = visibility.visible_to(reader, PlanVersion).filter(record_id=record.pk)
    for row in rows.select_related(*SIGNERS).order_by("-number")[:most]:
        yield (
            row.number,
            row.lro_signed_by.user.name if row.lro_signed_by else "",
            row.lro_signed_at,
            row.sro_signed_by.user.name if row.sro_signed_by else "",
            row.sro_signed_at,
        )


def _reviews(reader, record, most):
    rows = visibility.visible_to(reader, PlanReview).filter(record_id=record.pk)
    for row in rows.select_related("author__user", "commented_by__user").order_by("-pk")[:most]:
        yield (
            row.created,
            row.author.user.name,
            row.partners,
            row.ask,
            row.next_review,
            row.comment,
            row.commented_by.user.name if row.commented_by else "",
        )


def _harm(reader, record, most):
    return [tuple(row.values()) for row in harm_of(reader, record, most)]


def _region(reader, record, most):
    return [tuple(row.values()) for row in region_of(reader, record)[:most]]


def _table(code, label, rows, place, *columns):
    register_section(Section(code, label, columns, rows, KINDS, place))


_table(
    "statuses", "Statuses of members", _statuses, 15, "Name", "Status", "From", "Until",
    "Prison or other establishment", "Earliest release", "Conditions", "How it is known",
    "Struck out because",
)  # fmt: skip
_table(
    "tiers", "Changes of tier", _tiers, 22, "When", "Before", "Tier", "State", "Scores proposed", "Why", "By",
)  # fmt: skip
_table("plan", "4P plan", _plan, 30, "Part", "What", "Details", "Where it stands")
_table(
    "plan-versions", "Versions of the plan", _versions, 31, "Version", "Lead Responsible Officer", "Signed",
    "Senior Responsible Officer", "Signed by them",
)  # fmt: skip
_table(
    "plan-reviews", "Reviews of the plan", _reviews, 32, "When", "By", "What partners did",
    "Ask of the chair", "Next review", "Comment", "Comment by",
)  # fmt: skip
_table(
    "harm", "Harm ledger", _harm, 55, "When", "What happened", "Where", "Kind", "How serious",
    "People harmed", "Community", "Children", "Source",
)  # fmt: skip
_table(
    "region", "Help of the region", _region, 60, "Asked", "Region", "Help wanted", "State", "Wanted by",
    "Product", "Reference of the product", "Delivered", "Who owns it now",
)  # fmt: skip
