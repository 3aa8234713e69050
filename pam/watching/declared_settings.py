"""How often saved searches are looked at, and how much a person watches."""

from pam.reference.declarations import WholeNumber, declare

GROUP = "Searches and watching"

declare(
    WholeNumber(
        key="watching.search_minutes",
        label="Saved searches run every",
        meaning="People who asked for it are then told about new results.",
        group=GROUP,
        default=60,
        minimum=15,
        maximum=1440,
        unit=("minute", "minutes"),
    ),
    WholeNumber(
        key="watching.most_searches",
        label="Saved searches that tell one person about new results",
        meaning="More are refused.",
        group=GROUP,
        default=20,
        minimum=1,
        maximum=100,
        unit=("search", "searches"),
    ),
    WholeNumber(
        key="watching.most_watched",
        label="Records, people and places that one person watches",
        meaning="More are refused.",
        group=GROUP,
        default=200,
        minimum=10,
        maximum=1000,
        unit=("watched", "watched"),
    ),
)
