"""The people of a record and what they are to each other, as far as the reader may see."""

from pam.access import visibility
from pam.records.models import Subject
from pam.reference.selectors.lists import attach_reference_values
from pam.subjects.models import Relation

MOST_PEOPLE = 100
MOST_RELATIONS = 300


def household_of(reader, record):
    """(people, relations) of `record`: those who are involved, the oldest first, each relation with `one` and
    `another`, the people that it is shown for (of merged rows the one that is kept). A constant number of
    queries.
    """
    rows = visibility.visible_to(reader, Subject).filter(record_id=record.pk, kind=Subject.Kind.PERSON)
    rows = list(rows.filter(ended_at=None).order_by("name__folded", "name", "pk")[:MOST_PEOPLE])
    people = {row.pk: row for row in rows}
    relations = visibility.visible_to(reader, Relation).filter(record_id=record.pk, ended_at=None)
    shown = []
    for relation in relations.order_by("pk")[:MOST_RELATIONS]:
        one, another = (_kept(people, number) for number in (relation.subject_id, relation.other_id))
        if one and another and one.pk != another.pk:
            relation.one, relation.another = one, another
            relation.subject_id, relation.other_id = one.pk, another.pk
            shown.append(relation)
    attach_reference_values(shown, "kind")
    kept = [row for row in rows if row.merged_into_id not in people]
    return sorted(kept, key=lambda row: (row.born is None, row.born or 0)), shown


def relation_of(reader, relation):
    """(one person, the other one) of a relation that came through the gate."""
    rows = visibility.visible_to(reader, Subject).filter(pk__in=[relation.subject_id, relation.other_id])
    people = {row.pk: row for row in rows}
    return people[relation.subject_id], people[relation.other_id]


def _kept(people, number):
    row = people.get(number)
    return people.get(row.merged_into_id, row) if row else None
