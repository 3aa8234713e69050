"""What an agency may set about its assessments."""

from pam.reference.declarations import WholeNumber, declare

DISAGREE_DAYS = "assessments.disagree_days"

declare(
    WholeNumber(
        key=DISAGREE_DAYS,
        label="How far apart in time two assessments are compared",
        meaning="A record's page says where two of its tools came to grades far apart within this time.",
        group="Assessments",
        default=30,
        minimum=1,
        maximum=730,
        unit=("day", "days"),
    )
)
