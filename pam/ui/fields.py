"""Form fields that say exactly what is missing: a date in three boxes, a time on the 24-hour clock."""

import re
from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError

from pam.ui.dates import long_date
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


class GovukDateField(forms.DateField):
    """A date typed as day, month and year, with GOV.UK's error messages.

    "Enter the review date, for example 27 3 2027" if all is empty, "The review date must include a month",
    "The review date must be a real date", "must be in the future" and "must be in the past" on request.
    https://design-system.service.gov.uk/components/date-input/#error-messages
    """

    widget = DateInput

    def __init__(self, *, example="27 3 2027", earliest=None, latest=None, **kwargs):
        """`earliest` and `latest` are dates, or functions that return one, with the day itself allowed."""
        super().__init__(**kwargs)
        self.example, self.earliest, self.latest = example, earliest, latest
        self.name_in_errors = ""
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
        subject = self._subject()
        missing = [part for part in DateInput.parts if not typed[part]]
        if missing:
            words = " and ".join(f"a {part}" for part in missing)
            raise _wrong(f"{subject} must include {words}", "incomplete", missing)
        numbers = {part: _number(part, typed[part]) for part in DateInput.parts}
        wrong = {
            part: PARTS[part][1] for part in DateInput.parts if not _fits(part, typed[part], numbers[part])
        }
        if wrong:
            sentences = [f"{subject} must be a real date", *wrong.values()]
            raise _wrong(". ".join(sentences), "invalid", list(wrong))
        try:
            return date(numbers["year"], numbers["month"], numbers["day"])
        except ValueError:
            raise _wrong(f"{subject} must be a real date", "invalid", ["day"]) from None

    def validate(self, value):
        """Refuse an empty date that is required, and one outside `earliest` and `latest`."""
        if value in self.empty_values and self.required:
            message = self.error_messages["required"]
            raise _wrong(f"{message}, for example {self.example}", "required", list(DateInput.parts))
        if value in self.empty_values:
            return
        earliest, latest = _resolve(self.earliest), _resolve(self.latest)
        if earliest and value < earliest:
            raise _wrong(
                f"{self._subject()} must be on or after {long_date(earliest)}", "early", DateInput.parts
            )
        if latest and value > latest:
            raise _wrong(
                f"{self._subject()} must be on or before {long_date(latest)}", "late", DateInput.parts
            )

    def _subject(self):
        name = self.name_in_errors or "the date"
        return name[:1].upper() + name[1:]


class GovukTimeField(forms.TimeField):
    """A time on the 24-hour clock: takes "14:05", "14.05", "1405", "9", "2pm" and "2:05 pm"."""

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
        found = re.fullmatch(r"(\d{1,2})(?:[:. ]?(\d{2}))?\s*(am|pm)?", str(value).strip().lower())
        if found:
            hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
            if half:
                hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 24
            if hour < 24 and minute < 60:
                return time(hour, minute)
        name = self.name_in_errors or "the time"
        raise ValidationError(f"Enter {name} on the 24-hour clock, for example 14:05", code="invalid")


def _wrong(message, code, parts):
    return ValidationError(message.replace("%", "%%"), code=code, params={"parts": list(parts)})


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
