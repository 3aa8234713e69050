"""What forces decide about the API themselves."""

from pam.reference.declarations import WholeNumber, YesNo, declare

DAYS, SECONDS = ("day", "days"), ("request", "requests")
declare(
    YesNo(
        key="api.allowed",
        label="The agency's own systems may use the API",
        meaning="Each token still needs a second person. Without it every token stops working immediately.",
        group="Systems and tokens",
        default=True,
    ),
    WholeNumber(
        key="api.token_days",
        label="Days that a token works",
        meaning="The most that can be asked for. Existing tokens keep their date.",
        group="Systems and tokens",
        default=365,
        minimum=1,
        maximum=730,
        unit=DAYS,
    ),
    WholeNumber(
        key="api.requests_a_minute",
        label="Requests in a minute for each token",
        meaning="More are answered with 429 and the seconds to wait.",
        group="Systems and tokens",
        default=600,
        minimum=10,
        maximum=10_000,
        unit=SECONDS,
        agency=False,
    ),
    WholeNumber(
        key="api.failures_a_minute",
        label="Requests without a working token in a minute from one address",
        meaning="More are answered with 429, whatever they bring.",
        group="Systems and tokens",
        default=30,
        minimum=5,
        maximum=1_000,
        unit=SECONDS,
        agency=False,
    ),
    WholeNumber(
        key="api.remembered_hours",
        label="Hours that an Idempotency-Key is kept",
        meaning="What is sent again with the same key in that time is not done twice.",
        group="Systems and tokens",
        default=24,
        minimum=1,
        maximum=168,
        unit=("hour", "hours"),
        agency=False,
    ),
)
