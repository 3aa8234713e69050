"""What is known about the same human, place or object, in this record or in another one."""

from django.db.models import Q

from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.audit.services import Verb, log
from pam.records.kinds import all_kinds
from pam.records.models import Subject


@RowsOf
def involved_in(reader, number, today):
    """Who and what is involved in the record with this number by now: their rows, with their names."""
    rows = visibility.visible_to(reader, Subject).filter(record_id=number, ended_at=None)
    return rows.only("pk", "uuid", "name", "identity_id", "merged_into_id", "record_id").order_by("pk")


def about(own):
    """The condition of rows with a `subject`: about one of `own` (subjects through the gate), a row merged
    into it, or the same in another record.
    """
    numbers, identities = [row.pk for row in own], {row.identity_id for row in own} - {None}
    same = Subject.objects.filter(identity_id__in=identities).values("pk")
    return Q(subject_id__in=numbers) | Q(subject_id__in=same) | Q(subject__merged_into_id__in=numbers)


def live_rows_about(reader, model, own):
    """The rows of `model` about `own` that have not ended and that `reader` may open by now, with their
    subjects, as a queryset.
    """
    found = visibility.visible_to(reader, model).filter(about(own), ended_at=None).select_related("subject")
    waits = [kind.code for kind in all_kinds() if kind.required_terms in reader.unaccepted_terms]
    return found.exclude(record__kind__in=waits) if waits else found


def log_elsewhere(reader, rows, records):
    """Logs a look at the records of `rows` beside those with the numbers `records`."""
    if elsewhere := sorted({row.record_id for row in rows} - set(records)):
        log(reader, Verb.CONSULTATION, "list", elsewhere)


def is_about(row, subject):
    """Whether `row` (with its subject) is about `subject`: itself, a merged row, or the same elsewhere."""
    known = row.subject
    if known.pk in (subject.pk, subject.merged_into_id) or known.merged_into_id == subject.pk:
        return True
    return subject.identity_id is not None and known.identity_id == subject.identity_id
