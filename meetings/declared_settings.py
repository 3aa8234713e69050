"""What an agency may set about its meetings."""

from pam.records.retention_groups import first_group_setting
from pam.reference.declarations import WholeNumber, declare

declare(
    WholeNumber(
        key="meetings.access_days",
        label="How long people invited can open a meeting after it",
        meaning="Their invitation ends so many days after the meeting.",
        group="Meetings",
        default=90,
        least=1,
        most=1825,
        unit=("day", "days"),
    ),
    first_group_setting("meeting", "Retention group of a new meeting", default="2"),
)
