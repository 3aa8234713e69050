"""What the API says of case files besides the spine, and how one is opened."""

from typing import Annotated

from ninja import Field, Schema

from pam.access.errors import Refused
from pam.api.resources import Resource
from pam.api.schemas import NewRecord, Text
from pam.reference.selectors.lists import offered_values
from pvp.models import CaseFile
from pvp.services import open_case


class CaseFileOwn(Schema):
    """Strand and grade are codes of the lists of that name, `stage` one of the stage map that the case is on.
    The person is among the record's subjects.
    """

    stage: str
    strand: str
    grade: str
    voice: str


class CaseFileOf(NewRecord):
    """A case file of the vulnerable person `name`. `stage` is where the work is already, a stage of your
    stage map that is no end; left out: its first.
    """

    name: Annotated[Text, Field(min_length=1, max_length=160)]
    strand: str = Field(max_length=40)
    grade: str = Field(max_length=40)
    voice: Text = ""
    stage: str = Field(default="", max_length=60)


def _own(row):
    return {"stage": row.stage, "strand": row.strand.code, "grade": row.grade.code, "voice": row.voice}


def _value(listing, agency, code, field):
    found = offered_values(listing, agency).filter(code=code).first() if "\x00" not in code else None
    if found is None:
        raise Refused("Choose a code of the list.", code="invalid_choice", field=field)
    return found


def _add(actor, data, common):
    strand = _value("pvp.strand", actor.agency_id, data.strand, "strand")
    grade = _value("pvp.grade", actor.agency_id, data.grade, "grade")
    row = CaseFile(**common, strand=strand, grade=grade, voice=data.voice, stage=data.stage)
    return open_case(actor=actor, case=row, name=data.name)


CASE_FILES = Resource("pvp", CaseFileOwn, _own, ("strand", "grade"), CaseFileOf, _add)
