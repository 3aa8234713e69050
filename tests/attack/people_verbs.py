"""The verbs of safe contact and of relations, for the table of verbs."""

from pam.records.models import Subject
from pam.subjects.models import Relation, SafeContact
from pam.subjects.services import relations, safe_contacts
from tests.attack.verb import TEXT, Verb
from tests.world.contacts import relation, safe_contact


def _contact(w):
    return SafeContact.objects.get(pk=w.parts["shared"]["safe contact"].pk)


def _relation(w):
    return Relation.objects.get(pk=w.parts["shared"]["relation"].pk)


def _new(w):
    return Subject.objects.get(pk=_relation(w).other_id)


TEXTS = ("way", "times", "answered_by", "never", "language", "interpreter", "needs", "source")
SAID = {f"contact.{name}": TEXT for name in TEXTS}

PEOPLE_VERBS = [
    Verb(safe_contacts.add_safe_contact, lambda w: {
        "record": w.ocg, "subject": _new(w), "contact": safe_contact()}, SAID),
    Verb(safe_contacts.save_safe_contact, lambda w: {
        "contact": (row := _contact(w)), "version": row.version}, SAID),
    Verb(safe_contacts.end_safe_contact, lambda w: {
        "contact": (row := _contact(w)), "version": row.version, "reason": "A mistake"}, {"reason": TEXT}),
    Verb(relations.add_relation, lambda w: {
        "record": w.ocg, "relation": relation(_relation(w).other, _relation(w).subject, code="afraid")}, {
        "relation.note": TEXT}),
    Verb(relations.save_relation, lambda w: {
        "relation": (row := _relation(w)), "version": row.version}, {"relation.note": TEXT}),
    Verb(relations.end_relation, lambda w: {
        "relation": (row := _relation(w)), "version": row.version, "reason": "A mistake"}, {"reason": TEXT}),
]  # fmt: skip
