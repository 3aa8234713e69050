"""That a record reaches a stage is an event that clocks and other methods may name: "stage.active"."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pam.access.visibility import Reader
from pam.frameworks.bodies import read_file
from pam.frameworks.shipped import files
from pam.records.happenings import happened, happened_to_new
from pam.records.models import Record

PREFIX, LABEL = "stage.", "The record reaches the stage"
KIND = "stage-map"


def say_reached(actor: Reader, record: Record, stage: Mapping[str, Any]) -> None:
    """Says that `record` reached `stage`, a row of its map."""
    happened(actor=actor, record=record, code=f"{PREFIX}{stage['code']}")


def say_begun(actor: Reader, records: Sequence[Record], stage: Mapping[str, Any]) -> None:
    """Says that new `records` of one kind begin at `stage`."""
    happened_to_new(actor=actor, records=records, code=f"{PREFIX}{stage['code']}")


@cache
def shipped_events() -> dict[str, str]:
    """{code: what people call it} of the stages of shipped maps, to be chosen from in the editor: of the
    files themselves, since checks run without a database too. Other maps' stages may be named as well.
    """
    found = {}
    for path in files():
        text = path.read_text()
        if f"\nkind: {KIND}\n" in text:
            for row in read_file(text, whole=False).body["stages"]:
                found[f"{PREFIX}{row['code']}"] = f"{LABEL} “{row.get('label', row['code'])}”"
    return found
