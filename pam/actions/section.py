"""The actions of a record, as its own file holds them."""

from pam.access import visibility
from pam.actions.models import Action
from pam.records.sections import Section, register_section


def _rows(reader, record, most):
    rows = visibility.visible_to(reader, Action).with_owner().filter(record_id=record.pk)
    for row in rows.order_by("due", "pk")[:most]:
        yield (
            row.code,
            row.title,
            row.details,
            row.strand_label,
            row.owner_words,
            row.due,
            row.get_status_display(),
            row.outcome,
            row.ended_at,
        )


register_section(
    Section(
        "actions",
        "Actions",
        ("Code", "Action", "Details", "Strand", "Owner", "Due", "Status", "Outcome", "Ended"),
        _rows,
        place=40,
    )
)
