"""What an agency may set about imports."""

from pam.reference.declarations import WholeNumber, YesNo, declare

GROUP = "Imports"

declare(
    YesNo(
        key="imports.supervisors_alone",
        label="Only supervisors import",
        meaning="Without it everyone in a team may import what they could also type in row by row.",
        group=GROUP,
        default=False,
    ),
    WholeNumber(
        key="imports.undo_hours",
        label="How long an import can be undone",
        meaning="By the person who made it, as long as nothing of it was changed since.",
        group=GROUP,
        default=72,
        minimum=1,
        maximum=720,
        unit=("hour", "hours"),
    ),
    WholeNumber(
        key="imports.kept_days",
        label="How long an unfinished import is kept",
        meaning="Then its file and the rows read from it are deleted.",
        group=GROUP,
        default=7,
        minimum=1,
        maximum=30,
        unit=("day", "days"),
    ),
)
