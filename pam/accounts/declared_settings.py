"""What an agency may set about people: invitations, and reviews of teams."""

from pam.reference.declarations import WholeNumber, declare

GROUP = "People and teams"
DAYS = ("day", "days")

declare(
    WholeNumber(
        key="accounts.invitation_days",
        label="How long an invitation works",
        meaning="After that the link stops working, and an administrator sends a new one.",
        group=GROUP,
        default=7,
        least=1,
        most=60,
        unit=DAYS,
    ),
    WholeNumber(
        key="accounts.review_days",
        label="Time between two reviews of a team",
        meaning="The manager of a team confirms who belongs in it, and which shares of its records go on.",
        group=GROUP,
        default=90,
        least=7,
        most=730,
        unit=DAYS,
    ),
    WholeNumber(
        key="accounts.review_warning_days",
        label="Time until a late review of a team is chased",
        meaning="The manager and the administrators are told that the review is late.",
        group=GROUP,
        default=14,
        least=1,
        most=365,
        unit=DAYS,
    ),
    WholeNumber(
        key="accounts.review_lapse_days",
        label="Time until access lapses that no review has confirmed",
        meaning="People leave the team and shares end if nobody has reviewed the team by then.",
        group=GROUP,
        default=28,
        least=2,
        most=730,
        unit=DAYS,
    ),
)
