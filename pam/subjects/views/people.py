"""How people can be reached, and what the people of a record are to each other."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.records.forms import EndForm
from pam.records.models import Record, Subject
from pam.records.selectors.audience import label_audiences
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.page import open_record, record_context
from pam.subjects.forms_people import (
    RelationEditForm,
    RelationForm,
    SafeContactEditForm,
    SafeContactForm,
)
from pam.subjects.household import household_picture
from pam.subjects.models import Relation, SafeContact
from pam.subjects.selectors.household import household_of, relation_of
from pam.subjects.selectors.safe_contacts import attach_safe_contacts
from pam.subjects.services import relations, safe_contacts
from pam.subjects.views.particulars import AddParticular


class AddSafeContact(AddParticular):
    """Writes down how a person can be reached."""

    form_class = SafeContactForm
    template_name = "subjects/safe_contact_add.html"
    done = "Saved. It is shown wherever people could call or write."

    def form_arguments(self):
        """Nothing: it is for the agencies that the person is for."""
        return {}

    def save(self, form):
        """Keeps it."""
        return safe_contacts.add_safe_contact(
            actor=self.reader, record=self.record, subject=self.subject, contact=form.save(commit=False)
        )


class OneSafeContact(PartFormView):
    """A page about one safe contact."""

    model = SafeContact

    def open(self, uuid):
        """Opens it, with its person: who may see it may see them."""
        super().open(uuid)
        self.subject = visibility.visible_to(self.reader, Subject).get(pk=self.part.subject_id)

    def next_page(self, saved):
        """The person's page."""
        return reverse("subjects:subject", args=[self.subject.uuid])

    def context(self):
        """It, and its person."""
        return {**super().context(), "contact": self.part, "subject": self.subject}


class EditSafeContact(OneSafeContact):
    """Changes it."""

    form_class = SafeContactEditForm
    template_name = "subjects/safe_contact_edit.html"
    done = "Saved."

    def form_arguments(self):
        """The row itself."""
        return {"instance": self.part}

    def save(self, form):
        """Saves it."""
        version = form.cleaned_data["version"]
        return safe_contacts.save_safe_contact(
            actor=self.reader, contact=form.save(commit=False), version=version
        )


class EndSafeContact(OneSafeContact):
    """Takes it off."""

    form_class = EndForm
    template_name = "subjects/safe_contact_end.html"
    done = "Taken off. The record’s changes still show it."

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Takes it off."""
        return safe_contacts.end_safe_contact(actor=self.reader, contact=self.part, **form.cleaned_data)


@require_GET
def household(request, uuid):
    """The people of a record and what they are to each other: a table, and a chart of the same."""
    record = open_record(request, Record, uuid, operation="open household")
    context = record_context(request, record)
    people, ties = household_of(request.reader, record)
    attach_safe_contacts(request.reader, people)
    label_audiences(people, context["level"])
    for tie in ties:
        tie.may_change = visibility.may_change(request.reader, tie, context["level"])
    for person in people:
        person.ties = [tie for tie in ties if person.pk in (tie.one.pk, tie.another.pk)]
    shown = {"people": people, "picture": household_picture(people, ties)}
    return render(request, "subjects/household.html", context | shown)


class AddRelation(AddToRecordView):
    """Says what one person of the record is to another."""

    form_class = RelationForm
    template_name = "subjects/relation_add.html"
    done = "Added."

    def save(self, form):
        """Keeps it."""
        return relations.add_relation(actor=self.reader, record=self.record, relation=form.save(commit=False))

    def next_page(self, saved):
        """The household."""
        return reverse("subjects:household", args=[self.record.uuid])

    def context(self):
        """Whether there are two people to choose."""
        return {**super().context(), "too_few": self.form.fields["subject"].queryset.count() < 2}


class OneRelation(PartFormView):
    """A page about one relation."""

    model = Relation

    def open(self, uuid):
        """Opens it, with both people: who may see it may see them."""
        super().open(uuid)
        self.ends = relation_of(self.reader, self.part)

    def next_page(self, saved):
        """The household."""
        return reverse("subjects:household", args=[self.record.uuid])

    def context(self):
        """It, and its people."""
        one, another = self.ends
        return {**super().context(), "relation": self.part, "one": one, "another": another}


class EditRelation(OneRelation):
    """Changes it."""

    form_class = RelationEditForm
    template_name = "subjects/relation_edit.html"
    done = "Saved."

    def form_arguments(self):
        """The row itself, and which kinds are offered."""
        return {"instance": self.part, "reader": self.reader, "record": self.record}

    def save(self, form):
        """Saves it."""
        version = form.cleaned_data["version"]
        return relations.save_relation(actor=self.reader, relation=form.save(commit=False), version=version)


class EndRelation(OneRelation):
    """Ends it."""

    form_class = EndForm
    template_name = "subjects/relation_end.html"
    done = "Ended. The record’s changes still show it."

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Ends it."""
        return relations.end_relation(actor=self.reader, relation=self.part, **form.cleaned_data)
