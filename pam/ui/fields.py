"""Form fields that say exactly what is missing: a date in three boxes, a time on the 24-hour clock."""

import re
from datetime import date, datetime, time, timedelta, timezone

from django import forms
from django.core.exceptions import ValidationError

from pam.ui.dates import LONDON, long_date, today
from pam.ui.widgets import DateInput

MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
# What each box of a date may hold, and what to say when it holds something else.
PARTS = {
    "day": ((1, 31), "Day must be a number from 1 to 31"),
    "month": ((1, 12), "Month must be a number from 1 to 12"),
    "year": ((1000, 9999), "Year must be 4 digits, like 2026"),
}
ZONES = {"bst": timezone(timedelta(hours=1), "BST"), "gmt": timezone(timedelta(0), "GMT")}
LONGEST_NUMBER = 19  # digits; a bigint of PostgreSQL holds every number of fewer
LONGEST_PAST, LONGEST_AHEAD = 120, 50  # years; what a field doesn't narrow further


def years_from_today(years):
    """The day that is so many years from today, for bounds: `latest=lambda: years_from_today(10)`."""
    day = today()
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29 February of a year that has none
        return day.replace(year=day.year + years, day=28)


class GovukDateField(forms.DateField):
    """A date typed as day, month and year, with GOV.UK's error messages.

    "Enter the review date, for example 27 3 2027" if all is empty, "The review date must include a month",
    "The review date must be a real date", "must be on or after …" outside of its bounds. A date that was
    outside already when the form was opened (an overdue review) may stay.
    https://design-system.service.gov.uk/components/date-input/#error-messages
    """

    widget = DateInput

    def __init__(self, *, example="27 3 2027", earliest=None, latest=None, **kwargs):
        """`earliest` and `latest` are dates, or functions that return one, with the day itself allowed.

        Without them, 120 years ago and 50 years ahead.
        """
        super().__init__(**kwargs)
        self.example, self.earliest, self.latest = example, earliest, latest
        self.name_in_errors = ""
        self.opened_with = None  # set by the form: see GovukBoundField
        if not self.help_text:
            self.help_text = f"For example, {example}"

    def to_python(self, value):
        """Return the date of [day, month, year], of a date or of "2027-03-27"; None if all is empty.

        Raises ValidationError whose `params["parts"]` names the boxes that are wrong.
        """
        if value in self.empty_values or isinstance(value, date | str):
            return super().to_python(value)
        typed = dict(zip(DateInput.parts, [str(part or "").strip() for part in value], strict=True))
        if not any(typed.values()):
            return None
        missing = [part for part in DateInput.parts if not typed[part]]
        if missing:
            words = " and ".join(f"a {part}" for part in missing)
            raise wrong_date(f"{self._subject()} must include {words}", "incomplete", missing)
        numbers = numbers_of(typed, self._subject())
        return date(numbers["year"], numbers["month"], numbers["day"])

    def validate(self, value):
        """Refuse an empty date that is required, and one outside `earliest` and `latest`."""
        if value in self.empty_values and self.required:
            message = self.error_messages["required"]
            raise wrong_date(f"{message}, for example {self.example}", "required", DateInput.parts)
        if value in self.empty_values or value == self.opened_with:
            return
        earliest = _resolve(self.earliest) or years_from_today(-LONGEST_PAST)
        latest = _resolve(self.latest) or years_from_today(LONGEST_AHEAD)
        if value < earliest:
            raise wrong_date(
                f"{self._subject()} must be on or after {long_date(earliest)}", "early", DateInput.parts
            )
        if value > latest:
            raise wrong_date(
                f"{self._subject()} must be on or before {long_date(latest)}", "late", DateInput.parts
            )

    def _subject(self):
        name = self.name_in_errors or "the date"
        return name[:1].upper() + name[1:]


class GovukTimeField(forms.TimeField):
    """A time on the 24-hour clock: takes "14:05", "14.05", "1405", "9", "2pm" and "2:05 pm".

    "01:30 BST" or "01:30 GMT" says which of the two, in the night that the clocks go back; such a time has
    the zone as its `tzinfo`. `london_moment` puts it together with a day.
    """

    widget = forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"})

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.name_in_errors = ""
        if not self.help_text:
            self.help_text = "Use the 24-hour clock, for example 14:05"

    def to_python(self, value):
        """Return the time, or None if nothing was typed; raises ValidationError if it is no time."""
        if value in self.empty_values or isinstance(value, time):
            return super().to_python(value)
        found = re.fullmatch(
            r"(\d{1,2})(?:[:. ]?(\d{2}))?\s*(am|pm)?\s*(bst|gmt)?", str(value).strip().lower(), re.ASCII
        )
        if found:
            hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
            if half:
                hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 24
            if hour < 24 and minute < 60:
                return time(hour, minute, tzinfo=ZONES.get(found[4]))
        name = self.name_in_errors or "the time"
        raise ValidationError(f"Enter {name} on the 24-hour clock, for example 14:05", code="invalid")


def london_moment(day, hour):
    """The aware datetime of a day and a time on London's clock, as typed.

    Raises ValidationError for a time that the clocks leave out, and for one that they show twice unless it
    says BST or GMT: it is never moved.
    """
    naive = datetime.combine(day, hour.replace(tzinfo=None))
    first, second = naive.replace(tzinfo=LONDON), naive.replace(tzinfo=LONDON, fold=1)
    clock = f"{hour:%H:%M}"
    if first.utcoffset() < second.utcoffset():
        raise ValidationError(
            f"{clock} did not happen on {long_date(day)}: the clocks went forward from 01:00 to 02:00. "
            "Enter the time again",
            code="skipped",
        )
    twice = first.utcoffset() != second.utcoffset()
    if twice and hour.tzinfo is None:
        raise ValidationError(
            f"{clock} happened twice on {long_date(day)}, when the clocks went back. "
            f"Enter {clock} BST for the first time, or {clock} GMT for the second",
            code="twice",
        )
    if hour.tzinfo is None:
        return first
    for moment in (first, second):
        if moment.utcoffset() == hour.utcoffset():
            return moment
    raise ValidationError(
        f"The clocks showed {first.tzname()} on {long_date(day)}. Enter {clock} without {hour.tzname()}",
        code="zone",
    )


def wrong_date(message, code, parts):
    """The ValidationError of a date; `parts` are the boxes that are wrong."""
    return ValidationError(message.replace("%", "%%"), code=code, params={"parts": list(parts)})


def numbers_of(typed, subject):
    """{part: number} of a typed date {"day", "month", "year"} of which some may be left out.

    Raises ValidationError with the boxes that are wrong if they make no real date.
    """
    numbers = {part: _number(part, text) for part, text in typed.items()}
    wrong = {part: PARTS[part][1] for part in typed if not _fits(part, typed[part], numbers[part])}
    if wrong:
        sentences = [f"{subject} must be a real date", *wrong.values()]
        raise wrong_date(". ".join(sentences), "invalid", wrong)
    try:
        date(numbers["year"], numbers.get("month", 1), numbers.get("day", 1))
    except ValueError:
        raise wrong_date(f"{subject} must be a real date", "invalid", ["day"]) from None
    return numbers


def row_number(text):
    """The number of a row that a form sent as `text`; None for what can be no number of a row."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else None


def _resolve(bound):
    return bound() if callable(bound) else bound


def _number(part, text):
    if part == "month" and text[:3].lower() in MONTHS:
        return MONTHS[text[:3].lower()]
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _fits(part, typed, number):
    """Whether what was typed into a box of a date can be that part of one."""
    lowest, highest = PARTS[part][0]
    return number is not None and lowest <= number <= highest and (part != "year" or len(typed) == 4)
