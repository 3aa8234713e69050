"""What a person types about how people can be reached, and what they are to each other."""

from django import forms
from django.utils import timezone

from pam.access import visibility
from pam.forms.base import ServiceForm, VersionFields
from pam.records.models import Subject
from pam.reference.selectors.lists import offered_values
from pam.subjects.declared_lists import RELATIONS
from pam.subjects.models import Relation, SafeContact
from pam.ui.direction import isolated
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios

MOST_PEOPLE = 200  # of a record, that a list offers


class SafeContactFields(forms.ModelForm):
    """How a person can be reached without putting them in danger."""

    checked_on = GovukDateField(
        label="Last checked with them",
        earliest=lambda: years_from_today(-10),
        latest=timezone.localdate,
        initial=timezone.localdate,
        error_messages={"required": "Enter the day it was last checked"},
    )

    class Meta:
        model = SafeContact
        fields = [
            "way",
            "messages",
            "agreed_words",
            "times",
            "answered_by",
            "never",
            "language",
            "interpreter",
            "needs",
            "source",
            "checked_on",
        ]
        labels = {
            "way": "Safe number or way",
            "messages": "Can a message be left?",
            "times": "Safe times",
            "answered_by": "Who may answer",
            "never": "What to never do",
            "needs": "Communication and access needs",
        }
        widgets = {"messages": Radios(inline=False, small=True)}
        help_texts = {
            "way": "Leave blank if no safe way is known. Then every page says not to call or write.",
            "agreed_words": "Only if you chose agreed words, for example: the dentist rang about Tuesday.",
            "times": "For example: weekdays 10am to 2pm, not in school holidays.",
            "answered_by": "For example: her alone. Hang up if a man answers.",
            "never": "For example: no marked car, no letters, do not ring her mother.",
            "interpreter": "For example: Kurdish Sorani, a woman, by telephone. Never a relative.",
            "needs": "For example: hard of hearing, large print, a wheelchair, slow and plain words.",
            "source": "How you know, for example: told by her on 3 March, alone.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["messages"].choices = SafeContact.Messages.choices  # without an empty one
        self.fields["agreed_words"].mark_optional = False


class SafeContactForm(SafeContactFields, ServiceForm):
    """A new one."""


class SafeContactEditForm(VersionFields, SafeContactFields):
    """One that is there already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version


class RelationFields(forms.ModelForm):
    """What one person is to another."""

    class Meta:
        model = Relation
        fields = ["subject", "kind", "other", "together", "note"]
        labels = {
            "subject": "Person",
            "kind": "What they are",
            "other": "To which person",
            "together": "Do they live together?",
        }
        widgets = {"together": Radios(small=True)}
        help_texts = {"note": "For example: since May, at weekends, according to the school."}
        error_messages = {"other": {"required": "Select the other person"}}

    def offer(self, reader, record):
        """Offers the people of the record that `reader` sees."""
        people = visibility.visible_to(reader, Subject).filter(
            record_id=record.pk, kind=Subject.Kind.PERSON, merged_into=None
        )
        people = people.order_by("name__folded", "name", "pk")
        kept = self.instance.kind_id
        self.fields["kind"].queryset = offered_values(RELATIONS, reader.agency_id, keep=kept)
        self.fields["kind"].empty_label = "Choose"
        self.fields["together"].choices = Relation.Together.choices
        for name in ("subject", "other"):
            if name in self.fields:
                self.fields[name].queryset = people
                self.fields[name].empty_label = "Choose a person"
                self.fields[name].label_from_instance = _named


def _named(person):
    born = f", born {person.born}" if person.born else ""
    return f"{isolated(person.name)}{born}"


class RelationForm(RelationFields, ServiceForm):
    """A new one."""

    def __init__(self, *args, reader, record, level, chosen=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(reader, record)
        if chosen:
            self.initial.setdefault("subject", chosen)

    def clean(self):
        """Refuses one and the same person."""
        cleaned = super().clean()
        if cleaned.get("subject") and cleaned["subject"] == cleaned.get("other"):
            self.add_error("other", "Select another person")
        return cleaned


class RelationEditForm(VersionFields, RelationFields):
    """One that is there already. Who it is about stays as it is."""

    def __init__(self, *args, reader, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        del self.fields["subject"], self.fields["other"]
        self.offer(reader, record)
