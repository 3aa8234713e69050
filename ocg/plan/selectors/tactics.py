"""The tactics of a plan: the actions of the group by strand, with what each serves and led to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from ocg.models import Disruption, Ocg, PlanObjective, PlanTactic
from ocg.strands import FOUR_P
from pam.access import visibility
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.records.models import Record

MOST = 300


@dataclass
class Strand:
    """The tactics of one strand: those still open by due date, and those that ended, the last first. `why` is
    what was said of an empty one, `owner` who owns it.
    """

    code: str
    label: str
    still: list[Action] = field(default_factory=list)
    ended: list[Action] = field(default_factory=list)
    why: str = ""
    owner: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it is open or done."""
        return not self.still and not any(row.status == Action.Status.DONE for row in self.ended)


def actions_of(reader: Reader, record: Record):
    """The actions of a group in a strand that the reader may see."""
    return visibility.visible_to(reader, Action).filter(record_id=record.pk).exclude(strand="")


def strands_of(
    reader: Reader,
    record: Record,
    why: dict[str, str] | None = None,
    objectives: Iterable[PlanObjective] = (),
) -> list[Strand]:
    """The tactics of a group, strand by strand, each with `tactic` (its PlanTactic or None), `led_to`, the
    disruptions that it led to, and `serves`, the number of its objective among `objectives`. Three queries.
    """
    rows = list(actions_of(reader, record).with_owner().order_by("due", "pk")[:MOST])
    attach_tactics(reader, rows)
    numbers = {row.pk: row.number for row in objectives}
    for row in rows:
        row.serves = numbers.get(row.tactic.objective_id) if row.tactic else None
    strands = []
    for code, label in FOUR_P.choices:
        own = [row for row in rows if row.strand == code]
        still = [row for row in own if row.status == Action.Status.OPEN]
        ended = [row for row in own if row.status != Action.Status.OPEN]
        ended.sort(key=lambda row: (row.ended_at, row.pk), reverse=True)
        strands.append(Strand(code, label, still, ended, (why or {}).get(code, "")))
    return strands


def attach_tactics(reader: Reader, actions: Iterable[Action]) -> None:
    """Gives each action `tactic` and `led_to`. Two queries."""
    rows = {action.pk: action for action in actions}
    for action in rows.values():
        action.tactic, action.led_to = None, []  # type: ignore[attr-defined]
    tactics = visibility.visible_to(reader, PlanTactic).filter(action_id__in=rows)
    for tactic in tactics.select_related("card__framework"):
        rows[tactic.action_id].tactic = tactic  # type: ignore[attr-defined]
    led = visibility.visible_to(reader, Disruption).filter(action_id__in=rows).order_by("-on", "-pk")
    for disruption in led.only("uuid", "what", "on", "action_id"):
        rows[disruption.action_id].led_to.append(disruption)  # type: ignore[attr-defined, index]


@dataclass(frozen=True)
class Mix:
    """How the open actions of one strand weigh: here, and over all groups of the owning agency that the
    reader sees, in numbers and per cent.
    """

    label: str
    here: int
    here_share: int
    everywhere: int
    everywhere_share: int


def mix(reader: Reader, ocg: Ocg, strands: list[Strand]) -> list[Mix]:
    """The `Mix` of each strand. One query, a sum of the database."""
    rows = visibility.visible_to(reader, Action).filter(
        status=Action.Status.OPEN, record__kind="ocg", record__agency_id=ocg.agency_id
    )
    counts = dict(rows.exclude(strand="").order_by().values_list("strand").annotate(n=Count("pk")))
    here = {strand.code: len(strand.still) for strand in strands}
    return [
        Mix(
            strand.label,
            here[strand.code],
            _share(here[strand.code], sum(here.values())),
            counts.get(strand.code, 0),
            _share(counts.get(strand.code, 0), sum(counts.values())),
        )
        for strand in strands
    ]


def _share(number, whole):
    return round(100 * number / whole) if whole else 0


def counts_of(strands: list[Strand]) -> dict[str, dict[str, int]]:
    """{label: {"done", "open", "overdue"}} for the tag `balance`."""
    return {
        strand.label: {
            "done": sum(row.status == Action.Status.DONE for row in strand.ended),
            "open": sum(not row.overdue for row in strand.still),
            "overdue": sum(row.overdue for row in strand.still),
        }
        for strand in strands
    }
