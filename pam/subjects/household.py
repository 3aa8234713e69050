"""The household picture: the people of a record as boxes, the older generation above. Plain functions."""

from dataclasses import dataclass

BOX_WIDTH, BOX_HEIGHT = 210, 54
GAP_ACROSS, GAP_DOWN, MARGIN = 160, 74, 8  # across: room for what they are to each other
MOST_IN_A_ROW = 4


@dataclass(frozen=True)
class Box:
    """One person: where the box is (its left upper corner)."""

    person: object
    x: int
    y: int
    width: int = BOX_WIDTH
    height: int = BOX_HEIGHT

    @property
    def middle(self):
        """The middle of the box."""
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True)
class Tie:
    """A line between two boxes, with its words in the middle. `together`: they live together."""

    x1: int
    y1: int
    x2: int
    y2: int
    words: str
    together: bool

    @property
    def label_at(self):
        """Where the words are."""
        return (self.x1 + self.x2) // 2, (self.y1 + self.y2) // 2 - 4


@dataclass(frozen=True)
class Picture:
    """The whole chart."""

    boxes: list
    ties: list
    width: int
    height: int


def household_picture(people, relations):
    """The `Picture` of those of `people` (with `pk`) that one of `relations` (with `subject_id`, `other_id`,
    `kind` and `together`) names; None without any.
    """
    known = {person.pk for person in people}
    relations = [row for row in relations if row.subject_id in known and row.other_id in known]
    named = {number for row in relations for number in (row.subject_id, row.other_id)}
    people = [person for person in people if person.pk in named]
    if not people:
        return None
    above = _generations([person.pk for person in people], relations)
    boxes, y = {}, MARGIN
    for generation in sorted(set(above.values()), reverse=True):
        row = [person for person in people if above[person.pk] == generation]
        for start in range(0, len(row), MOST_IN_A_ROW):
            for place, person in enumerate(row[start : start + MOST_IN_A_ROW]):
                boxes[person.pk] = Box(person, MARGIN + place * (BOX_WIDTH + GAP_ACROSS), y)
            y += BOX_HEIGHT + GAP_DOWN
    ties = [_tie(boxes[first], boxes[second], rows) for (first, second), rows in _pairs(relations).items()]
    width = max(box.x for box in boxes.values()) + BOX_WIDTH + MARGIN
    return Picture(list(boxes.values()), ties, width, y - GAP_DOWN + MARGIN)


def _generations(numbers, relations):
    """{number: how many generations above the youngest}: one settled person after the other. The score of a
    relation is how many generations it puts the first person above the second.
    """
    above = {}
    steps = [(row.subject_id, row.other_id, row.kind.score or 0) for row in relations]
    for first in numbers:
        if first in above:
            continue
        above[first], waiting = 0, [first]
        while waiting:
            number = waiting.pop()
            for one, other, step in steps:
                for here, there, change in ((one, other, -step), (other, one, step)):
                    if here == number and there not in above:
                        above[there] = above[number] + change
                        waiting.append(there)
    return above


def _pairs(relations):
    found = {}
    for row in relations:
        found.setdefault(tuple(sorted((row.subject_id, row.other_id))), []).append(row)
    return found


def _tie(first, second, rows):
    words = ", ".join(dict.fromkeys(str(row.kind) for row in rows))
    together = any(row.together == "yes" for row in rows)
    if first.y == second.y:
        left, right = sorted((first, second), key=lambda box: box.x)
        level = left.y + left.height // 2
        return Tie(left.x + left.width, level, right.x, level, words, together)
    upper, lower = sorted((first, second), key=lambda box: box.y)
    return Tie(upper.middle[0], upper.y + upper.height, lower.middle[0], lower.y, words, together)
