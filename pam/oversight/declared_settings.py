"""From when on looking at records counts as unusual. Each agency's auditors see its own people alone."""

from pam.reference.declarations import WholeNumber, declare

GROUP, RECORDS, HOUR = "Unusual access", ("record", "records"), ("o’clock", "o’clock")

declare(
    WholeNumber(
        key="oversight.many_times",
        label="How many times their usual day is unusual",
        meaning="More records in a day than so many times a person’s usual day are listed.",
        group=GROUP,
        default=4,
        minimum=1,
        maximum=50,
        unit=("time", "times"),
    ),
    WholeNumber(
        key="oversight.many_least",
        label="Fewest records in a day that are unusual",
        meaning="A day with fewer records is never listed.",
        group=GROUP,
        default=30,
        minimum=1,
        maximum=1000,
        unit=RECORDS,
    ),
    WholeNumber(
        key="oversight.many_days",
        label="Days that a usual day is worked out from",
        meaning="The median of the days before.",
        group=GROUP,
        default=60,
        minimum=7,
        maximum=365,
        unit=("day", "days"),
    ),
    WholeNumber(
        key="oversight.night_from",
        label="Out of hours begins at",
        meaning="On London’s clock.",
        group=GROUP,
        default=22,
        minimum=0,
        maximum=23,
        unit=HOUR,
    ),
    WholeNumber(
        key="oversight.night_until",
        label="Out of hours ends at",
        meaning="On London’s clock.",
        group=GROUP,
        default=6,
        minimum=0,
        maximum=23,
        unit=HOUR,
    ),
    WholeNumber(
        key="oversight.night_least",
        label="Fewest records out of hours that are unusual",
        meaning="So many records opened out of hours in a day are listed.",
        group=GROUP,
        default=3,
        minimum=1,
        maximum=1000,
        unit=RECORDS,
    ),
)
