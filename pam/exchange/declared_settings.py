"""Whether an agency's people may follow their due dates in a calendar outside of pam."""

from pam.reference.declarations import YesNo, declare

declare(
    YesNo(
        key="exchange.calendar_feeds",
        label="Due dates may be followed in another calendar",
        meaning="Codes, references and dates, never case text. It is fetched without signing in.",
        group="Calendar",
        default=True,
    ),
)
