"""How much of a list leaves pam in one file."""

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
)
