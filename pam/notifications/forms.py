"""How a person wants to be told, and whose mails the demo's mailbox shows."""

from django import forms

from pam.notifications.models import Channel
from pam.ui.forms import Radios


class MailboxFilters(forms.Form):
    """Whose mails the demo's mailbox shows."""

    to = forms.CharField(label="To", required=False, max_length=200, help_text="Part of the address")

    def narrow(self, rows):
        """`rows` (SentMail) to that address."""
        to = self.cleaned_data.get("to") if self.is_bound and self.is_valid() else ""
        return rows.filter(to__icontains=to) if to else rows


class ChoicesForm(forms.Form):
    """One choice a kind of event: `choices` are pairs of a Kind and the Channel that is chosen now."""

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        for kind, channel in choices:
            if kind.may_choose:
                self.fields[kind.code] = forms.ChoiceField(
                    label=kind.label,
                    help_text=kind.hint,
                    choices=Channel.choices,
                    initial=channel,
                    widget=Radios(inline=True, small=True),
                    error_messages={"required": f"Choose how you want to be told: {kind.label}"},
                )
