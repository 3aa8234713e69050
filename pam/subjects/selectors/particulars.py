"""What the reader may see of what records know of subjects."""

from collections import defaultdict

from pam.access import visibility
from pam.records.models import Subject
from pam.reference.selectors.lists import attach_reference_values
from pam.subjects.models import Particular

BESIDE = 3  # particulars beside a subject's name, on its record's page
LIMIT = 500  # rows that a page fetches
TYPES = list(Particular.Type)


def particulars_of(reader, subjects, *, past=True):
    """{number of a subject: [Particular]} of what `reader` may see of `subjects`, in the order of the types,
    the newest first; without those that are over unless `past`. One query.
    """
    numbers = [subject.pk for subject in subjects]
    rows = visibility.visible_to(reader, Particular).filter(subject_id__in=numbers, removed_at=None)
    rows = list(rows.order_by("-pk")[:LIMIT])
    attach_reference_values(rows, "number_kind")
    found = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.is_past, TYPES.index(row.type))):
        if past or not row.is_past:
            found[row.subject_id].append(row)
    return found


def attach_particulars(reader, people):
    """Gives each of `people` (subjects through the gate) as `details_shown` what is not over, `BESIDE` of
    them, and as `details_left` how many more there are.
    """
    merged = visibility.visible_to(reader, Subject).filter(merged_into__in=people)
    stands_for = dict(merged.values_list("pk", "merged_into_id"))
    found = particulars_of(reader, [*people, *(Subject(pk=number) for number in stands_for)], past=False)
    for number, kept in stands_for.items():
        found[kept] = [*found.get(kept, []), *found.get(number, [])]
    for person in people:
        rows = found.get(person.pk, [])
        person.details_shown, person.details_left = rows[:BESIDE], len(rows[BESIDE:])
