"""What an agency may set about its chronologies."""

from pam.reference.declarations import WholeNumber, declare

LATE_DAYS, GAP_DAYS = "chronology.late_days", "chronology.gap_days"

declare(
    WholeNumber(
        key=LATE_DAYS,
        label="When a chronology entry is late",
        meaning="An entry that is written more days after it happened says why it is late.",
        group="Chronology",
        default=14,
        minimum=1,
        maximum=366,
        unit=("day", "days"),
    ),
    WholeNumber(
        key=GAP_DAYS,
        label="When a time without entries is a gap",
        meaning="A chronology shows a time without any entry as a gap from so many days on.",
        group="Chronology",
        default=90,
        minimum=7,
        maximum=3660,
        unit=("day", "days"),
    ),
)
