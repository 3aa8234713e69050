"""Escalations and decisions not to share of a record, as its own file holds them."""

from pam.access import visibility
from pam.disagreements.models import EscalationStep
from pam.disagreements.selectors import all_in
from pam.records.sections import Section, register_section


def _escalations(reader, record, most):
    rows = all_in(reader, record)[0][:most]
    found = visibility.visible_to(reader, EscalationStep).filter(escalation_id__in=[row.pk for row in rows])
    said: dict[int, list[str]] = {}
    for step in found.order_by("created", "pk"):
        said.setdefault(step.escalation_id, []).append(f"{step.title}: {step.text}")
    for row in rows:
        yield (
            row.author_agency.name,
            row.with_agency.name,
            row.title,
            row.why,
            row.stage.label,
            row.since,
            row.due,
            "; ".join(said.get(row.pk, ())),
            row.outcome,
            row.settled_on,
        )


def _not_shared(reader, record, most):
    for row in all_in(reader, record)[1][:most]:
        yield (
            row.asked_by,
            row.asked_on,
            row.what,
            str(row.basis or ""),
            row.reason,
            row.decided_by,
            row.decided_on,
            row.review_on,
            row.told,
            row.end_words,
        )


register_section(
    Section(
        "escalations",
        "Escalations between agencies",
        ("Raised by", "With", "What", "Why", "Stage", "Since", "Due", "Steps", "Outcome", "Settled"),
        _escalations,
        place=70,
    )
)
register_section(
    Section(
        "not-shared",
        "Decisions not to share",
        (
            "Asked by",
            "On",
            "What",
            "Basis",
            "Why not",
            "Decided by",
            "On day",
            "Review",
            "Told",
            "Afterwards",
        ),
        _not_shared,
        place=71,
    )
)
