"""What an agency may set about warnings."""

from pam.reference.declarations import WholeNumber, declare

WARNING_MONTHS = "subjects.warning_months"

declare(
    WholeNumber(
        key=WARNING_MONTHS,
        label="Review of a warning",
        meaning="The review date that a new warning begins with. The person who adds it can choose another.",
        group="People, places and objects",
        default=12,
        minimum=1,
        maximum=60,
        unit=("month", "months"),
    ),
)
