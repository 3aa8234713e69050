"""What may be set about mail: its hours for every agency, what it may name for each."""

from pam.reference.declarations import WholeNumber, YesNo, declare

GROUP, HOUR = "Email", ("o’clock", "o’clock")

declare(
    WholeNumber(
        key="notifications.mail_from",
        label="Email goes out from",
        meaning="On London’s clock. Urgent email goes out at any hour; a daily email goes out at this one.",
        group=GROUP,
        default=7,
        minimum=0,
        maximum=12,
        unit=HOUR,
        agency=False,
    ),
    WholeNumber(
        key="notifications.mail_until",
        label="Email goes out until",
        meaning="On London’s clock.",
        group=GROUP,
        default=19,
        minimum=13,
        maximum=23,
        unit=HOUR,
        agency=False,
    ),
    YesNo(
        key="notifications.mail_at_weekends",
        label="Email goes out at weekends",
        meaning="Urgent email always does.",
        group=GROUP,
        default=False,
        agency=False,
    ),
    YesNo(
        key="notifications.mail_on_bank_holidays",
        label="Email goes out on bank holidays",
        meaning="Those of England and Wales. Urgent email always does.",
        group=GROUP,
        default=False,
        agency=False,
    ),
    YesNo(
        key="notifications.references_in_mail",
        label="Email may name references",
        meaning="A reference like OCG-26-K7QX shows anyone who reads the email that a record exists.",
        group=GROUP,
        default=True,
    ),
    WholeNumber(
        key="notifications.stuck_minutes",
        label="Email that has not gone out is shown after",
        meaning="Administrators then see it under Mail, with the reason, and send it again or drop it.",
        group=GROUP,
        default=15,
        minimum=5,
        maximum=1440,
        unit=("minute", "minutes"),
    ),
)
