"""What an agency may set about its methods."""

from pam.reference.declarations import YesNo, declare

SECOND_PERSON = "frameworks.second_person"

declare(
    YesNo(
        key=SECOND_PERSON,
        label="A second person publishes a framework",
        meaning="Who last changed the draft can't publish it: another framework author has to.",
        group="Frameworks",
        default=False,
    )
)
