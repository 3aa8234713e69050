"""What an agency may set about the release watch."""

from ocg.members.lists import FIRST, LAST, SECOND, TOLD_ROLE
from pam.access.roles import role_choices
from pam.reference.declarations import Choice, WholeNumber, declare

WATCH = (
    (FIRST, "First word before a release", 180),
    (SECOND, "Second word before a release", 90),
    (LAST, "Last word before a release", 28),
)

declare(
    *(
        WholeNumber(
            key=key,
            label=label,
            meaning="So many days before the earliest release date of a member of a group.",
            group="Releases",
            default=days,
            minimum=1,
            maximum=730,
            unit=("day", "days"),
            none="Not told",
        )
        for key, label, days in WATCH
    ),
    Choice(
        key=TOLD_ROLE,
        label="Who besides lead and coordinator is told about a release",
        meaning=(
            "People of the team that owns the group with this role. The agency of the offender manager is "
            "told where the record is shared with it."
        ),
        group="Releases",
        default="supervisor",
        choices=lambda agency_id: [("", "No one else"), *role_choices()],
    ),
)
