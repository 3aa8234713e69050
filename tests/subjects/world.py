"""Names, addresses and numbers of people in records, for the tests of this room."""

from pam.access import visibility
from pam.records.models import Subject
from pam.subjects.models import Particular
from pam.subjects.services import particulars


def add_particular(people, subject, type="telephone", value="07700 900731", persona="owner", **more):
    """A particular of a subject, added by a persona; `agencies` are keys."""
    agencies = more.pop("agencies", None)
    actor = people.reader(persona)
    with visibility.reading(actor):
        row = Subject.objects.select_related("record").get(pk=subject.pk)
        return particulars.add_particular(
            actor=actor,
            record=row.record,
            subject=row,
            particular=Particular(type=type, value=value, **more),
            agencies=agencies and [people.agencies[key].pk for key in agencies],
        )
