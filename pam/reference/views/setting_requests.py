"""Pages about one request to loosen a setting: accepting, refusing, taking back. The list is with the other
requests (`accounts:requests`).
"""

from django.http import Http404
from django.urls import reverse

from pam.access.models import Membership
from pam.forms.views import ConfirmView
from pam.reference.forms.settings import RefusalForm
from pam.reference.selectors.setting_requests import setting_request_waiting
from pam.reference.selectors.settings import shown_setting
from pam.reference.services import setting_requests as services


class DecideSettingRequest(ConfirmView):
    """Accepts or refuses one request that is the reader's to decide; 404 for any other."""

    def open(self, uuid):
        """Finds the request."""
        self.row = setting_request_waiting(self.reader, uuid)
        if self.row is None or not self.theirs():
            raise Http404

    def theirs(self):
        """Whether the reader may do this with it."""
        return self.row.mine

    def ask(self):
        """The question."""
        return self.question.format(self.row.label)

    def context(self):
        """What is asked for, who asks, and what it is now."""
        shown = shown_setting(self.reader.agency_id, self.row.key)
        after = shown.inherited_words if self.row.reset else self.row.wish
        facts = [("Now", shown.words), ("After the change", after), ("Asked by", self.row.asked_by.user.name)]
        return {**super().context(), "facts": facts}

    def next_page(self, saved):
        """The list."""
        return reverse("accounts:requests")


class AcceptSettingRequest(DecideSettingRequest):
    """Lets the setting be loosened."""

    question = "Accept this change of “{}”?"
    consequences = [
        "It applies to everyone in your agency within a minute.",
        "Accept only if you know why it is needed.",
    ]
    confirm_label = "Accept"
    done = "Accepted. The setting is changed."

    def save(self, form):
        """Accepts it."""
        return services.accept_setting_request(actor=self.reader, request=self.row)


class RefuseSettingRequest(DecideSettingRequest):
    """Leaves the setting as it is."""

    form_class = RefusalForm
    question = "Refuse this change of “{}”?"
    confirm_label = "Refuse"
    danger = True
    done = "Refused. The setting stays as it is."

    def save(self, form):
        """Refuses it."""
        return services.refuse_setting_request(actor=self.reader, request=self.row, **form.cleaned_data)


class WithdrawSettingRequest(DecideSettingRequest):
    """Takes back what an administrator of the agency has asked for."""

    roles = (Membership.Role.ADMINISTRATOR,)
    question = "Withdraw the request to change “{}”?"
    confirm_label = "Withdraw the request"
    done = "Withdrawn. The setting stays as it is."

    def theirs(self):
        """Any administrator of the agency."""
        return True

    def save(self, form):
        """Withdraws it."""
        return services.withdraw_setting_request(actor=self.reader, request=self.row)
