"""The organised crime groups of the demo, as told by those who work on them: `data/groups/*.yaml`.

Days are counted from today (negative: ago). Each history is a story: how the group was found, what was done
about it, and what became of its threat, risk and harm.
"""

from dataclasses import dataclass

from demo.reading import FOLDER, columns, read

COLUMNS = {
    "scores": ("day", "threat", "risk", "harm", "why"),
    "events": ("day", "title", "text", "to"),
    "members": ("name", "category", "role", "born"),
    "shares": ("day", "to", "level", "basis", "agreement", "reason", "until", "more"),
    "places": ("name", "role"),
}


@dataclass(frozen=True)
class Group:
    """One group. `stages`: (stage, day); the other rows are as COLUMNS says.

    `to` of an event addresses a note: "all", "own" (the police only) or the keys of the agencies named. `to`
    of a share is the key of an agency or a team, `more` its conditions or kinds of part.
    """

    key: str
    title: str
    summary: str
    crime: str
    area: str
    tier: str
    begins: int
    lead: str
    review: int
    stages: tuple
    scores: tuple
    events: tuple
    members: tuple
    shares: tuple = ()
    places: tuple = ()
    handling: str = "Police and named partners only. Do not discuss outside the plan team."
    sensitive: bool = True


def _group(path):
    told = read(path)
    rows = {name: tuple(columns(told.get(name, ()), *names)) for name, names in COLUMNS.items()}
    return Group(**{**told, **rows, "stages": tuple(map(tuple, told["stages"]))})


GROUPS = [_group(path) for path in sorted((FOLDER / "groups").glob("*.yaml"))]
