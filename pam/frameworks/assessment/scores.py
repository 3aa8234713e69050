"""Which scores an assessment can come to at all."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pam.frameworks.assessment.method import Method, Question

MOST = 3_000  # different scores; beyond that only the ends, and what lies near the bounds of bands
NOTHING = Decimal(0)


def decimal(number: int | float) -> Decimal:
    """A number of a body, exactly as it is written."""
    return Decimal(str(number))


class Reachable:
    """The scores of questions, sections and the whole, as if each answer were free of the others."""

    def __init__(self, method: Method) -> None:
        self.whole_numbers = all(number == int(number) for number in _numbers(method))
        self.exact = True
        self.near = [
            decimal(band[key])
            for band in method.body.get("bands", ())
            for key in ("from", "to")
            if key in band
        ]
        self.scores: dict[str | None, Sequence[Decimal]] = {}
        whole: set[Decimal] = {NOTHING}
        for section in method.sections:
            weight, found = decimal(section.get("weight", 1)), {NOTHING}
            for one in (row for row in method.questions if row.section == section["code"]):
                points = self._of_question(method, one)
                self.scores[one.code] = sorted(points)
                found = self._sums(found, {weight * value for value in points})
            self.scores[section["code"]] = sorted(found)
            whole = self._sums(whole, found)
        self.scores[None] = sorted(whole)

    def _sums(self, some: set[Decimal], others: set[Decimal]) -> set[Decimal]:
        if len(some) * len(others) <= 300_000:
            found = {one + other for one in some for other in others}
            if len(found) <= MOST:
                return found
        self.exact = False
        return set(self._between(min(some) + min(others), max(some) + max(others)))

    def _between(self, low: Decimal, high: Decimal) -> Iterable[Decimal]:
        step = Decimal(1) if self.whole_numbers else Decimal("0.01")
        points = {low, high, *(bound + by for bound in self.near for by in (-step, NOTHING, step))}
        return {point for point in points if low <= point <= high}

    def _of_question(self, method: Method, one: Question) -> set[Decimal]:
        row = one.row
        given = row.get("score", {})
        found = {NOTHING, *(decimal(given[code]) for code in one.unknowns if code in given)}
        if method.shown_if(one):
            found.add(NOTHING)
        if row["type"] == "yesno":
            found |= {decimal(given.get(code, 0)) for code in ("yes", "no")}
        elif row["type"] == "choice":
            found |= {decimal(option.get("score", 0)) for option in row.get("options", ())}
        elif row["type"] == "several":
            for option in row.get("options", ()):
                if "score" in option:
                    found = self._sums(found, {NOTHING, decimal(option["score"])})
        elif row["type"] in ("scale", "number") and "points" in row:
            found |= self._of_number(row)
        return found

    def _of_number(self, row):
        points = decimal(row["points"])
        low, high = decimal(row.get("from", 0)), decimal(row.get("to", row.get("from", 0)))
        steps = (high - low) * 10 ** row.get("decimals", 0)
        if steps <= MOST:
            step = Decimal(1) / 10 ** row.get("decimals", 0)
            return {points * (low + step * place) for place in range(int(steps) + 1)}
        self.exact = False
        ends = sorted((points * low, points * high))
        return set(self._between(*ends))


def _numbers(method):
    for section in method.sections:
        yield decimal(section.get("weight", 1))
        for row in section["questions"]:
            yield decimal(row.get("points", 0))
            yield from (Decimal(1) / 10 ** row.get("decimals", 0),)
            yield from (decimal(number) for number in row.get("score", {}).values())
            yield from (decimal(option.get("score", 0)) for option in row.get("options", ()))
