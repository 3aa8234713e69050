"""What an agency may set about places and local profiles."""

from pam.records.retention_groups import first_group_setting
from pam.reference.declarations import WholeNumber, declare
from places.lists import FRESH

declare(
    first_group_setting("place", "Retention group of a new place", default="2"),
    first_group_setting("profile", "Retention group of a new local profile", default="2"),
    WholeNumber(
        key="places.review_days",
        label="First review of a new place",
        meaning="The form of a new place begins with a review after so many days.",
        group="Records",
        default=28,
        minimum=1,
        maximum=365,
        unit=("day", "days"),
    ),
    WholeNumber(
        key=FRESH,
        label="How long a local profile is up to date",
        meaning="From the date of the profile. Older ones are marked as out of date.",
        group="Records",
        default=12,
        minimum=1,
        maximum=60,
        unit=("month", "months"),
    ),
)
