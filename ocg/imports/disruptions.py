"""Disruptions of groups, a row each; each kind of output and each drug is a column of its own."""

from collections.abc import Sequence

from ocg.disruptions.lists import DRUGS, LEVELS, OUTPUTS
from ocg.disruptions.many import NewDisruption, submit_many
from ocg.disruptions.selectors import Output, drugs_kind
from ocg.models import Disruption
from ocg.strands import FOUR_P
from pam.access import visibility
from pam.access.visibility import Reader
from pam.db.folding import fold
from pam.imports.finding import resolve_choice, resolve_records
from pam.imports.running import made, of_line
from pam.imports.targets import DATE, NUMBER, Field, Line, Target
from pam.records.bulk import CHUNK
from pam.reference.selectors.lists import offered_values
from pam.ui.dates import today


def _kinds(reader):
    """[(code of the field, label, kind, drug or None)] of the columns of outputs."""
    drugs, of_drugs = list(offered_values(DRUGS, reader.agency_id)), drugs_kind()
    for kind in offered_values(OUTPUTS, reader.agency_id):
        if kind.pk == of_drugs.pk:
            for drug in drugs:
                yield f"drug-{drug.pk}", f"{kind.label}: {drug.label.lower()}", kind, drug
        else:
            yield f"output-{kind.pk}", kind.label, kind, None


def fields(reader: Reader) -> Sequence[Field]:
    """What a column can hold."""
    return (
        Field(
            "group",
            "Group",
            required=True,
            words=("ocg", "reference", "ocg reference", "group reference", "group name", "ocg name"),
            hint="Its reference, or its name as it is written here.",
        ),
        Field(
            "on", "Day", DATE, required=True, words=("date", "date of disruption", "disruption date", "when")
        ),
        Field(
            "what",
            "What happened",
            required=True,
            most=300,
            words=("description", "summary", "event", "disruption"),
        ),
        Field("strand", "4P", required=True, words=("strand", "4 p", "p", "plan strand")),
        Field(
            "level", "Level claimed", required=True, words=("level", "impact", "rating", "disruption level")
        ),
        Field(
            "why", "Why this level", required=True, most=2000, words=("rationale", "reason", "justification")
        ),
        Field("evidence", "Evidence reference", words=("evidence", "crime reference", "log", "urn")),
        *(Field(code, label, NUMBER, words=(label.split(",")[0],)) for code, label, _, _ in _kinds(reader)),
    )


def check(reader: Reader, chosen: dict, lines: list[Line]) -> None:
    """What each row means; disruptions of the same group on the same day with the same words, or strand and
    level. A constant number of queries.
    """
    resolve_records(reader, "ocg", lines, "group", "group")
    levels = [(term, (term.label, term.code)) for term in offered_values(LEVELS, reader.agency_id)]
    strands = [(code, (label, code)) for code, label in FOUR_P.choices]
    kinds = list(_kinds(reader))
    records = {line.kept["group"].pk for line in lines if "group" in line.kept}
    rows = visibility.visible_to(reader, Disruption).filter(
        record_id__in=records, on__in={line.values["on"] for line in lines if line.values["on"]}
    )
    there: dict[tuple, list[Disruption]] = {}
    for row in rows.order_by("pk"):
        there.setdefault((row.record_id, row.on), []).append(row)
    for line in lines:
        resolve_choice(line, "level", levels, "Level claimed")
        resolve_choice(line, "strand", strands, "4P")
        if line.values["on"] > today():
            line.refuse("on", "The day of a disruption cannot be in the future")
        for code, label, kind, _ in kinds:
            amount = line.values.get(code)
            if amount is not None and amount < 0:
                line.refuse(code, f"{label} is less than nothing. Enter a number from 0")
            elif amount is not None and kind.score == 0 and amount != int(amount):
                line.refuse(code, f"{label} is {amount}. Enter a whole number")
        record = line.kept.get("group")
        for row in there.get((record.pk, line.values["on"]), ()) if record else ():
            if fold(row.what) == fold(line.values["what"]):
                line.alike("ocg.Disruption", row.pk, "The same group, day and words")
            elif row.strand == line.kept.get("strand") and row.claimed_id == getattr(
                line.kept.get("level"), "pk", 0
            ):
                line.alike("ocg.Disruption", row.pk, "The same group, day, strand and level")


def write(actor: Reader, chosen: dict, lines: list[Line], step) -> None:
    """Submits the disruptions in the actor's name: an assessor has still to agree their levels. A constant
    number of queries for each `CHUNK`.
    """
    kinds = list(_kinds(actor))
    for at in range(0, len(lines), CHUNK):
        some = lines[at : at + CHUNK]
        new = [_new(line, kinds) for line in some]
        line_of = dict(zip(map(id, new), some, strict=True))
        about = lambda one: of_line(line_of[id(one)])  # noqa: B023, E731  (called within this turn)
        entries = submit_many(actor=actor, new=new, about=about)
        for line, one, entry in zip(some, new, entries, strict=True):
            number = one.record.pk
            line.made.append(made("ocg.Disruption", one.disruption, number))
            line.made.append(made("records.Entry", entry, number))
        step(len(some))


def _new(line, kinds):
    said = line.values
    row = Disruption(
        on=said["on"],
        what=said["what"],
        strand=line.kept["strand"],
        claimed=line.kept["level"],
        claim_reason=said["why"],
        evidence=said["evidence"] or "",
    )
    outputs = [Output(kind, drug, said[code]) for code, _, kind, drug in kinds if said.get(code)]
    return NewDisruption(line.kept["group"], row, outputs)


DISRUPTIONS = Target(
    code="ocg.disruptions",
    label="Disruptions",
    fields=fields,
    check=check,
    write=write,
    makes=("ocg.Disruption", "records.Entry"),
    meaning="A row for each disruption, with its outputs as columns. An assessor then agrees the levels.",
)
