"""Everything that the reader may see of one human, place or object, over records."""

from django.db.models import Q

from pam.access import visibility
from pam.records.kinds import kind_of
from pam.records.models import Entry, Link, Record, Subject

MOST_RECORDS = 100  # records that the page of one person shows
MOST_LINKS = 50


def merged_with(reader, subject):
    """(the row that `subject` was merged into or None, [rows merged into it]), as `reader` may see."""
    rows = visibility.visible_to(reader, Subject).filter(record_id=subject.record_id)
    rows = list(rows.filter(Q(pk=subject.merged_into_id) | Q(merged_into_id=subject.pk)).order_by("pk"))
    kept = next((row for row in rows if row.pk == subject.merged_into_id), None)
    return kept, [row for row in rows if row.merged_into_id == subject.pk]


def rows_of_identity(reader, subject, merged=()):
    """The rows in other records that `reader` may see of the same identity, or of that of a row that is
    `merged` with it, the newest first. Not those of a record that asks for terms which the reader has yet to
    accept.
    """
    identities = {row.identity_id for row in (subject, *merged)} - {None}
    mine = visibility.visible_to(reader, Subject).filter(identity_id__in=identities)
    # A row of another record may have been merged there with one of yet another identity.
    further = mine.values("merged_into__identity_id"), mine.values("merged__identity_id")
    rows = visibility.visible_to(reader, Subject).filter(
        Q(identity_id__in=identities) | Q(identity_id__in=further[0]) | Q(identity_id__in=further[1])
    )
    rows = rows.exclude(record_id=subject.record_id).order_by("-updated", "-pk")[:MOST_RECORDS]
    records = {row.pk: row for row in records_of(reader, rows)}
    return [row for row in rows if row.record_id in records]


def records_of(reader, subjects):
    """The records of these subjects that `reader` may open by now."""
    numbers = {subject.record_id for subject in subjects}
    rows = visibility.visible_to(reader, Record).filter(pk__in=numbers).select_related("agency")
    waits = reader.unaccepted_terms
    return [row for row in rows if kind_of(row.kind).required_terms not in waits]


def others_in_record(reader, subject):
    """The other rows of the same kind in its record that `reader` may see and that are not merged."""
    rows = visibility.visible_to(reader, Subject).filter(
        record_id=subject.record_id, kind=subject.kind, merged_into=None
    )
    return list(rows.exclude(pk=subject.pk).order_by("name__folded", "pk")[:MOST_RECORDS])


def links_of(reader, records):
    """The live links of these records that `reader` may see, the newest first."""
    rows = visibility.visible_to(reader, Link).filter(ended_at=None)
    rows = rows.filter(Q(record_id__in=records) | Q(other_id__in=records)).distinct()
    return list(rows.order_by("-created", "-pk")[:MOST_LINKS])


def chronology_over(reader, subjects, *, naming=False):
    """The lines of the chronologies of the records of `subjects` that `reader` may see, for a page; with
    `naming` those alone that hold one of their names.
    """
    rows = visibility.visible_to(reader, Entry).filter(record_id__in={row.record_id for row in subjects})
    if naming:
        named = Q()
        for name in {row.name for row in subjects}:
            named |= Q(title__icontains=name) | Q(text__icontains=name)
        rows = rows.filter(named)
    return rows.select_related("author__user", "author_agency")
