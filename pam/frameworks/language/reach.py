"""Whether a condition can ever hold: tried out on the answers that could make a difference.

What it calls impossible is impossible. It says yes where it can't tell: with more than MOST_TRIED
combinations, or where numbers are reckoned with. Scores are tried as if they were free of the answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, islice, product
from typing import Any

from pam.frameworks.language.evaluate import Known, Unknown, holds
from pam.frameworks.language.syntax import Call, Compare, Has, Name, Node, Option, Sum, Value, parts
from pam.frameworks.language.types import CHOICE, DATE, NUMBER, SEVERAL, Scope

MOST_TRIED = 5_000
ONE = Decimal(1)
TODAY = date(2026, 1, 15)


@dataclass(frozen=True)
class Space:
    """What answers there can be: bounds of numbers, unknowns that are offered, scores that can be reached.

    `bounds`: {question: (lowest or None, highest or None)}. `unknowns`: {question: its Unknowns}. `scores`:
    {None, section or question: numbers, sorted, or None where there are too many}.
    """

    bounds: Mapping[str, tuple[Decimal | None, Decimal | None]]
    unknowns: Mapping[str, Sequence[Unknown]]
    scores: Mapping[str | None, Sequence[Decimal]]


def can_hold(node: Node, scope: Scope, space: Space) -> bool:
    """Whether there are answers with which the condition holds."""
    all_parts = parts(node)
    numbers = {
        part.value for part in all_parts if isinstance(part, Value) and isinstance(part.value, Decimal)
    }
    dates = {part.value for part in all_parts if isinstance(part, Value) and isinstance(part.value, date)}
    named = {part.code for part in all_parts if isinstance(part, Name) and part.code in scope.names}
    classes = _classes(all_parts, scope, named)
    axes: list[list[dict[Any, Any]]] = [
        [{code: value} for value in _values(code, scope, space, numbers, dates, all_parts)]
        for code in sorted(named)
    ]
    axes += [_counted(members, scope, space) for members in classes]
    wanted = _scores_of(all_parts, scope)
    axes += [[{("score", code): value} for value in _near(space.scores[code], numbers)] for code in wanted]
    tried = 0
    for chosen in islice(product(*axes), MOST_TRIED + 1):
        tried += 1
        if tried > MOST_TRIED or holds(node, _known(chosen, scope)):
            return True
    return not _exact(all_parts)


def _exact(all_parts):
    """Whether the answers tried are all that make a difference: each number and date is compared as it is."""
    for part in all_parts:
        if isinstance(part, Sum) or (isinstance(part, Call) and part.name in ("min", "max", "days")):
            below = [one for one in parts(part) if isinstance(one, Name) and one is not part]
            counted = {arg for one in parts(part) if _counts(one) for arg in one.args}
            if any(one not in counted for one in below):
                return False
        if isinstance(part, Compare) and not isinstance(part.right, Option):
            if sum(_varies(side) for side in (part.left, part.right)) > 1:
                return False
    return True


def _counts(node):
    return isinstance(node, Call) and node.name.startswith("count_")


def _varies(node):
    return not isinstance(node, Value) and not _counts(node) and node != Name("today")


def _known(chosen, scope):
    answers, scores = {}, {}
    for one in chosen:
        for key, value in one.items():
            if isinstance(key, tuple):
                scores[key[1]] = value
            else:
                answers[key] = value
    return Known(answers, scope.groups, scores, TODAY)


def _classes(all_parts, scope, named):
    """Questions that are only counted, put together that every count takes together."""
    calls = [part for part in all_parts if isinstance(part, Call) and part.name.startswith("count_")]
    signs: dict[str, list[int]] = {}
    for place, call in enumerate(calls):
        for arg in call.args:
            for code in scope.groups.get(arg.code, (arg.code,)):
                if code in scope.names:
                    signs.setdefault(code, []).append(place)
    found: dict[tuple, list[str]] = {}
    for code, places in signs.items():
        if code not in named:
            found.setdefault((tuple(places), scope.names[code].yes_no), []).append(code)
    return list(found.values())


def _counted(members, scope, space):
    """Answers of questions that are counted alone: so many yes, so many not known, the others answered."""
    yes_no = scope.names[members[0]].yes_no
    rows = []
    for unknown in range(len(members) + 1):
        for yes in range(len(members) - unknown + 1) if yes_no else (0,):
            row = {}
            for place, code in enumerate(members):
                if place < yes:
                    row[code] = "yes"
                else:
                    row[code] = Unknown.UNANSWERED if place < yes + unknown else "no"
            rows.append(row)
    return rows


def _values(code, scope, space, numbers, dates, all_parts):
    """The answers to a question that could make a difference."""
    named = scope.names[code]
    unknown = [*space.unknowns.get(code, ()), Unknown.UNANSWERED]
    if named.type == CHOICE:
        return [*named.options, *unknown]
    if named.type == SEVERAL:
        asked = sorted({part.code for part in all_parts if isinstance(part, Has)} & set(named.options))[:8]
        found = [frozenset(some) for n in range(len(asked) + 1) for some in combinations(asked, n)]
        return [*found, *unknown]
    if named.type == NUMBER:
        low, high = space.bounds.get(code, (None, None))
        near = {Decimal(0), *(number + step for number in numbers for step in (-ONE, Decimal(0), ONE))}
        near |= {bound for bound in (low, high) if bound is not None}
        inside = [n for n in near if (low is None or n >= low) and (high is None or n <= high)]
        return [*sorted(inside), *unknown]
    if named.type == DATE:
        days = [0, *(int(number) for number in numbers if number < 40_000)]
        near = {day + timedelta(step) for day in {*dates, TODAY} for step in (-1, 0, 1)}
        near |= {
            TODAY + timedelta(sign * day + step) for day in days for sign in (-1, 1) for step in (-1, 0, 1)
        }
        return [*sorted(near), *unknown]
    return ["text", *unknown]


def _scores_of(all_parts, scope):
    """None, sections and questions whose score a condition names."""
    found = []
    for part in all_parts:
        if isinstance(part, Name) and part.code == "score" and "score" not in scope.names:
            found.append(None)
        if isinstance(part, Call) and part.name == "score":
            found += [arg.code for arg in part.args if isinstance(arg, Name)]
    return list(dict.fromkeys(found))


def _near(scores, numbers):
    """Of the scores that can be reached the lowest, the highest, and the two beside each number."""
    found = {scores[0], scores[-1]}
    for number in numbers:
        found.update(score for score in scores if score == number)
        found.update([max((s for s in scores if s < number), default=scores[0])])
        found.update([min((s for s in scores if s > number), default=scores[-1])])
    return sorted(found)
