"""What a person types to give a sanitised action, and to report on one."""

from django import forms
from django.utils import timezone

from pam.access.models import Agency, Principal, User
from pam.actions.forms.actions import ask_for_strand
from pam.actions.models import SanitisedReport
from pam.actions.proposals import SanitisedProposal
from pam.actions.selectors.actions import followers
from pam.actions.selectors.sanitised import Text, receivers_at
from pam.disclosure.selectors.sharing import label_of
from pam.forms.base import ServiceForm
from pam.forms.named import NamedField
from pam.records.forms import AudienceFields
from pam.records.references import references_in
from pam.subjects.selectors.safe_contacts import safe_contacts_in
from pam.subjects.selectors.warnings import warnings_in
from pam.ui.fields import row_number, years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios

MOST_PASSED_ON = 2000  # characters of the warnings that a receiver reads
FEW = 8  # people who are listed without being looked for


class AgencyChoiceForm(forms.Form):
    """At which agency the receiver is."""

    mark_optional = False
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        to_field_name="uuid",
        label="Which agency is it for?",
        empty_label="Choose an agency",
    )
    who = forms.CharField(
        label="Name of a person there",
        required=False,
        max_length=100,
        help_text="Leave blank to choose the agency or one of its teams on the next page.",
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(training=reader.training)


class SanitisedForm(AudienceFields):
    """A sanitised action: what the receiver reads, and what stays on the record."""

    receiver = forms.ModelChoiceField(
        Principal.objects.none(), label="Who is it for?", empty_label=None, widget=Radios
    )
    title = forms.CharField(label="What needs to be done", max_length=200)
    details = forms.CharField(
        label="Details",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only what they need to do it. Do not say what the record is about or how you know.",
    )
    warnings = forms.MultipleChoiceField(
        label="Warnings and safe contact to pass on",
        required=False,
        widget=Checkboxes(small=True),
        help_text="Without names. Take off those that have nothing to do with what they are asked.",
    )
    due = GovukDateField(label="Due date", earliest=timezone.localdate, latest=lambda: years_from_today(10))
    contact = forms.CharField(
        label="How they can contact you", max_length=200, help_text="An e-mail address or a telephone number."
    )
    owner = NamedField(label="Who will follow it up")
    strand = forms.ChoiceField(widget=Radios)
    note = forms.CharField(
        label="Note for the record",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Stays on the record with the action.",
    )
    read_by_them = ("receiver", "title", "details", "warnings", "due", "contact")

    def __init__(self, *args, reader, record, level, agency, person_name="", **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        groups, people, self.more_people = receivers_at(agency, person_name)
        # A person found by name a moment ago stays chosen.
        chosen = row_number(str(self.data.get("receiver", "")))
        # A long list of people hides the teams: those of a big agency are found by name.
        known = [*groups, *(people if person_name or len(people) <= FEW else ())]
        rows = Principal.objects.filter(agency=agency).select_related("agency")
        if chosen is not None and not any(p.pk == chosen for p in known):
            known += list(rows.filter(pk=chosen))
        self.fields["receiver"].queryset = rows
        self.fields["receiver"].choices = [(p.pk, label_of(p)) for p in known]
        self._offer_warnings(reader, record)
        ask_for_strand(self, record.kind)
        self.fields["owner"].offer(followers(reader, record))
        self.initial.setdefault("owner", reader.membership_id)
        if person_name and len(people) == 1:
            self.initial.setdefault("receiver", people[0].pk)
        if "audience" in self.fields:
            self.fields["audience"].label = "Who sees it on the record?"
        self.initial.setdefault("contact", User.objects.get(pk=reader.user_id).email)

    def _offer_warnings(self, reader, record):
        """How the record's people can be reached and its warnings, all ticked: a person who calls or visits
        must know. Without names and numbers.
        """
        safe = [row.safe_contacts[0] for row in safe_contacts_in(reader, record)]
        offered = [(f"contact-{row.pk}", f"Safe contact: {row.rule_words}") for row in safe]
        found = {row.kind_id: row for _, rows in warnings_in(reader, record) for row in rows}
        offered += [(f"{row.kind_id}", f"{row.kind}") for row in found.values()]
        if not offered:
            del self.fields["warnings"]
            return
        self.fields["warnings"].choices = offered
        self.fields["warnings"].mark_optional = False
        self.initial.setdefault("warnings", [number for number, _ in offered])

    @property
    def passed_on(self):
        """The warnings that the receiver reads, in words: "Dogs, Weapons"."""
        chosen = self.cleaned_data.get("warnings") or ()
        offered = self.fields["warnings"].choices if chosen else ()
        return ", ".join(label for number, label in offered if number in chosen)

    def clean(self):
        """Refuses references of records in what the receiver reads, and more warnings than they would be
        shown: none is cut.
        """
        cleaned = super().clean()
        if len(self.passed_on) > MOST_PASSED_ON:
            words = f"Choose fewer: together they have more than {MOST_PASSED_ON} characters"
            self.add_error("warnings", words)
        for name in ("title", "details", "contact"):
            if found := references_in(cleaned.get(name) or ""):
                self.add_error(
                    name,
                    f"Remove the reference {', '.join(found)}. The receiver is not allowed to know "
                    "about the record.",
                )
        return cleaned

    @property
    def theirs(self):
        """The fields whose text the receiver reads."""
        return [self[name] for name in self.read_by_them if name in self.fields]

    @property
    def ours(self):
        """The fields that stay on the record."""
        return [field for field in self if field.name not in self.read_by_them and not field.is_hidden]

    @property
    def typed(self):
        """What was sent, name by name, so that the preview can send it again."""
        names = [n for n in self.fields if n not in ("due", "agencies", "warnings")] + [
            "due_day",
            "due_month",
            "due_year",
        ]
        pairs = [(self.add_prefix(name), self.data.get(self.add_prefix(name), "")) for name in names]
        for name in [name for name in ("agencies", "warnings") if name in self.fields]:
            pairs += [(name, value) for value in self.data.getlist(name)]
        return pairs

    def text(self):
        """The `Text` that the receiver would read."""
        data, reader = self.cleaned_data, self.reader
        return Text(
            data["title"],
            data["details"],
            data["due"],
            data["contact"],
            reader.name,
            reader.agency_name,
            self.passed_on,
        )

    def proposal(self):
        """What is proposed, a `SanitisedProposal`."""
        names = {*self.read_by_them, "owner", "strand", "note"} - {"warnings"}
        values = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return SanitisedProposal(**values, warnings=self.passed_on, agencies=self.addressed_to())


class ReportForm(ServiceForm):
    """The status of a sanitised action."""

    kind = forms.ChoiceField(
        label="What is the status?",
        choices=SanitisedReport.Kind,
        initial=SanitisedReport.Kind.PROGRESS,
        widget=Radios,
    )
    text = forms.CharField(
        label="What was done, or why it cannot be",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The person who gave you the action sees this, with your name and agency.",
        error_messages={"required": "Say what was done, or why it cannot be"},
    )
