"""What an agency may set about people: invitations, and reviews of teams."""

from pam.accounts import mail_domains, role_pairs
from pam.accounts.networks import Networks
from pam.reference.declarations import WholeNumber, declare

GROUP = "People and teams"
SIGNING_IN = "Signing in"
DAYS = ("day", "days")
FAILURES = ("failed sign-in in 5 minutes", "failed sign-ins in 5 minutes")

declare(
    WholeNumber(
        key="accounts.address_failures",
        label="Failed sign-ins from one internet address",
        meaning="Everyone behind that address then waits a few minutes. Each account has a limit of 5 too.",
        group=SIGNING_IN,
        default=50,
        minimum=10,
        maximum=500,
        unit=FAILURES,
        agency=False,
    ),
    Networks(
        key="accounts.sign_in_networks",
        label="Internet addresses of your buildings",
        meaning="Many people share the internet address of a building. Addresses or networks listed here have"
        " a limit of their own, so that colleagues do not lock each other out.",
        group=SIGNING_IN,
        default="",
    ),
    WholeNumber(
        key="accounts.network_failures",
        label="Failed sign-ins from one of your buildings",
        meaning="Counted for each address or network that you list as a building of yours.",
        group=SIGNING_IN,
        default=200,
        minimum=20,
        maximum=2000,
        unit=FAILURES,
    ),
    role_pairs.RolePairs(
        key=role_pairs.KEY,
        label="Roles that no one can hold together",
        meaning="People who watch over the work or manage accounts do not do case work. What people have"
        " already stays until their roles are next changed.",
        group=GROUP,
        default=role_pairs.SHIPPED,
        needs_second="removing",
    ),
    mail_domains.MailDomains(
        key=mail_domains.KEY,
        label="Mail domains that you invite people from",
        meaning="Administrators can invite only addresses of these domains. Empty: any address.",
        group=GROUP,
        default="",
        needs_second="adding",
    ),
    WholeNumber(
        key="accounts.invitation_days",
        label="How long an invitation works",
        meaning="After that the link stops working, and an administrator sends a new one.",
        group=GROUP,
        default=7,
        minimum=1,
        maximum=60,
        unit=DAYS,
    ),
    WholeNumber(
        key="accounts.review_days",
        label="Time between two reviews of a team",
        meaning="The manager of a team confirms who belongs in it, and which shares of its records go on.",
        group=GROUP,
        default=90,
        minimum=7,
        maximum=730,
        unit=DAYS,
    ),
    WholeNumber(
        key="accounts.review_warning_days",
        label="Time until a late review of a team is chased",
        meaning="The manager and the administrators are told that the review is late.",
        group=GROUP,
        default=14,
        minimum=1,
        maximum=365,
        unit=DAYS,
    ),
    WholeNumber(
        key="accounts.review_lapse_days",
        label="Time until access lapses that no review has confirmed",
        meaning="People leave the team and shares end if no one has reviewed the team by then.",
        group=GROUP,
        default=28,
        minimum=2,
        maximum=730,
        unit=DAYS,
    ),
)
