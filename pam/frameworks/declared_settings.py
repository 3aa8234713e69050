"""What an agency may set about its methods."""

from pam.reference.declarations import YesNo, declare

SECOND_PERSON = "frameworks.second_person"

declare(
    YesNo(
        key=SECOND_PERSON,
        label="A second person publishes a framework",
        meaning="The person who last changed a draft cannot publish it: another author must.",
        group="Frameworks",
        default=False,
    )
)
