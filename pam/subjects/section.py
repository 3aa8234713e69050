"""What a record knows of its people, places and objects, as its own file holds it."""

from django.db.models import Max

from pam.access import visibility
from pam.records.models import Subject
from pam.records.sections import Section, register_section
from pam.subjects.models import Particular
from pam.subjects.selectors.particulars import particulars_of
from pam.subjects.selectors.warnings import warnings_of


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
    return rows[:most]


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
