"""A second, slow engine of assessments, written from the documentation alone, to compare the first with.

It works on texts and rows: no trees, no order of dependence. It asks everything again until nothing changes.
"""

import re
from datetime import date
from fractions import Fraction

TOKEN = re.compile(r"\s*(\d{4}-\d\d-\d\d|\d+(?:\.\d+)?|[a-z][a-z0-9_-]*|<=|>=|!=|[-=<>()+*/,])")
NONE = object()  # not known


class _Reader:
    """Reads a condition and works it out in one go."""

    def __init__(self, text, world):
        self.words, self.at, self.world = TOKEN.findall(text), 0, world

    def look(self):
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self, wanted=None):
        word = self.look()
        assert wanted is None or word == wanted, (word, wanted)
        self.at += 1
        return word

    def either(self):
        found = [self.both()]
        while self.look() == "or":
            self.take()
            found.append(self.both())
        return True if True in found else NONE if NONE in found else found[-1] if len(found) == 1 else False

    def both(self):
        found = [self.single()]
        while self.look() == "and":
            self.take()
            found.append(self.single())
        if len(found) == 1:
            return found[0]
        return False if False in found else NONE if NONE in found else True

    def single(self):
        if self.look() == "not":
            self.take()
            inner = self.single()
            return NONE if inner is NONE else not inner
        name, left = self.look(), self.sum()
        word = self.look()
        if word == "is":
            self.take()
            return self.world.state(name, self.take())
        if word == "in":
            self.take(), self.take("(")
            codes = [self.take()]
            while self.take() == ",":
                codes.append(self.take())
            return NONE if left is NONE else left in codes
        if word == "has":
            self.take()
            code = self.take()
            return NONE if left is NONE else code in left
        if word in ("=", "!=", "<", "<=", ">", ">="):
            self.take()
            choice = self.look() if isinstance(left, str) or self.world.is_choice(name) else None
            right = self.take() if choice else self.sum()
            if left is NONE or right is NONE:
                return NONE
            return {
                "=": left == right, "!=": left != right, "<": choice is None and left < right,
                "<=": choice is None and left <= right, ">": choice is None and left > right,
                ">=": choice is None and left >= right,
            }[word]  # fmt: skip
        return left

    def sum(self):
        left = self.product()
        while self.look() in ("+", "-"):
            sign, right = self.take(), self.product()
            left = NONE if NONE in (left, right) else left + right if sign == "+" else left - right
        return left

    def product(self):
        left = self.atom()
        while self.look() in ("*", "/"):
            sign, right = self.take(), self.atom()
            if NONE in (left, right) or (sign == "/" and not right):
                left = NONE
            else:
                left = left * right if sign == "*" else left / right
        return left

    def atom(self):
        word = self.take()
        if word == "(":
            inner = self.either()
            self.take(")")
            return inner
        if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
            return date.fromisoformat(word)
        if word[0].isdigit():
            return Fraction(word)
        if self.look() != "(":
            return self.world.named(word)
        self.take()
        names, values = [], []
        while self.look() != ")":
            names.append(self.look())
            values.append(self.sum() if word == "days" else self.take())
            if self.look() == ",":
                self.take()
        self.take(")")
        if word == "days":
            return NONE if NONE in values else Fraction((values[1] - values[0]).days)
        return self.world.counted(word, names)


class World:
    """The answers, which questions are shown, and what they score."""

    def __init__(self, body, kept, today):
        self.body, self.today = body, today
        self.rows = {row["code"]: row for section in body["sections"] for row in section["questions"]}
        self.kept = {code: kept.get(code) for code in self.rows}
        self.shown = dict.fromkeys(self.rows, True)
        for _ in range(len(self.rows) + 1):
            self.shown = {code: self._is_shown(row) for code, row in self.rows.items()}
        self.required = {
            code for code, row in self.rows.items() if self.shown[code] and (
                row.get("required") or ("required-if" in row and self.holds(row["required-if"])))
        }  # fmt: skip

    def _is_shown(self, row):
        return "visible-if" not in row or self.holds(row["visible-if"])

    def holds(self, text):
        return _Reader(text, self).either() is True

    def answered(self, code):
        kept = self.kept[code]
        return self.shown[code] and kept not in (None, "", []) and not isinstance(kept, dict)

    def why(self, code):
        kept = self.kept[code]
        return kept["unknown"] if isinstance(kept, dict) else "unanswered"

    def is_choice(self, code):
        return code in self.rows and self.rows[code]["type"] in ("yesno", "choice")

    def named(self, code):
        if code == "today":
            return self.today
        if not self.answered(code):
            return NONE
        kept, kind = self.kept[code], self.rows[code]["type"]
        if kind in ("scale", "number"):
            return Fraction(str(kept))
        return date.fromisoformat(kept) if kind == "date" else kept

    def state(self, code, state):
        if state == "answered":
            return self.answered(code)
        if state == "unknown":
            return not self.answered(code)
        return self.shown[code] and not self.answered(code) and self.why(code) == state

    def counted(self, word, names):
        if word == "score":
            return sum((self.score(name) for name in dict.fromkeys(names)), Fraction(0))
        groups = {
            section["code"]: [row["code"] for row in section["questions"]]
            for section in self.body["sections"]
        }
        codes = {one for name in names for one in groups.get(name, [name])}
        if word == "count_yes":
            return Fraction(sum(self.answered(one) and self.kept[one] == "yes" for one in codes))
        return Fraction(sum(self.shown[one] and not self.answered(one) for one in codes))

    def score(self, name=None):
        """The score of the whole, a section or a question."""
        total = Fraction(0)
        for section in self.body["sections"]:
            if name in (None, section["code"]):
                weight = Fraction(str(section.get("weight", 1)))
                total += weight * sum(self._points(row["code"]) for row in section["questions"])
        return total if name is None or name not in self.rows else self._points(name)

    def _points(self, code):
        row, kept = self.rows[code], self.kept[code]
        if not self.shown[code]:
            return Fraction(0)
        if not self.answered(code):
            return Fraction(str(row.get("score", {}).get(self.why(code), 0)))
        scores = {
            **row.get("score", {}),
            **{one["code"]: one.get("score", 0) for one in row.get("options", ())},
        }
        if "points" in row:
            return Fraction(str(row["points"])) * Fraction(str(kept))
        codes = kept if isinstance(kept, list) else [kept]
        return sum((Fraction(str(scores.get(one, 0))) for one in codes), Fraction(0))
