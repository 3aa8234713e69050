"""An administrator's pages: the people and teams of their agency."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.roles import role_choices
from pam.accounts.forms.people import PeopleFilters, PersonForm, TeamForm, WhyForm
from pam.accounts.selectors import people as people_selectors
from pam.accounts.selectors.membership_requests import waiting_for_person
from pam.accounts.services import administration
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, ServiceFormView

SIZE = 25
ADMINISTRATORS = (people_selectors.ADMINISTRATOR,)


def for_administrators(view):
    """Answers 403 to everyone who doesn't administer the agency that they act for."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.reader.has_role(people_selectors.ADMINISTRATOR):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def person_or_404(request, uuid):
    """The membership of one's own agency, or 404."""
    person = people_selectors.person_of(request.reader, uuid)
    if person is None:
        raise Http404
    return person


@require_GET
@for_administrators
def people(request):
    """Who acts for the agency, page by page, with filters."""
    form = PeopleFilters(request.GET or None, teams=people_selectors.teams_of(request.reader))
    chosen = form.chosen()
    context = turn(
        request, people_selectors.people_of(request.reader, **chosen).order_by("user__name__folded", "pk")
    )
    log(request.reader, Verb.CONSULTATION, "list people")
    return render(request, "accounts/people.html", context | {"form": form, "filtered": any(chosen.values())})


def turn(request, people):
    """One page of the ordered queryset `people`: {"rows", "next", "previous"}. An agency has hundreds, not
    millions.
    """
    place = request.GET.get("from", "")
    place = int(place) if place.isascii() and place.isdigit() and len(place) < 7 else 0
    rows = list(people[place : place + SIZE + 1])
    return {
        "rows": rows[:SIZE],
        "next": _page(request, place + SIZE) if len(rows) > SIZE else "",
        "previous": _page(request, max(0, place - SIZE)) if place else "",
    }


def _page(request, place):
    query = request.GET.copy()
    query["from"] = place
    return f"?{query.urlencode()}"


@require_GET
@for_administrators
def person(request, uuid):
    """A person of the agency: what they are cleared for, their teams and roles, and how their membership
    is.
    """
    found = person_or_404(request, uuid)
    roles = dict(role_choices())
    facts = [
        ("Email address", found.user.email),
        ("Post", found.post or None),
        ("Roles", ", ".join(roles[role] for role in sorted(found.roles)) or None),
        ("Clearance", found.get_clearance_display()),
        ("Teams", ", ".join(sorted(team.name for team in found.teams.all())) or None),
    ]
    log(request.reader, Verb.CONSULTATION, "open person", detail=found.user.name)
    context = {
        "person": found,
        "facts": facts,
        "own": found.user_id == request.reader.user_id,
        "waiting": waiting_for_person(found.pk),
    }
    return render(request, "accounts/person.html", context)


class EditPerson(ServiceFormView):
    """Changes post, roles, clearance and teams."""

    roles = ADMINISTRATORS
    form_class = PersonForm
    template_name = "accounts/person_edit.html"

    def open(self, uuid):
        """Finds the person."""
        self.person = person_or_404(self.request, uuid)

    def form_arguments(self):
        """The person, and the agency's teams."""
        return {
            "membership": self.person,
            "asked": waiting_for_person(self.person.pk),
            "teams": people_selectors.teams_of(self.reader),
        }

    def save(self, form):
        """Saves the person."""
        return administration.change_person(actor=self.reader, membership=self.person, **form.cleaned_data)

    def done_words(self, saved):
        """From when it holds."""
        if not saved.asked:
            return f"Saved. The change applies to {self.person.user.name} immediately."
        asked = ", ".join(row.wish for row in saved.asked)
        return f"Saved. Waiting to be accepted: {asked}. Any other change applies immediately."

    def next_page(self, saved):
        """The person's page."""
        return reverse("accounts:person", args=[self.person.uuid])

    def context(self):
        """The person."""
        return {"person": self.person}


class DecideOnPerson(ConfirmView):
    """Asks for the reason of a step about a person of the agency."""

    roles = ADMINISTRATORS
    form_class = WhyForm

    def open(self, uuid):
        """Finds the person."""
        self.person = person_or_404(self.request, uuid)

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.person.version}}

    def ask(self):
        """The question, with the name."""
        return self.question.format(self.person.user.name)

    def done_words(self, saved):
        """What was done, with the name."""
        return self.done.format(self.person.user.name)

    def next_page(self, saved):
        """The person's page."""
        return reverse("accounts:person", args=[self.person.uuid])


class SuspendPerson(DecideOnPerson):
    """Shuts a person out at once."""

    question = "Suspend {}?"
    confirm_label = "Suspend"
    done = "{} is suspended."
    danger = True
    consequences = [
        "They lose access immediately, including to pages they have open.",
        "Records they lead and actions they own stay in their name.",
        "You can lift the suspension at any time.",
    ]

    def save(self, form):
        """Suspends the person."""
        return administration.suspend(actor=self.reader, membership=self.person, **form.cleaned_data)


class RestorePerson(DecideOnPerson):
    """Lets a person back in."""

    question = "Restore access for {}?"
    confirm_label = "Restore access"
    done = "{} can act for your agency again."
    consequences = ["They get back the roles, clearance and teams shown on their page. Check these first."]

    def save(self, form):
        """Restores the person."""
        return administration.restore(actor=self.reader, membership=self.person, **form.cleaned_data)


@require_GET
@for_administrators
def teams(request):
    """The agency's teams: who manages them and how many are in them."""
    return render(request, "accounts/teams.html", {"teams": people_selectors.teams_of(request.reader)})


class TeamFormView(ServiceFormView):
    """A team's name, contact and manager."""

    roles = ADMINISTRATORS
    form_class = TeamForm
    template_name = "accounts/team.html"

    def next_page(self, saved):
        """The list of teams."""
        return reverse("accounts:teams")


class NewTeam(TeamFormView):
    """Makes a team."""

    done = "Team added. Add people to it on their own pages."

    def save(self, form):
        """Adds the team."""
        return administration.add_team(actor=self.reader, **form.cleaned_data)

    def context(self):
        """The heading."""
        return {"title": "Add a team"}


class EditTeam(TeamFormView):
    """Renames a team and says who manages it."""

    done = "Saved."

    def open(self, uuid):
        """Finds the team; 404 for another agency's."""
        rows = people_selectors.teams_of(self.reader).filter(uuid=uuid)
        self.team = rows.select_related("agency", "principal").first()
        if self.team is None:
            raise Http404
        self.title = self.team.name

    def form_arguments(self):
        """The team."""
        return {"team": self.team}

    def save(self, form):
        """Saves the team."""
        return administration.change_team(actor=self.reader, team=self.team, **form.cleaned_data)

    def context(self):
        """The team, and who is in it."""
        members = people_selectors.people_of(self.reader, team=self.team, state="live")
        members = members.order_by("user__name__folded", "pk")
        return {"title": self.title, "team": self.team, "members": members}
