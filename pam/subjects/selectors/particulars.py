"""What the reader may see of what records know of subjects."""

from collections import defaultdict

from django.db.models import F, Q

from pam.access import visibility
from pam.reference.selectors.lists import attach_reference_values
from pam.subjects.models import Particular
from pam.subjects.selectors.safe_contacts import attach_safe_contacts

BESIDE = 3  # particulars beside a subject's name, on its record's page
LIMIT = 500  # rows that a page fetches
TYPES = list(Particular.Type)


def particulars_of(reader, subjects, *, past=True):
    """{number of a subject: [Particular]} of what `reader` may see of `subjects` and of the rows that are
    merged into them, in the order of the types, the newest first; without those that are over unless `past`.
    One query.
    """
    numbers = {subject.pk for subject in subjects}
    rows = visibility.visible_to(reader, Particular).filter(removed_at=None)
    rows = rows.filter(Q(subject_id__in=numbers) | Q(subject__merged_into_id__in=numbers))
    rows = list(rows.annotate(kept_id=F("subject__merged_into_id")).order_by("-pk")[:LIMIT])
    attach_reference_values(rows, "number_kind")
    found = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.is_past, TYPES.index(row.type))):
        if past or not row.is_past:
            found[row.kept_id if row.kept_id in numbers else row.subject_id].append(row)
    return found


def attach_particulars(reader, people):
    """Gives each of `people` (subjects through the gate) as `details_shown` what is not over, `BESIDE` of
    them, as `details_left` how many more there are, and as `safe_contacts` how they can be reached.
    """
    attach_safe_contacts(reader, people)
    found = particulars_of(reader, people, past=False)
    for person in people:
        rows = found.get(person.pk, [])
        person.details_shown, person.details_left = rows[:BESIDE], len(rows[BESIDE:])
