"""An action in one line of typing: "@probation Fri curfew check on the flat #OCG-26-K7QX". Pure functions."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
MONTHS += ("november", "december")
OWNER = re.compile(r"(?:^|\s)@(\"[^\"]+\"|[^\s@]+)")
RECORD = re.compile(r"(?:^|\s)#([A-Za-z]{2,5}-\d{2,4}-\w+)")
NUMERIC = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2}|\d{4}))?$")
WHOLE_DATE = re.compile(r"\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})$")
LATER = re.compile(r"\+?(\d{1,3})([dw])$")


@dataclass(frozen=True)
class Line:
    """What a line says: who is to do it (words after @, a dash or dot for a blank), by when, on which record
    (a reference, or "" for that of the item), and what. `dated` is whether the line named the day; `no_day`
    is what looks like one and is none ("31/02/2026").
    """

    owner: str
    due: date
    what: str
    record: str = ""
    dated: bool = False
    no_day: str = ""


def read_line(text: str, today: date, usual_days: int) -> Line:
    """Reads a line. What it does not name is empty; without a day it is due in `usual_days`."""
    owner = OWNER.search(text)
    text, said = _without(text, owner)
    record = RECORD.search(text)
    text, reference = _without(text, record)
    words, due = _day(text.split(), today)
    named = re.sub(r"[-._]+", " ", said.strip('"')).strip()
    unreal = (
        "" if due else next((words[place] for place in _places(words) if WHOLE_DATE.match(words[place])), "")
    )
    return Line(
        named,
        due or today + timedelta(days=usual_days),
        " ".join(words),
        reference.upper(),
        due is not None,
        unreal,
    )


def _without(text, match):
    if match is None:
        return text, ""
    return f"{text[: match.start()]} {text[match.end() :]}".strip(), match.group(1)


def _day(words, today):
    """(the words without the first two that name a day, the day or None). A day is looked for at both ends of
    what is left: in the middle it is part of the sentence.
    """
    for start in _places(words):
        for length in (2, 1):
            some = [word.strip(",;:").lower() for word in words[start : start + length]]
            day = _read(some, today) if len(some) == length else None
            if day:
                return words[:start] + words[start + length :], day
    return words, None


def _places(words):
    last = len(words)
    return dict.fromkeys(place for place in (0, last - 2, last - 1) if 0 <= place < last)


def _read(words, today):
    if len(words) == 2:
        return _day_and_month(words, today)
    word = words[0].removeprefix("by-")
    if word in ("today", "tomorrow"):
        return today + timedelta(days=word == "tomorrow")
    if later := LATER.match(word):
        return today + timedelta(days=int(later[1]) * (7 if later[2] == "w" else 1))
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= 3 and name.startswith(word):
            return today + timedelta(days=(number - today.weekday()) % 7 or 7)
    if numeric := NUMERIC.match(word):
        return _dated(int(numeric[1]), int(numeric[2]), numeric[3], today)
    return None


def _day_and_month(words, today):
    """ "12 Dec", "by Friday"."""
    first, second = words
    if first == "by":
        return _read([second], today)
    number = re.match(r"(\d{1,2})(?:st|nd|rd|th)?$", first)
    month = next(
        (n for n, name in enumerate(MONTHS, 1) if len(second) >= 3 and name.startswith(second)), None
    )
    return _dated(int(number[1]), month, None, today) if number and month else None


def _dated(day, month, year, today):
    """The day; without a year the next one that is not past."""
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        found = date(today.year, month, day)
        return found if found >= today else date(today.year + 1, month, day)
    except ValueError:
        return None
