"""What an agency may set about its case files."""

from pam.records.retention_groups import first_group_setting
from pam.reference.declarations import WholeNumber, declare
from pvp.referrals.lists import FIRST_LOOK, KEEP_DAYS

declare(
    first_group_setting("pvp", "Retention group of a new PVP case", default="1"),
    WholeNumber(
        key="pvp.review_days",
        label="First review of a new case",
        meaning="The form of a new case begins with a review after so many days.",
        group="Records",
        default=28,
        minimum=1,
        maximum=365,
        unit=("day", "days"),
    ),
    WholeNumber(
        key=FIRST_LOOK,
        label="Time to rate a referral",
        meaning="A referral that no one has rated red, amber or green by then is late. It runs at night too.",
        group="Referrals",
        default=60,
        minimum=5,
        maximum=2880,
        unit=("minute", "minutes"),
    ),
    WholeNumber(
        key=KEEP_DAYS,
        label="How long a referral is kept that led to no case file",
        meaning="Counted from the decision. One in a case file is kept and disposed of with it.",
        group="Referrals",
        default=365,
        minimum=30,
        maximum=3650,
        unit=("day", "days"),
        none="Always",
    ),
)
