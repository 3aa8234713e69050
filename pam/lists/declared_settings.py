"""Who keeps views of lists for others."""

from pam.reference.declarations import Choice, declare

MEMBERS, MANAGER = "members", "manager"

declare(
    Choice(
        key="lists.team_views",
        label="Who saves views of lists for a team",
        meaning="The team finds them above the list. A view shows no one more rows than they may see.",
        group="Lists",
        default=MEMBERS,
        choices=((MEMBERS, "All in the team"), (MANAGER, "The team’s manager alone")),
    ),
)
