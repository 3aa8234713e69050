"""What an agency may set about orders."""

from pam.reference.declarations import Text, WholeNumber, declare

AREA = "orders.area"
ENDING_DAYS = "orders.ending_days"

declare(
    Text(
        key=AREA,
        label="Where our courts make orders",
        meaning=(
            "The area that a new order begins with. A kind of order is refused outside of its own area. "
            "In a pilot area write its name as the list Kinds of order does."
        ),
        group="Orders",
        default="England and Wales",
        maximum=80,
    ),
    WholeNumber(
        key=ENDING_DAYS,
        label="Warning before an order ends",
        meaning="The lead of the record is told once, so many days before the last day.",
        group="Orders",
        default=28,
        minimum=1,
        maximum=365,
        unit=("day", "days"),
    ),
)
