"""Which groups are due to be scored again, and why. A constant number of queries for any number of groups."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from ocg.disruptions.lists import LEVELS
from ocg.harm.selectors import last_violence, violence_in
from ocg.models import Disruption, Ocg, Score, SecondScore, TierMove
from ocg.scoring.lists import AHEAD, CADENCE, LONGEST, TIERS
from pam.access import visibility
from pam.access.visibility import Reader
from pam.assessments.models import Assessment
from pam.reference.selectors.lists import terms
from pam.reference.selectors.settings import setting
from pam.ui.dates import long_date

MOST = 5_000  # groups that are looked at, the highest tier first
NEVER, CADENCE_PAST, LONG, VIOLENCE, MAJOR, ASKED = (
    "never",
    "cadence",
    "longest",
    "violence",
    "major",
    "asked",
)
LABELS = {
    CADENCE_PAST: "Cadence of its tier",
    LONG: "Longest time between scores",
    VIOLENCE: "New violence",
    MAJOR: "Major disruption",
    ASKED: "Another tier asked for",
    NEVER: "Never scored",
}
Since = Callable[[Reader, Collection[int]], dict[int, date]]
_further: dict[str, tuple[str, Since]] = {}


def register_reason(code: str, label: str, since: Since) -> None:
    """A further reason to score a group again: `since(reader, numbers)` gives {record number: the latest day
    on which it arose} (the release of a principal, for example). Called by an AppConfig.
    """
    _further[code] = (label, since)


def reasons() -> list[tuple[str, str]]:
    """[(code, label)] of every reason."""
    return [*LABELS.items(), *((code, label) for code, (label, _) in _further.items())]


@dataclass
class Due:
    """Why one group is due: `why` [(code, words)], since or by which day, and the day of its last score."""

    day: date
    last: date | None
    why: list[tuple[str, str]] = field(default_factory=list)

    @property
    def overdue(self) -> bool:
        """Whether that day is past."""
        return self.day < timezone.localdate()

    @property
    def words(self) -> str:
        """The reasons in a line."""
        return "; ".join(words for _, words in self.why)


def last_scored(reader: Reader, numbers: Collection[int]) -> dict[int, date]:
    """{record number: the day of its latest score by any method that the reader may see}. Three queries."""
    found = dict(
        visibility.visible_to(reader, Score)
        .filter(record_id__in=numbers)
        .order_by()
        .values_list("record_id")
        .annotate(last=Max("on"))
    )
    rows = visibility.visible_to(reader, Assessment).filter(
        record_id__in=numbers, state=Assessment.State.COMPLETED, checks=None
    )
    for number, last in rows.order_by().values_list("record_id").annotate(last=Max("on")):
        found[number] = max(last, found.get(number, last))
    # One that waits for a second person is withheld from those who may be that person: its day is not.
    rows = visibility.visible_to(reader, SecondScore).filter(
        record_id__in=numbers, why=SecondScore.Why.SAMPLE
    )
    for number, since in rows.order_by().values_list("record_id").annotate(last=Max("since")):
        last = timezone.localdate(since)
        found[number] = max(last, found.get(number, last))
    return found


def _last_major(reader, numbers):
    levels = [term.pk for term in terms(LEVELS) if term.order == 0]
    rows = visibility.visible_to(reader, Disruption).filter(
        record_id__in=numbers, level__in=levels, state__in=Disruption.COUNTED
    )
    return dict(rows.order_by().values_list("record_id").annotate(last=Max("on")))


def _asked(reader, numbers):
    rows = visibility.visible_to(reader, TierMove).filter(record_id__in=numbers, state=TierMove.State.ASKED)
    found = rows.order_by().values_list("record_id").annotate(last=Max("created"))
    return {number: timezone.localdate(last) for number, last in found}


def cadences(agency_id: int) -> dict[int, int]:
    """{number of a tier: days until a group of it is scored again} by the settings of an agency."""
    days = [setting(key, agency_id) for key in CADENCE]
    return {term.pk: days[min(term.order, len(days) - 1)] for term in terms(TIERS)}


def cadence_of(ocg: Ocg) -> int:
    """Days until this group is scored again: by its tier, as its agency sets them."""
    return cadences(ocg.agency_id).get(ocg.tier_id, setting(LONGEST, ocg.agency_id))


def open_groups(reader: Reader) -> QuerySet[Ocg]:
    """The groups that the reader may see and that are not closed."""
    return visibility.visible_to(reader, Ocg).filter(closed_at=None)


def due_groups(reader: Reader, only: Collection[int] | None = None) -> dict[int, Due]:
    """{record number: `Due`} of the groups that the reader may see (of `only` these) and that are to be
    scored again now or soon, as far as the reader sees their scores and what happened since.
    """
    rows = open_groups(reader)
    if only is not None:
        rows = rows.filter(pk__in=only)
    groups = list(rows.order_by("priority", "pk").values_list("pk", "tier_id", "created")[:MOST])
    numbers = [row[0] for row in groups]
    return _found(reader, groups, last_scored(reader, numbers), _asked(reader, numbers))


def due_of(reader: Reader, ocg: Ocg, last: date | None, asked: date | None) -> Due | None:
    """The `Due` of one group whose `last` score and whose last day on which a tier was `asked` for are known
    already. Two queries.
    """
    known = ({ocg.pk: day} if day else {} for day in (last, asked))
    return None if ocg.closed_at else _found(reader, [(ocg.pk, ocg.tier_id, ocg.created)], *known).get(ocg.pk)


def _found(reader, groups, last, asked):
    numbers = [row[0] for row in groups]
    since = {
        VIOLENCE: violence_in(reader, numbers[0]) if len(numbers) == 1 else last_violence(reader, numbers),
        MAJOR: _last_major(reader, numbers),
        ASKED: asked,
        **{code: found(reader, numbers) for code, (_, found) in _further.items()},
    }
    labels = dict(reasons())
    tiers, longest = cadences(reader.agency_id), setting(LONGEST, reader.agency_id)
    today = timezone.localdate()
    ahead = today + timedelta(days=setting(AHEAD, reader.agency_id))
    found = {}
    for number, tier, created in groups:
        one = _due(number, last.get(number), tiers.get(tier, longest), longest, timezone.localdate(created))
        for code, days in since.items():
            day = days.get(number)
            if day and one.last and (day > one.last or code == ASKED):
                one.why.append((code, f"{labels[code]} ({long_date(day)})"))
                one.day = min(one.day, day)
        if one.day <= ahead:
            found[number] = one
    return found


def _due(number, last, days, longest, created):
    if last is None:
        return Due(created, None, [(NEVER, LABELS[NEVER])])
    by_tier, at_last = last + timedelta(days=days), last + timedelta(days=longest)
    day = min(by_tier, at_last)
    code = CADENCE_PAST if by_tier <= at_last else LONG
    return Due(day, last, [(code, f"{LABELS[code]} ({long_date(day)})")])
