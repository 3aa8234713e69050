"""Where two tools came to grades far apart about one record. Pure functions of rows from the gate."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from pam.assessments.models import Assessment
from pam.ui.dates import long_date
from pam.ui.direction import isolated

WHOLE = 100  # the lowest band of a tool is at 0 per cent, its highest at 100


def place_of(part: Assessment) -> tuple[float, float] | None:
    """(where its grade is between the lowest band and the highest, how wide one band is), both in per cent;
    None without a grade or with a single band.
    """
    grade = part.final_grade
    return place_among(part.framework_version.body.get("bands", ()), grade["code"]) if grade else None


def place_among(bands: Sequence[dict[str, str]], code: str) -> tuple[float, float] | None:
    """The same of the band with this `code` among `bands`, the lowest first."""
    codes = [row["code"] for row in bands]
    if code not in codes or len(codes) < 2:
        return None
    step = WHOLE / (len(codes) - 1)
    return codes.index(code) * step, step


def far_apart(one: Assessment, other: Assessment) -> bool:
    """Whether their grades are more than one band apart, of the tool whose bands are the wider."""
    first, second = place_of(one), place_of(other)
    if first is None or second is None:
        return False
    return abs(first[0] - second[0]) > max(first[1], second[1])


def disagreements(rows: Iterable[Assessment], days: int) -> list[str]:
    """A sentence for each two tools whose latest completed assessments are at most `days` days apart and
    came to grades far apart. `rows` are of one record, the latest first.
    """
    latest: dict[int, Assessment] = {}
    for row in rows:
        if row.state == Assessment.State.COMPLETED and row.checks_id is None:
            latest.setdefault(row.framework_version.framework_id, row)
    return [
        f"{_said(later)} and {_said(earlier)} are more than one band apart. Look at why: one of them may "
        "have answers that are not known, or be out of date."
        for later, earlier in combinations(latest.values(), 2)
        if abs((later.completed_at - earlier.completed_at).days) <= days and far_apart(later, earlier)
    ]


def _said(row):
    grade = (row.final_grade or {}).get("label", "")
    return f"“{isolated(row.framework_version.name)}” ({isolated(grade)}, {long_date(row.on)})"
