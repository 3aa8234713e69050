"""What a cell says, as the kind of its field asks it; or one sentence about what is wrong with it."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pam.imports.targets import BORN, DATE, NUMBER, Field
from pam.ui.dates import today
from pam.ui.fields import MONTHS
from pam.ui.partial_dates import PartialDate

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
NUMBERS = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4}|\d{2})(?:[ ,].*)?")
NAMED = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]+)[ ,-]+(\d{4}|\d{2})", re.I)
MONTH_YEAR = re.compile(r"(?:(\d{1,2})[./-]|([a-z]+)[ -])(\d{4})", re.I)
AGE = re.compile(r"(?:about|around|c\.?|~|aged?)\s*(\d{1,3})", re.I)
NOTHING = {
    "",
    "-",
    "–",
    "n/a",
    "na",
    "none",
    "null",
    "nil",
    "unknown",
    "not known",
    "tbc",
    "#n/a",
    "0000-00-00",
}
ERRORS = ("#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!")
YEAR_FROM = 30  # a year of two digits beyond so many years from now is of the last century


def value_of(field: Field, cell: str) -> Any:
    """The value of a cell: a text, a date, a PartialDate, a Decimal, or None for an empty one.

    Raises ValueError with one sentence.
    """
    text = cell.strip()
    if text.lower() in ERRORS:
        raise ValueError(
            f"{field.label} is the spreadsheet’s error {text}. Enter what it should be, or nothing"
        )
    if field.kind in (DATE, BORN, NUMBER) and text.lower() in NOTHING:
        text = ""
    if not text:
        if field.required:
            raise ValueError(f"{field.label} is empty. Each row needs it")
        return None
    if field.kind == DATE:
        return _day(field, text)
    if field.kind == BORN:
        return _born(field, text)
    if field.kind == NUMBER:
        return _number(field, text)
    if len(text) > field.most:
        raise ValueError(f"{field.label} has {len(text):,} characters. It can have at most {field.most:,}")
    return text


def _wrong(field, text):
    return ValueError(
        f"{field.label} is “{text[:40]}”, which is not a date. Write it like 27/3/2026 or 2026-03-27"
    )


def _day(field, text):
    if found := ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := NUMBERS.fullmatch(text):
        day, month, year = found.groups()
    elif (found := NAMED.fullmatch(text)) and found[2][:3].lower() in MONTHS:
        day, month, year = found[1], str(MONTHS[found[2][:3].lower()]), found[3]
    elif re.fullmatch(r"\d{5}(\.\d+)?", text):
        raise ValueError(
            f"{field.label} is the number {text}: the column is not formatted as dates. Format it "
            f"as dates in the "
            "spreadsheet and save it again"
        )
    else:
        raise _wrong(field, text)
    whole = int(year)
    if len(year) == 2:
        whole += 2000 if whole + 2000 <= today().year + YEAR_FROM else 1900
    if int(month) > 12 >= int(day):
        raise ValueError(
            f"{field.label} is “{text[:40]}”: the day comes first, then the month. Write it like 27/3/2026"
        )
    try:
        found_day = date(whole, int(month), int(day))
    except ValueError:
        raise ValueError(f"{field.label} is “{text[:40]}”, which is not a real date") from None
    if not 1900 <= found_day.year <= today().year + 50:
        raise ValueError(f"{field.label} is “{text[:40]}”: the year is not one that a date here can have")
    return found_day


def _born(field, text):
    if re.fullmatch(r"\d{4}", text):
        year = int(text)
        if not 1880 <= year <= today().year:
            raise ValueError(f"{field.label} is “{text}”, which is not a year of birth")
        return PartialDate.of(text)
    if found := AGE.fullmatch(text):
        return PartialDate.of(f"{int(found[1])}@{today().year}")
    if found := MONTH_YEAR.fullmatch(text):
        month = int(found[1]) if found[1] else MONTHS.get(found[2][:3].lower(), 0)
        if 1 <= month <= 12:
            return PartialDate.of(f"{found[3]}-{month:02}")
    day = _day(field, text)
    if len(re.findall(r"\d{4}", text)) == 0 and day > today():
        day = day.replace(year=day.year - 100)
    if day > today():
        raise ValueError(f"{field.label} is “{text[:40]}”, which is in the future")
    return PartialDate.of(day)


def _number(field, text):
    plain = re.sub(r"[\s,£$€]", "", text)
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", plain):
        raise ValueError(f"{field.label} is “{text[:40]}”, which is not a number. Write it like 1250 or 1.5")
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise ValueError(f"{field.label} is “{text[:40]}”, which is not a number") from None
