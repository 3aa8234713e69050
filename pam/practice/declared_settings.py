"""What an agency may set about what it offers to others."""

from pam.access.roles import PlatformRole
from pam.reference.declarations import Choice, WholeNumber, declare

PERMITS, FEW = "practice.permits", "practice.few"
GROUP = "Best practice"

declare(
    Choice(
        key=PERMITS,
        label="Role that permits an offer to other agencies",
        meaning="A person with this role, other than the one who asks, permits what the agency offers.",
        group=GROUP,
        default=PlatformRole.SUPERVISOR.value,
        choices=(
            (PlatformRole.SUPERVISOR.value, "Supervisor"),
            ("framework_author", "Framework author"),
            (PlatformRole.DATA_PROTECTION.value, "Data protection officer"),
        ),
        needs_second="changing",
    ),
    WholeNumber(
        key=FEW,
        label="Fewest agencies and records for which a count of use is shown",
        meaning="Below it, the count of an offer's use is withheld as few.",
        group=GROUP,
        default=5,
        minimum=3,
        maximum=100,
        agency=False,
    ),
)
