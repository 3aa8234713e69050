"""What an agency may set about its organised crime groups."""

from ocg.disruptions.lists import ELSEWHERE
from ocg.harm.lists import MONTHS
from ocg.members import declared_settings as members_settings
from ocg.plan.lists import REVIEW_MONTHS
from ocg.responsible.lists import VALID_YEARS
from pam.records.retention_groups import first_group_setting
from pam.reference.declarations import WholeNumber, YesNo, declare

__all__ = ["members_settings"]

declare(
    first_group_setting("ocg", "Retention group of a new OCG", default="2"),
    WholeNumber(
        key="ocg.score_days",
        label="How long a score of a group counts",
        meaning="A move that asks for a score takes one that is at most so old.",
        group="Records",
        default=365,
        minimum=1,
        maximum=3650,
        unit=("day", "days"),
    ),
    WholeNumber(
        key=VALID_YEARS,
        label="How long training of a Lead Responsible Officer counts",
        meaning="Whose training is older is on the list of leads without training.",
        group="Records",
        default=3,
        minimum=1,
        maximum=50,
        unit=("year", "years"),
    ),
    YesNo(
        key=ELSEWHERE,
        label="Assessors of other agencies assess our disruptions",
        meaning=(
            "Disruption assessors of an agency that a group is shared with, for example the region, "
            "may agree the level. Without it your own assessors do."
        ),
        group="Records",
        default=False,
    ),
    WholeNumber(
        key=MONTHS,
        label="How many months before and after a disruption are compared",
        meaning="The harm ledger of a group sets the harm of so many whole months before each disruption "
        "beside that of so many after it.",
        group="Records",
        default=3,
        minimum=1,
        maximum=12,
        unit=("month", "months"),
    ),
)
declare(
    *(
        WholeNumber(
            key=key,
            label=f"Months between reviews of a plan, {which} tier",
            meaning="When the lead signs a review, the next one is due so many months later.",
            group="Records",
            default=months,
            minimum=1,
            maximum=12,
            unit=("month", "months"),
        )
        for months, (key, which) in enumerate(
            zip(REVIEW_MONTHS, ("highest", "second", "third and further"), strict=True), 1
        )
    )
)
