"""Answering what the strand of a case asks."""

from collections.abc import Mapping

from django.db import transaction

from pam.access import visibility
from pam.access.errors import Refused, Stale
from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Entry
from pam.records.services import add_part, chronicle, save_part
from pvp.models import CaseFile, StrandAnswer
from pvp.strands.selectors import answers_of

LONGEST = 2000  # characters of an answer


class StaleAnswers(Stale):
    """The answers were saved since the form was opened; `kept` is {code: answer} as they are now."""

    def __init__(self, case, kept):
        super().__init__(case)
        self.kept = kept


@transaction.atomic
def answer_strand(
    *, actor: Reader, case: CaseFile, asked: FrameworkVersion, answers: Mapping[str, str], version: int
) -> list[StrandAnswer]:
    """Keeps the `answers` {code of a field: text} of a case to the strand `asked`; returns those that
    changed. `version` is the sum of the versions of the answers that the form was opened at. A line in the
    chronology says which fields were answered, not how.

    Raises PermissionDenied without `contribute`, Stale, or Refused for what is no answer, or another one than
    an agency gave whose answers the actor may not change.
    """
    visibility.require(actor, case, Level.CONTRIBUTE)
    fields = {row["code"]: row for row in asked.body.get("fields", [])}
    kept = {code: row for code, row in answers_of(actor, case).items() if code in fields}
    if version != sum(row.version for row in kept.values()):
        raise StaleAnswers(case, kept)
    changed = []
    for code, text in answers.items():
        value = _checked(fields, code, text)
        row = kept.get(code)
        if row is None and value:
            row = StrandAnswer(code=code, value=value, version_asked=asked)
            changed.append(add_part(actor=actor, part=row, record=case))
        elif row is not None and row.value != value:
            if not visibility.may_change(actor, row, visibility.level(actor, case)):
                words = (
                    "Another agency answered this. Ask them, or the agency that owns the case, to change it."
                )
                raise Refused(words, code="not_yours", field=code)
            row.value, row.version_asked = value, asked
            changed.append(save_part(actor=actor, part=row, version=row.version))
    if changed:
        labels = [fields[row.code]["label"] for row in changed]
        chronicle(
            actor=actor,
            record=case,
            kind=Entry.Kind.CHANGE,
            title="Strand: answers changed",
            text="\n".join(labels),
        )
    return changed


def _checked(fields, code, text):
    """The answer as it is kept. Raises Refused for one that the field can't have."""
    if code not in fields:
        raise Refused("The strand does not ask this.", code="not_asked")
    row, value = fields[code], text.strip()
    options = row.get("choices") or (("Yes", "No", "Not known") if row["type"] == "yes-no" else ())
    if value and options and value not in options:
        raise Refused("Select one of the answers.", code="no_answer", field=code)
    if len(value) > LONGEST:
        raise Refused(f"Enter at most {LONGEST} characters.", code="too_long", field=code)
    return value
