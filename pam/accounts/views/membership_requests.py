"""Pages about requests to join a team or for a role: what waits, accepting, refusing, taking back."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.accounts.forms.invitations import ReasonForm
from pam.accounts.selectors import membership_requests as selectors
from pam.accounts.selectors.people import ADMINISTRATOR
from pam.accounts.services import membership_requests as services
from pam.accounts.views.people import ADMINISTRATORS
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView
from pam.reference.selectors.setting_requests import decided_setting_requests, waiting_setting_requests


@require_GET
def requests(request):
    """What waits to be accepted, as far as the reader may know of it, and what came of the latest ones."""
    reader = request.reader
    context = {
        "waiting": selectors.waiting_requests(reader),
        "decided": selectors.decided_requests(reader),
        "setting_requests": [*waiting_setting_requests(reader), *decided_setting_requests(reader)],
        "new_members": selectors.new_members(reader),
        "watches": selectors.sees_all_requests(reader),
        "administers": reader.has_role(ADMINISTRATOR),
        "days": selectors.SHOWN_DAYS,
    }
    log(reader, Verb.CONSULTATION, "list membership requests")
    return render(request, "accounts/requests.html", context)


class DecideRequest(ConfirmView):
    """Accepts or refuses one request that is the reader's to decide; 404 for any other."""

    def open(self, uuid):
        """Finds the request."""
        self.row = self.find(uuid)
        if self.row is None:
            raise Http404

    def find(self, uuid):
        """The waiting request that is the reader's to decide."""
        return selectors.request_to_decide(self.reader, uuid)

    def ask(self):
        """The question, with the person and what is asked for."""
        name = self.row.membership.user.name
        if self.row.team_id:
            return self.team_question.format(name=name, team=self.row.team.name)
        return self.role_question.format(name=name, role=self.row.get_role_display())

    def context(self):
        """Who asks, since when, and who the person is."""
        person = self.row.membership
        facts = [
            ("Name", person.user.name),
            ("Email address", person.user.email),
            ("Post", person.post or None),
            ("Asked by", self.row.asked_by.user.name),
        ]
        return {**super().context(), "facts": facts}

    def done_words(self, saved):
        """What was done."""
        return self.done.format(self.row.membership.user.name)

    def next_page(self, saved):
        """The list."""
        return reverse("accounts:requests")


class AcceptRequest(DecideRequest):
    """Lets a person into a team, or confirms a role."""

    team_question = "Let {name} join {team}?"
    role_question = "Confirm that {name} gets the role of {role}?"
    confirm_label = "Accept"
    done = "Accepted. This applies to {} immediately."

    @property
    def consequences(self):
        """What the person can do then."""
        if self.row.team_id:
            return [
                "They will be able to open and manage all records of this team, up to their clearance.",
                "Accept only if you know this person and expected them.",
            ]
        return ["Accept only if you know this person and why they need this role."]

    def save(self, form):
        """Accepts it."""
        return services.accept_request(actor=self.reader, request=self.row)


class RefuseRequest(DecideRequest):
    """Leaves a person without the team or role."""

    form_class = ReasonForm
    team_question = "Refuse to let {name} join {team}?"
    role_question = "Refuse to give {name} the role of {role}?"
    confirm_label = "Refuse"
    danger = True
    done = "Refused. Nothing has changed for {}."

    def save(self, form):
        """Refuses it."""
        return services.refuse_request(actor=self.reader, request=self.row, **form.cleaned_data)


class WithdrawRequest(DecideRequest):
    """Takes back what an administrator of the agency has asked for."""

    roles = ADMINISTRATORS
    team_question = "Withdraw the request that {name} joins {team}?"
    role_question = "Withdraw the request that {name} gets the role of {role}?"
    confirm_label = "Withdraw the request"
    done = "Withdrawn. Nothing has changed for {}."

    def find(self, uuid):
        """Any waiting request of the agency."""
        return next((row for row in selectors.waiting_requests(self.reader) if row.uuid == uuid), None)

    def save(self, form):
        """Withdraws it."""
        return services.withdraw_request(actor=self.reader, request=self.row)
