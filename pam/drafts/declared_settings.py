"""How long what was typed and never sent is kept."""

from pam.reference.declarations import WholeNumber, declare

declare(
    WholeNumber(
        key="drafts.days",
        label="Days that an unsent form is kept",
        meaning="Counted from the last time the person typed in it. Then it is deleted.",
        group="Unsent forms",
        default=14,
        minimum=1,
        maximum=60,
        unit=("day", "days"),
    ),
)
