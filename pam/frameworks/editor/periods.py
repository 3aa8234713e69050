"""Periods in tables of the editor: a number and a unit, where the file says {hours: 4}. Pure."""

from typing import Any

from django import forms

UNITS = ("hours", "days", "months")
NUMBER, UNIT = "number", "unit"
HEADS = {
    "to": "Role",
    "says": "What it says",
    NUMBER: "How long before",
    UNIT: "Unit",
    f"after_{NUMBER}": "How long after it is due",
    f"after_{UNIT}": "Unit",
}


def is_period(schema: dict[str, Any]) -> bool:
    """Whether a value is one period: so many hours, days or months."""
    return schema.get("type") == "object" and tuple(schema.get("properties", ())) == UNITS


def periods_of(rows: dict[str, Any]) -> dict[str, str]:
    """{what its two columns begin with: key in the row} of the periods in the rows of a table, whose schema
    is `rows`; "" for rows that are periods themselves.
    """
    if is_period(rows):
        return {"": ""}
    return {f"{key}_": key for key, below in rows.get("properties", {}).items() if is_period(below)}


def columns_of(rows: dict[str, Any]) -> list[str]:
    """The columns of a table with periods, two for each of them."""
    if is_period(rows):
        return [NUMBER, UNIT]
    found: list[str] = []
    for key, below in rows["properties"].items():
        found += [f"{key}_{NUMBER}", f"{key}_{UNIT}"] if is_period(below) else [key]
    return found


def fields_of(key: str, schema: dict[str, Any], period: dict[str, int] | None) -> dict[str, forms.Field]:
    """{column: field} of the period in the column beginning with `key`."""
    unit, number = next(iter((period or {}).items()), (UNITS[0], None))
    bounds = schema["properties"][UNITS[0]]
    low, high = bounds.get("minimum"), bounds.get("maximum")
    choices = [(one, one.capitalize()) for one in UNITS]
    return {
        f"{key}{NUMBER}": forms.IntegerField(required=False, initial=number, min_value=low, max_value=high),
        f"{key}{UNIT}": forms.ChoiceField(choices=choices, required=False, initial=unit),
    }


def taken_together(typed: dict[str, Any], periods: dict[str, str]) -> dict[str, Any]:
    """What was typed into a row, its numbers and units put together as periods; None for one left empty. A
    row that is a period itself is that.
    """
    found = dict(typed)
    for begins, key in periods.items():
        number, unit = found.pop(f"{begins}{NUMBER}", None), found.pop(f"{begins}{UNIT}", None)
        period = {unit or UNITS[0]: number} if number else None
        if not key:
            return period or {}
        found[key] = period
    return found


def is_half(typed: dict[str, Any], first: str) -> bool:
    """Whether something was typed into a row that has nothing in its first box."""
    rest = (value for column, value in typed.items() if column != first and not column.endswith(UNIT))
    return not typed.get(first) and any(value not in (None, "", False) for value in rest)
