"""What an agency may set about merges of records."""

from pam.reference.declarations import WholeNumber, declare

UNDO_DAYS = "merging.undo_days"

declare(
    WholeNumber(
        key=UNDO_DAYS,
        label="How long a merge of two records can be undone",
        meaning="Afterwards the two stay one record. What was added since stays with the record that stayed.",
        group="Records",
        default=90,
        minimum=1,
        maximum=730,
        unit=("day", "days"),
    )
)
