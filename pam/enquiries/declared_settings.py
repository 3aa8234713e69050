"""What an agency may set about enquiries."""

from pam.reference.declarations import WholeNumber, declare

GROUP = "Enquiries"

declare(
    WholeNumber(
        key="enquiries.unanswered_days",
        label="Time until an unanswered enquiry goes to supervisors",
        meaning="The supervisors of your agency are told about an enquiry that no one has answered.",
        group=GROUP,
        default=3,
        minimum=1,
        maximum=60,
        unit=("day", "days"),
        none="Never",
    ),
    WholeNumber(
        key="enquiries.answer_days",
        label="Time to answer an enquiry",
        meaning="The form of a new enquiry begins with it; the person who asks can change it.",
        group=GROUP,
        default=7,
        minimum=1,
        maximum=90,
        unit=("day", "days"),
    ),
    WholeNumber(
        key="enquiries.daily_limit",
        label="Most enquiries by one person",
        meaning="Within 24 hours, so that no one works through a list of names.",
        group=GROUP,
        default=40,
        minimum=1,
        maximum=1000,
        unit=("enquiry", "enquiries"),
        none="No limit",
    ),
)
