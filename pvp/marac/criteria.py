"""Which criteria a case meets on a day. A pure engine: facts and a body in, what fired out."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from pam.ui.dates import long_date
from pvp.marac.kind import ESCALATION, JUDGED, REPEAT, VISIBLE

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Assessed:
    """An assessment that counts: the tool by code and name, its day, how many were answered yes, its score,
    the code of its grade, and the codes of the tool's grades from low to high.
    """

    tool: str
    name: str
    on: date
    yes: int
    score: float | None
    grade: str
    grades: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is known of a case: the latest assessment of each tool, the days of events that count, the day of
    the last referral of the same two people, and with each perpetrator of the case (name, day).
    """

    assessed: Sequence[Assessed] = ()
    events: Sequence[date] = ()
    last_referral: date | None = None
    with_each: Sequence[tuple[str, date]] = ()


@dataclass(frozen=True)
class Met:
    """A criterion with the sentence that says by which dated rule; `fired` says that the facts met it, else
    a person ticked it.
    """

    code: str
    label: str
    rule: str
    test: str
    fired: bool = True
    row: Row = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Judged:
    """A criterion in force on a day: `why` says what meets it ("" if nothing does), `rule` its dated rule."""

    code: str
    label: str
    test: str
    why: str
    rule: str

    @property
    def by_hand(self) -> bool:
        """Whether a person alone can say that it is met."""
        return self.test == JUDGED


def months_after(day: date, number: int) -> date:
    """The same day so many months later; the last of the month where it has no such day (29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_within(last: date, months: int, day: date) -> bool:
    """Whether `day` is within so many months of `last`: the last day is, a day later is not."""
    return last <= day <= months_after(last, months)


def in_force(body: Row, day: date) -> list[Row]:
    """The criteria that hold on `day`; first and last day are included."""
    on = day.isoformat()
    return [row for row in body["criteria"] if row.get("from", "") <= on <= row.get("until", "9999-12-31")]


def met(body: Row, facts: Facts, day: date) -> list[Met]:
    """The criteria that the facts meet on `day`. What a person judges never fires by itself."""
    rows = {row["code"]: row for row in in_force(body, day)}
    return [
        Met(one.code, one.label, f"{one.why} {one.rule}", one.test, True, rows[one.code])
        for one in judged(body, facts, day)
        if one.why
    ]


def judged(body: Row, facts: Facts, day: date) -> list[Judged]:
    """All criteria in force on `day`, each with what meets it and its dated rule."""
    return [
        Judged(row["code"], row["label"], row["test"], _WHY[row["test"]](row, facts, day), rule_words(row))
        for row in in_force(body, day)
    ]


def repeat_until(body: Row, last: date, day: date) -> date | None:
    """The last day on which a referral after that of `last` is a repeat, by the rule in force on `day`; None
    where no rule asks for repeats.
    """
    months = [row["months"] for row in in_force(body, day) if row["test"] == REPEAT]
    return months_after(last, max(months)) if months else None


def ticked(body: Row, codes: Iterable[str], fired: Iterable[Met], day: date) -> list[Met]:
    """What fired, and those of `codes` that a person ticked besides, in the order of the rules. Raises
    KeyError for a code that is not in force.
    """
    by_code = {one.code: one for one in fired}
    rows = {row["code"]: row for row in in_force(body, day)}
    for code in codes:
        row = rows[code]
        by_hand = "Judged by a professional." if row["test"] == JUDGED else "Ticked by a professional."
        hand = Met(code, row["label"], f"{by_hand} {rule_words(row)}", row["test"], False, row)
        by_code.setdefault(code, hand)
    return [by_code[code] for code in rows if code in by_code]


def rule_words(row: Row) -> str:
    """The rule with its dates: "Rule: 14 or more yes (from 1 April 2025)."."""
    dates = [
        f"{word} {long_date(date.fromisoformat(row[key]))}"
        for key, word in (("from", "from"), ("until", "until"))
        if row.get(key)
    ]
    return f"Rule: {row['text'].rstrip('.')}{f' ({chr(32).join(dates)})' if dates else ''}."


def _visible(row, facts, day):
    return " ".join(
        f"{one.name} of {long_date(one.on)}: {said}."
        for one in facts.assessed
        for limit in row["thresholds"]
        if limit["tool"] == one.tool and (said := _reaches(limit, one))
    )


def _reaches(limit, one):
    if limit["measure"] == "grade":
        order = list(one.grades)
        if {one.grade, limit["grade"]} <= set(order):
            return "the grade" if order.index(one.grade) >= order.index(limit["grade"]) else ""
        return ""
    number = one.yes if limit["measure"] == "yes" else one.score
    if number is None or number < limit["at-least"]:
        return ""
    return f"{number} yes" if limit["measure"] == "yes" else f"score {number}"


def _escalation(row, facts, day):
    number = sum(1 for on in facts.events if on <= day and is_within(on, row["months"], day))
    return f"{number} events in {row['months']} months." if number >= row["events"] else ""


def _repeat(row, facts, day):
    of_both = [("", facts.last_referral)] if facts.last_referral else []
    found = [one for one in [*of_both, *facts.with_each] if is_within(one[1], row["months"], day)]
    return " ".join(_again(name, last, day) for name, last in found)


def _again(name, last, day):
    days = (day - last) // timedelta(days=1)
    referred = f"With {name}: last referred" if name else "Last referred"
    return f"{referred} on {long_date(last)}, {days} day{'' if days == 1 else 's'} before."


_WHY = {VISIBLE: _visible, ESCALATION: _escalation, REPEAT: _repeat, JUDGED: lambda row, facts, day: ""}
