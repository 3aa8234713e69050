"""What may be read of disruptions. Each starts at the gate; sums are the database's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, F, Func, OuterRef, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast, JSONObject
from django.http import Http404

from ocg.disruptions.lists import DRUGS, LEVELS, OUTPUTS
from ocg.models import Disruption, DisruptionAssessment, DisruptionOutput
from ocg.strands import FOUR_P
from pam.access import visibility
from pam.access.kept_rows import KeptRows, RowsOf, with_uuid
from pam.access.levels import Level
from pam.access.models import Agency
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.db.folding import sort_key
from pam.records.models import Record, Subject
from pam.records.selectors.audience import agencies_to_name
from pam.records.selectors.framed import framed
from pam.records.selectors.lists import shown_parts
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import attach_reference_values, protected_value, terms

RELATED = ("author__user", "author_agency", "lead_agency", "typed_by__user")
FEW = 3  # on the group's own page


class MayAssess(Func):
    """pam_may_assess(): whether the current reader may assess a disruption, as the wall asks it too."""

    function = "pam_may_assess"
    output_field = BooleanField()
    conditional = True

    def __init__(self) -> None:
        super().__init__(F("record_id"), F("author_id"))

    def get_source_fields(self) -> list:
        """None: it answers yes or no, whatever it is asked of."""
        return []


def disruptions_of(reader: Reader, record: Record) -> QuerySet[Disruption]:
    """The disruptions of a record that the reader may see, the latest day first."""
    return _disruptions(reader, record.pk)


def _disruptions(reader, number):
    rows = visibility.visible_to(reader, Disruption).filter(record_id=number)
    return rows.select_related(*RELATED).order_by("-on", "-pk")


@RowsOf
def _latest(reader, number, today):
    return _disruptions(reader, number)[: FEW + 1]


def latest(reader: Reader, record: Record) -> dict:
    """{"rows": the latest disruptions of a record with their outputs, "more": whether there are others}. Two
    queries.
    """
    rows = _latest(reader, record.pk)
    shown = rows[:FEW]
    attach_outputs(reader, shown)
    return {"rows": shown, "more": len(rows) > FEW}


def disruption(reader: Reader, uuid: UUID) -> Disruption:
    """One disruption with its levels. Raises Http404 if it is hidden or absent."""
    row = with_uuid(reader, Disruption, uuid, RELATED)
    if row is None:
        raise Http404
    attach_reference_values([row], "claimed", "level")
    return row


def record_of(reader: Reader, row: Disruption) -> Record:
    """The record that a disruption is of, with what the frame of its pages shows."""
    return framed(reader, row.record_id)


def to_assess(reader: Reader) -> QuerySet[Disruption]:
    """The disruptions over all records that wait and that the reader may assess."""
    rows = visibility.visible_to(reader, Disruption).filter(state=Disruption.State.SUBMITTED)
    return rows.filter(MayAssess())


SHOWN = ("what", "claimed", "level", "author__user__name", "author_agency__name", "submitted_at")


def _rows(reader, today):
    outputs = visibility.visible_to(reader, DisruptionOutput).filter(disruption=OuterRef("pk"), amount__gt=0)
    said = JSONObject(kind="kind_id", drug="drug_id", amount=Cast("amount", TextField()))
    rows = visibility.visible_to(reader, Disruption).select_related("author__user", "author_agency")
    shown = shown_parts(reader, rows, *SHOWN)
    return shown.annotate(found_outputs=ArraySubquery(outputs.values_list(said)))


ROWS = KeptRows(_rows)  # the disruptions to assess, with all that is shown with them


def may_assess(reader: Reader, row: Disruption) -> bool:
    """Whether it waits, and the reader may assess it."""
    return row.waits and to_assess(reader).filter(pk=row.pk).exists()


def assessments_of(reader: Reader, row: Disruption) -> list[DisruptionAssessment]:
    """What assessors said to it, the latest first."""
    rows = visibility.visible_to(reader, DisruptionAssessment).filter(disruption_id=row.pk)
    found = list(rows.select_related("author__user", "author_agency").order_by("-pk"))
    attach_reference_values(found, "level")
    return found


# --- Outputs ---


@dataclass(frozen=True)
class Output:
    """One output of a disruption: its kind, which drug if it is drugs, and how much."""

    kind: ReferenceValue
    drug: ReferenceValue | None
    amount: Decimal

    @property
    def label(self) -> str:
        """ "Arrests", "Drugs, kg: heroin"."""
        return f"{self.kind.label}: {self.drug.label.lower()}" if self.drug else self.kind.label

    @property
    def figure(self) -> str:
        """The amount without trailing noughts."""
        return in_figures(self.amount)


def drugs_kind() -> ReferenceValue:
    """The kind of output that also says which drug."""
    return protected_value("ocg.disruption-output", "drugs")


def in_figures(amount: Decimal | int) -> str:
    """ "41,260", "1.25"."""
    text = f"{amount:,.3f}"
    return text.rstrip("0").rstrip(".")


def attach_outputs(reader: Reader, rows: Iterable[Disruption]) -> None:
    """Gives each of `rows` `all_outputs`, [Output] in the order of the list, and their levels: one query, or
    none for those of `ROWS`.
    """
    rows = list(rows)
    attach_reference_values(rows, "claimed", "level")
    kinds, drugs = _by_number(OUTPUTS), _by_number(DRUGS)
    found = _outputs_of(reader, rows)
    for row in rows:
        outputs = (Output(kinds[kind], drugs.get(drug), amount) for kind, drug, amount in found[row.pk])
        row.all_outputs = sorted(outputs, key=_in_order)  # type: ignore[attr-defined]


def _outputs_of(reader, rows):
    """{number: [(kind, drug or None, amount)]} of disruptions."""
    if all(hasattr(row, "found_outputs") for row in rows):  # fetched with them
        return {
            row.pk: [(one["kind"], one["drug"], Decimal(one["amount"])) for one in row.found_outputs]
            for row in rows
        }
    found = {row.pk: [] for row in rows}
    outputs = visibility.visible_to(reader, DisruptionOutput).filter(disruption_id__in=found, amount__gt=0)
    for one in outputs:
        found[one.disruption_id].append((one.kind_id, one.drug_id, one.amount))
    return found


def _in_order(output):
    return (output.kind.order, output.label, output.drug.order if output.drug else 0)


def _by_number(listing):
    return {term.pk: term for term in terms(listing)}


# --- Who and what is named ---


def agencies_to_lead(reader: Reader, record: Record, level: Level) -> QuerySet[Agency]:
    """The agencies that `reader` (at `level`) may name as leading or contributing: their own, and those that
    they may address a part to (`agencies_to_name`: who else has a share is for those who manage it to know).
    """
    others = agencies_to_name(reader, record, level).values("pk")
    return Agency.objects.filter(Q(pk=reader.agency_id) | Q(pk__in=others)).order_by("name__folded", "pk")


def contributors_shown(reader: Reader, row: Disruption, record: Record, level: Level) -> list[str]:
    """The names of the contributing agencies that `reader` may be told: all of them for those who manage the
    record; their own, the owner and the one that submitted it for others.
    """
    numbers = set(row.contributors)
    if level < Level.MANAGE:
        numbers &= {reader.agency_id, record.agency_id, row.author_agency_id}
    names = Agency.objects.filter(pk__in=numbers).values_list("name", flat=True) if numbers else []
    return sorted(names, key=sort_key)


def subjects_to_name(reader: Reader, record: Record) -> QuerySet[Subject]:
    """The people, places and objects of the record that the reader sees."""
    rows = visibility.visible_to(reader, Subject).filter(record_id=record.pk, merged_into=None)
    return rows.order_by("name__folded", "name", "pk")


def actions_to_name(reader: Reader, record: Record) -> QuerySet[Action]:
    """The actions of the plan that the reader sees."""
    return visibility.visible_to(reader, Action).filter(record_id=record.pk).order_by("-due", "-pk")


def named_rows(reader: Reader, row: Disruption) -> tuple[Subject | None, Action | None]:
    """(its subject, its action), each only if the reader may see it."""
    subject = visibility.visible_to(reader, Subject).filter(pk=row.subject_id).first()
    return subject, visibility.visible_to(reader, Action).filter(pk=row.action_id).first()


# --- Sums of one group ---


@dataclass(frozen=True)
class Sums:
    """What the assessed disruptions of a group came to. `strands` are [(label, [(level, number)], total,
    bars)] of the 4P, a bar (CSS number, start, width in per cent); `levels` the labels of the levels;
    `outputs` are [(label, [(strand, figure)], total)]; `waiting` is how many are not assessed and so not
    counted.
    """

    levels: list[str]
    strands: list[tuple[str, list[tuple[str, int]], int, list[tuple[int, float, float]]]]
    outputs: list["Line"]
    counted: int
    waiting: int


def sums_of(reader: Reader, record: Record) -> Sums:
    """The `Sums` of a record, as far as the reader sees its disruptions. Two queries."""
    rows = visibility.visible_to(reader, Disruption).filter(record_id=record.pk).order_by()
    counts = list(rows.values("strand", "level_id", "state").annotate(n=Count("pk")))
    counted = [row for row in counts if row["state"] in Disruption.COUNTED]
    levels = levels_used({row["level_id"] for row in counted})
    numbers = {
        code: [
            sum(r["n"] for r in counted if r["strand"] == code and r["level_id"] == one.pk) for one in levels
        ]
        for code, _ in FOUR_P.choices
    }
    longest = max((sum(row) for row in numbers.values()), default=0)
    strands = [
        (
            label,
            [(one.label, number) for one, number in zip(levels, numbers[code], strict=True)],
            sum(numbers[code]),
            _bars(numbers[code], longest),
        )
        for code, label in FOUR_P.choices
    ]
    return Sums(
        levels=[one.label for one in levels],
        strands=strands,
        outputs=outputs_by(
            output_sums(reader, Q(record_id=record.pk), F("disruption__strand")), FOUR_P.choices
        ),
        counted=sum(row["n"] for row in counted),
        waiting=sum(row["n"] for row in counts) - sum(row["n"] for row in counted),
    )


def levels_used(numbers: set[int]) -> list[ReferenceValue]:
    """The levels in use, and those of `numbers` that were retired since, in their order."""
    return [term for term in terms(LEVELS) if not term.retired or term.pk in numbers]


def _bars(numbers, longest):
    bars, start = [], 0.0
    for place, number in enumerate(numbers, 1):
        if number:
            width = round(number / longest * 100, 2)
            bars.append((min(place, 3), start, width))
            start = round(start + width, 2)
    return bars


def output_sums(reader: Reader, condition: Q, by: F | Func) -> list[dict]:
    """[{"kind_id", "drug_id", "by", "total"}] of the outputs of assessed disruptions that meet `condition`,
    summed by the database for each value of the expression `by`.
    """
    rows = visibility.visible_to(reader, DisruptionOutput).filter(condition, amount__gt=0)
    rows = rows.filter(disruption__state__in=Disruption.COUNTED).order_by()
    return list(rows.annotate(by=by).values("kind_id", "drug_id", "by").annotate(total=Sum("amount")))


Line = tuple[str, list[tuple[str, str]], str]


def outputs_by(found: list[dict], columns: Sequence[tuple[Any, str]]) -> list[Line]:
    """[(label, [(name of a column, figure)], figure of all)] of what `output_sums` found, in the order of the
    list; `columns` are the values of its `by` with their names.
    """
    kinds, drugs = _by_number(OUTPUTS), _by_number(DRUGS)
    sums: dict[tuple, dict] = {}
    for row in found:
        sums.setdefault((row["kind_id"], row["drug_id"]), {})[row["by"]] = row["total"]
    lines = []
    for (kind, drug), of_columns in sums.items():
        whole = Output(kinds[kind], drugs[drug] if drug else None, sum(of_columns.values()))
        figures = [(name, in_figures(of_columns.get(value, 0))) for value, name in columns]
        lines.append((_in_order(whole), (whole.label, figures, whole.figure)))
    return [line for _, line in sorted(lines, key=lambda one: one[0])]
