"""What an agency may set about clocks."""

from pam.reference.declarations import WholeNumber, declare

declare(
    WholeNumber(
        key="clocks.undo_hours",
        label="The end of a clock can be taken back for",
        meaning="So long after a clock was met or stopped it can run on as before.",
        group="Clocks",
        default=24,
        minimum=1,
        maximum=168,
        unit=("hour", "hours"),
    ),
)
