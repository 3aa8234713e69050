"""What a person types about matches, to ask other agencies, and to answer them."""

from datetime import timedelta

from django import forms

from pam.access.models import Agency, LawfulBasis, Team
from pam.enquiries import selectors as enquiry_selectors
from pam.enquiries.models import Enquiry, EnquiryRecipient
from pam.forms.base import ServiceForm
from pam.reference.selectors.settings import setting
from pam.ui.dates import today
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios
from pam.ui.partial_dates import PartialDateFormField


class AskForm(ServiceForm):
    """Who or what one asks about, why, and who."""

    mark_optional = True
    kind = forms.ChoiceField(label="What is it about?", choices=Enquiry.Kind, initial="person", widget=Radios)
    name = forms.CharField(
        label="Name, address or registration",
        max_length=200,
        error_messages={"required": "Enter the name, address or registration"},
    )
    born = PartialDateFormField(label="Date of birth", required=False)
    more = forms.CharField(
        label="Other identifiers",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Aliases, telephone numbers, former addresses. Do not include what you know about them.",
    )
    purpose = forms.CharField(
        label="Why you ask",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The people who answer will read this. Include only what they need to know.",
        error_messages={"required": "Say why you ask"},
    )
    basis = forms.ModelChoiceField(
        LawfulBasis.objects.none(), label="Lawful basis", empty_label="Choose a lawful basis"
    )
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label="Which agencies?",
        widget=Checkboxes,
        help_text="Only agencies with an agreement in force with yours are listed.",
        error_messages={"required": "Select the agencies to ask"},
    )
    answer_by = GovukDateField(label="Answer by", earliest=today, latest=lambda: years_from_today(1))

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = enquiry_selectors.agencies_to_ask(reader)
        self.fields["basis"].queryset = enquiry_selectors.bases_to_ask_on(reader)
        self.initial.setdefault(
            "answer_by", today() + timedelta(days=setting("enquiries.answer_days", reader.agency_id))
        )

    @property
    def typed(self):
        """What was sent, name by name, so that the confirmation can send it again."""
        names = [name for name in self.fields if name not in ("born", "answer_by", "agencies")]
        names += [f"{day}_{part}" for day in ("born", "answer_by") for part in self.fields[day].widget.parts]
        pairs = [(name, self.data.get(name, "")) for name in names]
        return pairs + [("agencies", value) for value in self.data.getlist("agencies")]


ANSWER_HINTS = {
    "hit": "You know them. They may ask you for more. You have not shared anything yet.",
    "contact": "You would rather speak, whatever you know.",
    "none": "You know nothing or choose not to say. They cannot tell which.",
}


class AnswerForm(ServiceForm):
    """What an agency says."""

    answer = forms.ChoiceField(
        label="Your agency’s answer",
        choices=EnquiryRecipient.Answer,
        widget=Radios(hints=ANSWER_HINTS),
        error_messages={"required": "Select an answer"},
    )
    words = forms.CharField(
        label="Who they should contact",
        required=False,
        max_length=500,
        help_text="For a hit, or to be contacted. They read this. Left out of “No hit to declare”.",
    )

    @property
    def typed(self):
        """What was sent, name by name, so that the confirmation can send it again."""
        return [(name, self.data.get(name, "")) for name in self.fields]

    def clean(self):
        """Asks who to contact where that is the answer."""
        cleaned = super().clean()
        if (
            cleaned.get("answer") == EnquiryRecipient.Answer.CONTACT
            and not (cleaned.get("words") or "").strip()
        ):
            self.add_error("words", "Say who they should contact and how")
        return cleaned


class ContactPointForm(ServiceForm):
    """Which team answers for the agency."""

    team = forms.ModelChoiceField(Team.objects.none(), label="Team that answers", empty_label="Choose a team")

    def __init__(self, *args, agency_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = (
            Team.objects.filter(agency_id=agency_id).select_related("agency").order_by("name__folded")
        )
