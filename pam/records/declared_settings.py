"""How much of a list leaves pam in one file, and how long a change of many records can be undone."""

from pam.reference.declarations import WholeNumber, declare

declare(
    WholeNumber(
        key="records.download_rows",
        label="Most rows in a downloaded list",
        meaning="A longer list is cut off there, and the file says so.",
        group="Downloads",
        default=5000,
        minimum=25,
        maximum=50_000,
        unit=("row", "rows"),
    ),
    WholeNumber(
        key="records.undo_hours",
        label="How long a change of many records can be undone",
        meaning="By the person who made it. Records that were changed since stay as they are.",
        group="Changing many records",
        default=24,
        minimum=1,
        maximum=168,
        unit=("hour", "hours"),
    ),
    WholeNumber(
        key="records.pdf_rows",
        label="Most rows of a section in an exported PDF",
        meaning="A record as a spreadsheet has more. The PDF says what is left out.",
        group="Downloads",
        default=200,
        minimum=10,
        maximum=1000,
        unit=("row", "rows"),
    ),
)
