"""What an agency may set about its meetings."""

from meetings.figures import declared_settings  # noqa: F401  (declares its own)
from pam.records.preview_child import MOST_PAGES
from pam.records.retention_groups import first_group_setting
from pam.reference.declarations import WholeNumber, YesNo, declare

DAYS, WORDS, PAGES = ("day", "days"), ("word", "words"), ("page", "pages")
UPDATES = (
    (
        "update_days",
        "When updates are due",
        "So many working days before the meeting, where its kind does not say it.",
        2,
        0,
        60,
        DAYS,
    ),
    (
        "update_words",
        "Longest update",
        "At most so many words, where the kind of meeting does not say it.",
        150,
        20,
        2000,
        WORDS,
    ),
    (
        "update_chase_first",
        "First reminder of a missing update",
        "So many days before it is due.",
        2,
        0,
        60,
        DAYS,
    ),
    (
        "update_chase_second",
        "Second reminder of a missing update",
        "So many days before it is due. 0 is the day itself.",
        0,
        0,
        60,
        DAYS,
    ),
)

declare(
    WholeNumber(
        key="meetings.access_days",
        label="How long people invited can open a meeting after it",
        meaning="Their invitation ends so many days after the meeting.",
        group="Meetings",
        default=90,
        minimum=1,
        maximum=1825,
        unit=("day", "days"),
    ),
    WholeNumber(
        key="meetings.paper_days",
        label="When papers are due",
        meaning="So many working days before the meeting, where its kind does not say it.",
        group="Meetings",
        default=5,
        minimum=0,
        maximum=60,
        unit=DAYS,
    ),
    WholeNumber(
        key="meetings.paper_pages",
        label="Pages of one paper in a pack",
        meaning="So many of its first pages are in the pack; a sentence says so, and the paper has the rest.",
        group="Meetings",
        default=60,
        minimum=1,
        maximum=MOST_PAGES,  # the confined process draws no more
        unit=PAGES,
    ),
    WholeNumber(
        key="meetings.pack_pages",
        label="Pages of papers in one pack",
        meaning="Papers after that are named, and opened by themselves. Many pages take long to make.",
        group="Meetings",
        default=400,
        minimum=10,
        maximum=800,
        unit=PAGES,
    ),
    *(
        WholeNumber(
            key=f"meetings.{key}",
            label=label,
            meaning=meaning,
            group="Meetings",
            default=default,
            minimum=least,
            maximum=most,
            unit=unit,
        )
        for key, label, meaning, default, least, most, unit in UPDATES
    ),
    YesNo(
        key="meetings.say_withheld",
        label="Say that part of a meeting is withheld",
        meaning="If yes, agenda items have the same numbers on every copy, and a gap shows what is missing.",
        group="Meetings",
        default=True,
    ),
    WholeNumber(
        key="meetings.action_days",
        label="When an action of a meeting is usually due",
        meaning="The form begins with it; a line of the secretary without a day is due then.",
        group="Meetings",
        default=14,
        minimum=1,
        maximum=365,
        unit=("day", "days"),
    ),
    WholeNumber(
        key="meetings.research_hours",
        label="Research on cases is due before the meeting",
        meaning="Each agency says what it knows of a case on the list so many hours before the meeting.",
        group="Meetings",
        default=24,
        minimum=0,
        maximum=240,
        unit=("hour", "hours"),
    ),
    WholeNumber(
        key="meetings.emergency_hours",
        label="Research on an emergency is due after it is asked for",
        meaning="Each agency says what it knows of an emergency case so many hours after it is asked.",
        group="Meetings",
        default=2,
        minimum=1,
        maximum=48,
        unit=("hour", "hours"),
    ),
    WholeNumber(
        key="meetings.usual_minutes",
        label="How long a meeting usually takes",
        meaning="For calendars, where the agenda says nothing of its length.",
        group="Meetings",
        default=60,
        minimum=5,
        maximum=600,
        unit=("minute", "minutes"),
    ),
    YesNo(
        key="meetings.place_in_calendar",
        label="Say the place of a meeting in calendars",
        meaning="Invitations by mail are kept in calendars outside of pam, which others may read.",
        group="Meetings",
        default=False,
    ),
    first_group_setting("meeting", "Retention group of a new meeting", default="2"),
    first_group_setting("series", "Retention group of a new series of meetings", default="2"),
)
