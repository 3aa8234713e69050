"""What the system's owner and an agency may set about messages from the front page."""

from pam.reference.declarations import Text, WholeNumber, declare

GROUP = "Messages from the front page"
DAYS = ("day", "days")

declare(
    Text(
        key="contact.agency",
        label="Agency that answers messages from the front page",
        meaning="The agency's full name. Without one there are no forms on the front page.",
        group=GROUP,
        default="",
        maximum=120,
        agency=False,
    ),
    Text(
        key="contact.consent",
        label="What people agree to when they ask for updates",
        meaning="The sentence beside the box. It is kept with each message that agrees to it.",
        group=GROUP,
        default="Email me news about pam. I can end this at any time by telling you.",
        agency=False,
    ),
    WholeNumber(
        key="contact.hourly_limit",
        label="Most messages from one internet address in an hour",
        meaning="Everyone behind that address then waits.",
        group=GROUP,
        default=10,
        minimum=1,
        maximum=1000,
        unit=("message", "messages"),
        agency=False,
    ),
    WholeNumber(
        key="contact.daily_limit",
        label="Most messages from the front page in 24 hours",
        meaning="From all internet addresses together. People are then asked to try again later.",
        group=GROUP,
        default=200,
        minimum=1,
        maximum=10000,
        unit=("message", "messages"),
        agency=False,
    ),
    WholeNumber(
        key="contact.least_seconds",
        label="Least time to fill in a form on the front page",
        meaning="A program fills it in faster than a person. Who is faster is asked to send it again.",
        group=GROUP,
        default=3,
        minimum=0,
        maximum=60,
        unit=("second", "seconds"),
        agency=False,
    ),
    WholeNumber(
        key="contact.kept_days",
        label="Days that an answered message from the front page is kept",
        meaning="Counted from the answer. It is then erased.",
        group=GROUP,
        default=90,
        minimum=1,
        maximum=730,
        unit=DAYS,
    ),
    WholeNumber(
        key="contact.open_days",
        label="Days that a message from the front page without an answer is kept",
        meaning="Counted from the day it came. It is then erased.",
        group=GROUP,
        default=180,
        minimum=7,
        maximum=730,
        unit=DAYS,
    ),
    WholeNumber(
        key="contact.updates_days",
        label="Days that the address of a person who wants updates is kept",
        meaning="Counted from the day they agreed. Name, address and what they agreed to alone are kept.",
        group=GROUP,
        default=730,
        minimum=1,
        maximum=1825,
        unit=DAYS,
    ),
)
