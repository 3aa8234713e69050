"""Safe contact, an identifier and a household in the small world, whose texts carry canaries."""

from pam.access import visibility
from pam.records import services as records
from pam.records.models import Subject
from pam.reference.models import ReferenceValue
from pam.subjects.models import Particular, Relation, SafeContact
from pam.subjects.services.particulars import add_particular
from pam.subjects.services.relations import add_relation
from pam.subjects.services.safe_contacts import add_safe_contact

# Canaries of a person that the police alone know of, and the personas that may read them.
CONTACTS = dict.fromkeys(("canarysafe", "canaryhousehold", "canarynumber"), {"owner", "glass_during"})


def value(listing, code):
    """A shipped value of a list."""
    return ReferenceValue.objects.get(listing=listing, code=code)


def safe_contact(canary="", **values):
    """A safe contact as it is typed."""
    texts = {
        "way": f"07700 900 321 {canary}",
        "times": f"Weekdays 10am to 2pm {canary}",
        "answered_by": f"Her alone {canary}",
        "never": f"No letters {canary}",
        "language": f"Polish {canary}",
        "interpreter": f"A woman {canary}",
        "needs": f"Large print {canary}",
        "source": f"Told by her {canary}",
    }
    return SafeContact(**{**texts, **values})


def relation(one, other, canary="", code="parent", **values):
    """A relation as it is typed."""
    note = f"At weekends {canary}".strip()
    return Relation(subject=one, other=other, kind=value("subjects.relation", code), note=note, **values)


def add_contacts(people, record, subject, canaries, agencies=None):
    """{"safe contact", "relation", "number"} about `subject`, by the owner; with three `canaries`."""
    safe, household, number = canaries
    to = {"agencies": agencies and [people.agencies[key].pk for key in agencies]}
    actor = people.reader("owner")
    with visibility.reading(actor):
        contact = add_safe_contact(actor=actor, record=record, subject=subject, contact=safe_contact(safe))
        kin = records.add_subject(
            actor=actor, record=record, subject=Subject(name=f"Kin {household}", category="other"), **to
        )
        tie = add_relation(actor=actor, record=record, relation=relation(subject, kin, household))
        row = Particular(type="identifier", value=f"NHS 7 {number}", source=f"Clinic {number}")
        row.number_kind = value("subjects.identifier", "nhs")
        row = add_particular(actor=actor, record=record, subject=subject, particular=row, **to)
    return {"safe contact": contact, "relation": tie, "number": row}
