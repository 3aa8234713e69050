"""A date of birth as far as it is known: a day, a month, a year, "about 1990", "1988 to 1990", or an age:
"about 30 in 2026", "14 or 15 in 2026".
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError

from pam.ui.dates import MONTHS, long_date, today
from pam.ui.fields import numbers_of, wrong_date
from pam.ui.widgets import DateInput, DatePart

WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?|(\d{1,3})@(\d{4})")
# About a year; from a year to a year; from an age to an age in a year.
RANGES = re.compile(r"~(\d{4})|(\d{4})-(\d{4})|(\d{1,2})-(\d{1,2})@(\d{4})")
AGE = re.compile(
    r"(?:about|around|c\.?|~)?\s*(\d{1,3})(?:\s*years?(?:\s*old)?)?(?:\s*(?:in|@)\s*(\d{4}))?", re.I
)
YEARS = re.compile(
    r"(?:(?:about|around|c\.?|~)\s*(\d{4})|(?:between\s+)?(\d{4})\s*(?:or|to|and|-|–)\s*(\d{4}))", re.I
)
AGES = re.compile(
    r"(?:between\s+)?(\d{1,2})\s*(?:or|to|and|-|–)\s*(\d{1,2})(?:\s*years?(?:\s*old)?)?"
    r"(?:\s*(?:in|@)\s*(\d{4}))?",
    re.I,
)
OLDEST = 120  # years
WIDEST = 30  # years that a range covers at most: a wider one says nothing
ABOUT = 2  # years either way
FURTHEST = 50  # years to come, of what is no date of birth


@dataclass(frozen=True)
class PartialDate:
    """When a person was born, from `earliest` to `latest` (dates, both included).

    `text` is how it is kept: "1990-05-01", "1990-05", "1990", "~1990" for "about 1990", "1988-1990",
    "30@2026" for "about 30 in 2026", "14-15@2026" for "14 or 15 in 2026". The earlier sorts first; of two
    that begin on one day the one that is known better.
    """

    text: str
    earliest: date
    latest: date

    @classmethod
    def of(cls, value):
        """The PartialDate of a text, a date or a PartialDate. Raises ValueError for anything else."""
        if isinstance(value, cls):
            return value
        text = value.isoformat() if isinstance(value, date) else str(value)
        if ranged := RANGES.fullmatch(text):
            return cls._of_range(text, *(int(part) if part else None for part in ranged.groups()))
        found = WRITTEN.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is no date")
        year, month, day, age, asked = (int(part) if part else None for part in found.groups())
        if age is not None:
            # "About" is two years either way, of the old a tenth of their age; the birthday may be to come.
            margin = max(ABOUT, age // 10)
            return cls(text, date(asked - age - 1 - margin, 1, 1), date(asked - age + margin, 12, 31))
        if month is None:
            return cls(text, date(year, 1, 1), date(year, 12, 31))
        if day is None:
            following = date(year + month // 12, month % 12 + 1, 1)
            return cls(text, date(year, month, 1), following - timedelta(days=1))
        return cls(text, date(year, month, day), date(year, month, day))

    @classmethod
    def _of_range(cls, text, about, first, last, younger, older, asked):
        if about is not None:
            first, last = about - ABOUT, about + ABOUT
        elif asked is not None:
            first, last = asked - older - 1, asked - younger
        if last < first or younger is not None and older < younger:
            raise ValueError(f"{text!r} is no range")
        return cls(text, date(first, 1, 1), date(last, 12, 31))

    def __lt__(self, other):
        return (self.earliest, self.latest, self.text) < (other.earliest, other.latest, other.text)

    @property
    def is_exact(self):
        """Whether the very day is known."""
        return self.earliest == self.latest

    @property
    def years(self):
        """The years that it may be."""
        return range(self.earliest.year, self.latest.year + 1)

    def overlaps(self, other):
        """Whether both can be the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def __str__(self):
        if RANGES.fullmatch(self.text):
            return typed_as(self.text)
        age, _, asked = self.text.partition("@")
        if asked:
            return f"about {age} in {asked}"
        if self.is_exact:
            return long_date(self.earliest)
        words = str(self.earliest.year)
        return words if len(self.text) == 4 else f"{MONTHS[self.earliest.month - 1]} {words}"


def typed_as(text):
    """How the text of a range or an age is typed: "about 1990", "1988 or 1989", "14 to 16 in 2026", "30 in
    2026".
    """
    if text.startswith("~"):
        return f"about {text[1:]}"
    numbers, _, asked = text.partition("@")
    first, _, last = numbers.partition("-")
    if last:
        numbers = f"{first} {'or' if int(last) - int(first) == 1 else 'to'} {last}"
    return f"{numbers} in {asked}" if asked else numbers


class PartialDateInput(DateInput):
    """The three boxes of a date, and one for an age: `NAME_day`, `NAME_month`, `NAME_year`, `NAME_age`."""

    parts = (*DateInput.parts, "age")

    def __init__(self, attrs=None):
        super().__init__(attrs, further={"age": DatePart("Or about what age or year", 20)})
        self.widgets[-1].attrs["inputmode"] = "text"

    def decompress(self, value):
        """Return [day, month, year, age] of a PartialDate, of its text, or of nothing."""
        return _boxes_of(value)


class PartialDayInput(DateInput):
    """The three boxes of a date, without one for an age."""

    def decompress(self, value):
        """Return [day, month, year] of a PartialDate, of its text, or of nothing."""
        return _boxes_of(value)[:3]


def _boxes_of(value):
    """[day, month, year, age] of a PartialDate, of its text, or of nothing."""
    try:
        known = PartialDate.of(value) if value else None
    except ValueError:
        known = None
    if known is None:
        return [None] * 4
    if "@" in known.text or RANGES.fullmatch(known.text):
        return [None, None, None, typed_as(known.text)]
    year, month, day = (known.text.split("-") + [None, None])[:3]
    return [day and int(day), month and int(month), year, None]


class PartialDateFormField(forms.Field):
    """A date of birth of which day and month may be left empty, or an age instead.

    Returns a PartialDate or None. Refuses what is in the future, or longer ago than people live. Without
    `birth` it is any other day: no age, and it may be to come unless it is `past`.
    """

    widget = PartialDateInput

    def __init__(self, *, birth=True, past=False, **kwargs):
        for of_a_text in ("max_length", "empty_value"):
            kwargs.pop(of_a_text, None)
        if not birth:
            kwargs.setdefault("widget", PartialDayInput)
        super().__init__(**kwargs)
        self.name_in_errors, self.birth, self.past = "", birth, past
        if not birth:
            self.help_text = self.help_text or "Leave the day, or the day and the month, empty if not known."
        elif not self.help_text:
            self.help_text = (
                "For example, 27 3 1990. Leave the day, or the day and the month, empty if they are not "
                "known. Or give an age or a range: “30”, “14 or 15”, “30 in 2026”, “about 1990”."
            )

    def to_python(self, value):
        """The PartialDate of [day, month, year, age]. Raises ValidationError with the wrong boxes."""
        if value in self.empty_values:
            return None
        if not isinstance(value, list | tuple):
            try:
                return PartialDate.of(value)
            except ValueError:
                raise ValidationError(f"{self._subject()} must be a real date", code="invalid") from None
        typed = dict(zip(PartialDateInput.parts, [str(part or "").strip() for part in value], strict=False))
        if typed.get("age"):
            return self._of_age(typed)
        if not any(typed.values()):
            return None
        return self._of_date(typed)

    def validate(self, value):
        """Refuse nothing where it is required, the future, and what nobody alive is."""
        if value is None:
            if self.required:
                raise wrong_date(self.error_messages["required"], "required", PartialDateInput.parts[:3])
            return
        if self.birth and value.earliest > today():
            raise wrong_date(f"{self._subject()} must be in the past", "late", PartialDateInput.parts[:3])
        if self.past and value.earliest > today():
            message = f"{self._subject()} must be today or in the past"
            raise wrong_date(message, "too_late", PartialDateInput.parts[:3])
        if not self.birth and value.earliest.year > today().year + FURTHEST:
            latest = f"{self._subject()} must be {today().year + FURTHEST} or earlier"
            raise wrong_date(latest, "late", PartialDateInput.parts[:3])
        if value.latest.year < today().year - OLDEST:
            earliest = f"{self._subject()} must be {today().year - OLDEST} or later"
            raise wrong_date(earliest, "early", PartialDateInput.parts[:3])

    def has_changed(self, initial, data):
        """Whether what was sent means another date."""
        try:
            return (PartialDate.of(initial) if initial else None) != self.to_python(data)
        except ValidationError:
            return True

    def _of_age(self, typed):
        if any(typed[part] for part in DateInput.parts):
            raise wrong_date("Enter a date of birth or an age, not both", "both", ["age"])
        if (ranged := self._of_range(typed["age"])) is not None:
            return ranged
        found = AGE.fullmatch(typed["age"])
        if not found or int(found[1]) > OLDEST:
            words = (
                f"Enter an age up to {OLDEST}, like 30, 14 or 15, or 30 in 2026, or a year, like about 1990"
            )
            raise wrong_date(words, "age", ["age"])
        asked = int(found[2] or today().year)
        if not today().year - OLDEST <= asked <= today().year:
            raise wrong_date(self._asked_words(), "age", ["age"])
        return PartialDate.of(f"{int(found[1])}@{asked}")

    def _of_range(self, typed):
        """The PartialDate of a range of years or ages; None for what is neither."""
        words = "The first of the two must be the smaller one, and they must be close together"
        if years := YEARS.fullmatch(typed):
            about, first, last = years.groups()
            text = f"~{about}" if about else f"{first}-{last}"
            narrow = about or 0 < int(last) - int(first) <= WIDEST
        elif ages := AGES.fullmatch(typed):
            younger, older, asked = ages.groups()
            text = f"{int(younger)}-{int(older)}@{asked or today().year}"
            narrow = 0 < int(older) - int(younger) <= WIDEST
            if asked and not today().year - OLDEST <= int(asked) <= today().year:
                raise wrong_date(self._asked_words(), "age", ["age"])
        else:
            return None
        try:
            found = PartialDate.of(text)
        except ValueError:
            found = None
        if found is None or not narrow:
            raise wrong_date(words, "range", ["age"])
        return found

    def _asked_words(self):
        return f"The year of the age must be from {today().year - OLDEST} to {today().year}"

    def _of_date(self, typed):
        subject = self._subject()
        if not typed["year"]:
            raise wrong_date(f"{subject} must include a year", "incomplete", ["year"])
        if typed["day"] and not typed["month"]:
            message = f"{subject} must include a month. If you only know the year, leave the day empty too"
            raise wrong_date(message, "incomplete", ["month"])
        numbers = numbers_of({part: typed[part] for part in DateInput.parts if typed[part]}, subject)
        text = "-".join(f"{numbers[part]:02d}" for part in ("year", "month", "day") if part in numbers)
        return PartialDate.of(text)

    def _subject(self):
        name = self.name_in_errors or "the date of birth"
        return name[:1].upper() + name[1:]
