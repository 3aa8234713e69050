"""What a person may type about actions. Owners are narrowed to those who would see the action."""

from django import forms


class MailboxFilters(forms.Form):
    """Whose mails the demo's mailbox shows."""

    to = forms.CharField(label="To", required=False, max_length=200, help_text="Part of the address")

    def narrow(self, rows):
        """`rows` (SentMail) to that address."""
        to = self.cleaned_data.get("to") if self.is_bound and self.is_valid() else ""
        return rows.filter(to__icontains=to) if to else rows
