"""What may be read of assessments. Each starts at the gate."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from pam.access import visibility
from pam.access.kept_rows import OneOf, RowsOf
from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.assessments.models import Assessment
from pam.frameworks import selectors as frameworks
from pam.frameworks.models import FrameworkVersion
from pam.records.kinds import kind_of
from pam.records.models import Record
from pam.records.selectors.framed import framed

RELATED = ("framework_version__framework", "author__user", "author_agency", "second_by__user")
MOST = 100  # of one record on its page


def _kept(reader):
    return visibility.visible_to(reader, Assessment).exclude(state=Assessment.State.DISCARDED)


def assessments(reader: Reader, record: Record) -> QuerySet[Assessment]:
    """The assessments of a record that the reader may see, the latest day first."""
    return _assessments(reader, record.pk)


def _assessments(reader, number):
    rows = _kept(reader).filter(record_id=number)
    return rows.select_related(*RELATED).order_by("-on", "-pk")


def _completed(reader, number, today):
    rows = _assessments(reader, number).filter(state=Assessment.State.COMPLETED, checks=None)
    return rows[:MOST]


_completed_of = RowsOf(_completed)


def assessment(reader: Reader, uuid: UUID) -> Assessment:
    """One assessment. Raises Http404 if it is hidden, discarded or absent."""
    row = _one.of_uuid(reader, uuid)
    if row is None:
        raise Http404
    return row


_one = OneOf(lambda reader, today: _kept(reader).select_related(*RELATED, "replaces"))


def record_of(reader: Reader, assessment: Assessment) -> Record:
    """The record that an assessment is of, with what the frame of its pages shows."""
    return framed(reader, assessment.record_id)


def latest_of_each(reader: Reader, record: Record) -> list[Assessment]:
    """The latest completed assessment of each framework, the latest day first."""
    found: dict[int, Assessment] = {}
    for row in _completed_of(reader, record.pk):
        found.setdefault(row.framework_version.framework_id, row)
    return list(found.values())


def may_be_started(reader: Reader, record: Record) -> QuerySet[FrameworkVersion]:
    """The assessment frameworks in force for this kind of record and the reader's agency: first those that
    suit it (`suits`), then by name.
    """
    first = kind_of(record.kind).method_tags(reader, record)
    return frameworks.in_force(reader, "assessment", for_kind=record.kind, first=first)


def newer_version(reader: Reader, assessment: Assessment) -> FrameworkVersion | None:
    """The version in force of the framework of an assessment, if it is another than its own."""
    own = assessment.framework_version
    found = frameworks.version_in_force(reader, "assessment", own.code)
    return None if found is None or found.pk == own.pk else found


def may_discard(reader: Reader, assessment: Assessment, level: Level) -> bool:
    """Whether the reader, who may go as far as `level`, may discard it: a draft of their own, or one of a
    record that they manage.
    """
    if not assessment.is_draft:
        return False
    own = assessment.author_id == reader.membership_id and level >= Level.CONTRIBUTE
    return own or level >= Level.MANAGE


def may_give_second(reader: Reader, assessment: Assessment) -> bool:
    """Whether the reader is one of those who may give the second grade: another than the first assessor, and
    with the role that the framework names.
    """
    role = assessment.second_role
    return assessment.author_id != reader.membership_id and (not role or reader.has_role(role))


def later_of(reader: Reader, assessment: Assessment) -> Assessment | None:
    """The assessment that was made again in place of this one, if the reader may see it."""
    rows = _kept(reader).filter(replaces_id=assessment.pk)
    return rows.select_related(*RELATED).order_by("-pk").first()
