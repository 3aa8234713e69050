"""What an agency may set about its meetings."""

from pam.records.retention_groups import first_group_setting
from pam.reference.declarations import WholeNumber, YesNo, declare

declare(
    WholeNumber(
        key="meetings.access_days",
        label="How long people invited can open a meeting after it",
        meaning="Their invitation ends so many days after the meeting.",
        group="Meetings",
        default=90,
        minimum=1,
        maximum=1825,
        unit=("day", "days"),
    ),
    YesNo(
        key="meetings.say_withheld",
        label="Say that part of a meeting is withheld",
        meaning="If yes, agenda items have the same numbers on every copy, and a gap shows what is missing.",
        group="Meetings",
        default=True,
    ),
    first_group_setting("meeting", "Retention group of a new meeting", default="2"),
)
