"""An administrator's pages: the people and teams of their agency."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.errors import Refused, Stale
from pam.accounts.forms.people import PeopleFilters, PersonForm, TeamForm, WhyForm
from pam.accounts.services import administration
from pam.audit.services import Verb, log

SIZE = 25


def for_administrators(view):
    """Answers 403 to everybody who doesn't administer the agency that they act for."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.reader.has_role(administration.ADMINISTRATOR):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def refuse(form, error):
    """Shows what a service refused beside its field; after a `Stale` both texts. Nothing typed is lost."""
    if isinstance(error, Stale) and hasattr(form, "show_stale"):
        form.show_stale(error)
    else:
        form.add_error(error.field if error.field in form.fields else None, error.message)


def _person(request, uuid):
    """The membership of one's own agency, or 404."""
    person = administration.person_of(request.reader, uuid)
    if person is None:
        raise Http404
    return person


@require_GET
@for_administrators
def people(request):
    """Who acts for the agency, page by page, with filters."""
    form = PeopleFilters(request.GET or None, teams=administration.teams_of(request.reader))
    chosen = form.chosen()
    context = turn(request, administration.people_of(request.reader, **chosen).order_by("user__name", "pk"))
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
    """Somebody of the agency: what they are cleared for, their teams and roles, and how their membership
    stands.
    """
    found = _person(request, uuid)
    roles = dict(found.Role.choices)
    facts = [
        ("Email address", found.user.email),
        ("Post", found.post or None),
        ("Roles", ", ".join(roles[role] for role in sorted(found.roles)) or None),
        ("Clearance", found.get_clearance_display()),
        ("Teams", ", ".join(sorted(team.name for team in found.teams.all())) or None),
    ]
    log(request.reader, Verb.CONSULTATION, "open person", what=found.user.name)
    context = {"person": found, "facts": facts, "own": found.user_id == request.reader.user_id}
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "POST"])
@for_administrators
def person_edit(request, uuid):
    """Changes post, roles, clearance and teams."""
    found = _person(request, uuid)
    form = PersonForm(request.POST or None, membership=found, teams=administration.teams_of(request.reader))
    if form.is_bound and form.is_valid():
        try:
            administration.change_person(actor=request.reader, membership=found, **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, f"Saved. The change applies to {found.user.name} immediately.")
            return redirect("accounts:person", found.uuid)
    return render(request, "accounts/person_edit.html", {"person": found, "form": form})


@require_http_methods(["GET", "POST"])
@for_administrators
def person_suspend(request, uuid):
    """Shuts somebody out at once."""
    return _decide(
        request,
        uuid,
        administration.suspend,
        "Suspend {}?",
        "Suspend",
        "{} is suspended.",
        danger=True,
        consequences=[
            "They lose access immediately, including to pages they have open.",
            "Records they lead and actions they own stay in their name.",
            "You can lift the suspension at any time.",
        ],
    )


@require_http_methods(["GET", "POST"])
@for_administrators
def person_restore(request, uuid):
    """Lets somebody back in."""
    return _decide(
        request,
        uuid,
        administration.restore,
        "Restore access for {}?",
        "Restore access",
        "{} can act for your agency again.",
        consequences=["They get back the roles, clearance and teams shown on their page. Check these first."],
    )


def _decide(request, uuid, service, question, label, done, *, danger=False, consequences=()):
    """A page that asks for the reason, calls `service` and says that it is done."""
    found = _person(request, uuid)
    form = WhyForm(request.POST or None, initial={"version": found.version})
    if form.is_bound and form.is_valid():
        try:
            service(actor=request.reader, membership=found, **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, done.format(found.user.name))
            return redirect("accounts:person", found.uuid)
    context = {
        "question": question.format(found.user.name),
        "confirm_label": label,
        "form": form,
        "danger": danger,
        "cancel_url": reverse("accounts:person", args=[found.uuid]),
        "consequences": consequences,
    }
    return render(request, "ui/confirm.html", context)


@require_GET
@for_administrators
def teams(request):
    """The agency's teams: who manages them and how many are in them."""
    return render(request, "accounts/teams.html", {"teams": administration.teams_of(request.reader)})


@require_http_methods(["GET", "POST"])
@for_administrators
def team_new(request):
    """Makes a team."""
    form = TeamForm(request.POST or None)
    return _save_team(
        request,
        form,
        administration.add_team,
        "Add a team",
        "Team added. Add people to it on their own pages.",
    )


@require_http_methods(["GET", "POST"])
@for_administrators
def team(request, uuid):
    """Renames a team and says who manages it."""
    found = (
        administration.teams_of(request.reader)
        .filter(uuid=uuid)
        .select_related("agency", "principal")
        .first()
    )
    if found is None:
        raise Http404
    form = TeamForm(request.POST or None, team=found)
    name = found.name
    members = administration.people_of(request.reader, team=found, state="live").order_by("user__name", "pk")

    def save(**values):
        administration.change_team(team=found, **values)

    return _save_team(request, form, save, name, "Saved.", team=found, members=members)


def _save_team(request, form, save, title, done, **more):
    if form.is_bound and form.is_valid():
        try:
            save(actor=request.reader, **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect("accounts:teams")
    return render(request, "accounts/team.html", {"form": form, "title": title, **more})
