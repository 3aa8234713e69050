"""What the strand of a case asks for, and what the case has of it."""

from dataclasses import dataclass, field
from typing import Any

from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.visibility import Reader
from pam.frameworks.models import FrameworkVersion
from pam.frameworks.selectors import in_force, in_force_with
from pvp.closure.selectors import items_of, versions_for
from pvp.models import CaseFile, StrandAnswer

KIND = "case-strand"


@dataclass(frozen=True)
class StrandField:
    """One field of a strand, with the case's answer (None: not answered)."""

    code: str
    label: str
    type: str
    help: str
    options: tuple[str, ...]
    needed: bool
    answer: StrandAnswer | None = None


@dataclass(frozen=True)
class StrandOfCase:
    """What a strand switches on for a case, as the reader's agency has it now; `version` None: nothing."""

    version: FrameworkVersion | None
    act_first: str = ""
    tools: list[FrameworkVersion] = field(default_factory=list)
    clocks: list[FrameworkVersion] = field(default_factory=list)
    plans: list[FrameworkVersion] = field(default_factory=list)
    fields: list[StrandField] = field(default_factory=list)
    closure: list[dict[str, Any]] = field(default_factory=list)

    @property
    def unanswered(self) -> list[StrandField]:
        """The needed fields without an answer."""
        return [one for one in self.fields if one.needed and not (one.answer and one.answer.value)]


def strand_version(reader: Reader, case: CaseFile) -> FrameworkVersion | None:
    """The framework of the case's strand that is in force for the reader's agency, or None."""
    return in_force_with(reader, KIND, "pvp", body__strand=case.strand.code)


def strand_of(reader: Reader, case: CaseFile, *, whole: bool = True) -> StrandOfCase:
    """What the strand of `case` (through the gate, with `strand`) asks for, and its answers. Without `whole`
    the fields and what comes first alone. A constant number of queries.
    """
    version = strand_version(reader, case)
    if version is None:
        return StrandOfCase(None, closure=items_of(*versions_for(reader, case)) if whole else [])
    body = version.body
    answers = answers_of(reader, case)
    fields = [
        StrandField(
            row["code"],
            row["label"],
            row["type"],
            row.get("help", ""),
            tuple(row.get("choices", ())),
            row.get("needed", False),
            answers.get(row["code"]),
        )
        for row in body.get("fields", [])
    ]
    first = body.get("act-first", "")
    if not whole:
        return StrandOfCase(version, first, fields=fields)
    return StrandOfCase(
        version,
        first,
        *(_named(reader, kind, body.get(key, [])) for kind, key in METHODS),
        fields,
        items_of(*versions_for(reader, case)),
    )


METHODS = (("assessment", "tools"), ("clock", "clocks"), ("plan", "plans"))


def answers_of(reader: Reader, case: CaseFile) -> dict[str, StrandAnswer]:
    """{code: answer} of what `reader` may see of a case's answers."""
    return {row.code: row for row in _answers(reader, case.pk)}


@RowsOf
def _answers(reader, number, today):
    return visibility.visible_to(reader, StrandAnswer).filter(record_id=number).order_by("pk")


def _named(reader, kind, codes):
    """The versions in force of these codes, in their order. No query without any."""
    if not codes:
        return []
    found = {row.code: row for row in in_force(reader, kind).filter(code__in=codes)}
    return [found[code] for code in codes if code in found]
