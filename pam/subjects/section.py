"""What a record knows of its people, places and objects, as its own file holds it."""

from django.db.models import Max

from pam.access import visibility
from pam.records.models import Subject
from pam.records.sections import Section, register_section
from pam.subjects.models import Particular
from pam.subjects.selectors.household import household_of
from pam.subjects.selectors.particulars import particulars_of
from pam.subjects.selectors.safe_contacts import attach_safe_contacts
from pam.subjects.selectors.warnings import warnings_of
from pam.ui.dates import long_date


def _particulars(reader, record, most):
    subjects = list(
        visibility.visible_to(reader, Subject)
        .filter(record_id=record.pk, merged_into=None)
        .order_by("name__folded", "pk")[:most]
    )
    found = particulars_of(reader, subjects)
    rows = [
        (subject.name, row.label, row.value, row.period, row.source, row.get_own_marking_display() or "")
        for subject in subjects
        for row in found[subject.pk]
    ]
    names = {subject.pk: subject.name for subject in subjects}
    for warning in warnings_of(reader, subjects):
        if warning.subject_id in names and warning.record_id == record.pk:
            since = f"Since {warning.since}" if warning.since else ""
            words = ": ".join(filter(None, (str(warning.kind), warning.details)))
            rows.append((names[warning.subject_id], "Warning", words, since, warning.source, ""))
    return (_safe_contacts(reader, record, subjects) + rows)[:most]


def _safe_contacts(reader, record, subjects):
    """How they can be reached comes first: nobody rings a number before they have read it."""
    attach_safe_contacts(reader, subjects)
    return [
        (
            subject.name,
            "Safe contact",
            "; ".join(filter(None, (row.way, row.rule_words))),
            f"Checked on {long_date(row.checked_on)}",
            row.source,
            "",
        )
        for subject in subjects
        for row in subject.safe_contacts
        if row.record_id == record.pk
    ]


def _household(reader, record, most):
    for tie in household_of(reader, record)[1][:most]:
        yield (tie.one.name, str(tie.kind), tie.another.name, tie.get_together_display(), tie.note)


def _marked(reader, record):
    rows = visibility.visible_to(reader, Particular).filter(record_id=record.pk, removed_at=None)
    return rows.aggregate(highest=Max("own_marking"))["highest"] or 0


register_section(
    Section(
        "particulars",
        "What is known of them",
        ("Who or what", "Kind", "What", "When", "Source", "Marked higher"),
        _particulars,
        place=15,
        marked=_marked,
    )
)
register_section(
    Section(
        "household",
        "Household and relations",
        ("Who", "What they are", "To", "Live together", "Note"),
        _household,
        place=16,
    )
)
