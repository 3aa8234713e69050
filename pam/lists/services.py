"""Every write to how people keep a list. Views of a team are logged: others read their words."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Team
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.lists.kept import LONGEST, KeptList, kept_list
from pam.lists.models import SavedView
from pam.lists.selectors import may_change, own_principal, team_of, teams_to_keep_for

MOST = 50  # views of one list that a person, and a team, keeps


@transaction.atomic
def save_view(
    *,
    actor: Reader,
    kept: KeptList,
    name: str,
    query: str,
    without: Iterable[str] = (),
    roomy: bool = False,
    team: Team | None = None,
) -> SavedView:
    """Saves a view of a list under `name`: for `actor`, or for one of their teams.

    Raises PermissionDenied for a team that they don't save views for; Refused without a name, for one that is
    taken, for too many, or for filters that are too long.
    """
    if team is not None and team not in teams_to_keep_for(actor):
        raise PermissionDenied
    _require_short(query)
    principal = team.principal_id if team else own_principal(actor)
    same = SavedView.objects.filter(principal_id=principal, listed=kept.code).exclude(name="")
    if same.count() >= MOST:
        raise Refused(f"There are {MOST} views of this list already. Delete one first.", code="too_many")
    view = SavedView(principal_id=principal, author_id=actor.membership_id, listed=kept.code)
    view.name, view.query = _free_name(view, name), query
    view.without, view.roomy = kept.known(without), roomy
    save_valid(view)
    _log(actor, view, "save view for team")
    return view


@transaction.atomic
def replace_view(
    *, actor: Reader, view: SavedView, query: str, without: Iterable[str], roomy: bool
) -> SavedView:
    """Gives a view other filters, another order and other columns. Raises PermissionDenied, or Refused for
    filters that are too long.
    """
    _require_change(actor, view)
    _require_short(query)
    view.query = query
    return _keep_looks(actor, view, without, roomy)


@transaction.atomic
def rename_view(*, actor: Reader, view: SavedView, name: str) -> SavedView:
    """Gives a view another name. Raises PermissionDenied; Refused without a name or for one that is taken."""
    _require_change(actor, view)
    view.name = _free_name(view, name)
    save_valid(view, update_fields=["name"])
    _log(actor, view, "rename view of team")
    return view


@transaction.atomic
def delete_view(*, actor: Reader, view: SavedView) -> None:
    """Deletes a view. Raises PermissionDenied."""
    _require_change(actor, view)
    _log(actor, view, "delete view of team")
    view.delete()


@transaction.atomic
def arrange(
    *, actor: Reader, kept: KeptList, without: Iterable[str], roomy: bool, view: SavedView | None = None
) -> SavedView:
    """Which columns `actor` leaves out of a list, and how far apart its rows stand: for the list as such, or
    in `view`. Raises PermissionDenied for a view that they may not change.
    """
    if view is None:
        return _keep_looks(actor, _own(actor, kept), without, roomy)
    _require_change(actor, view)
    return _keep_looks(actor, view, without, roomy)


@transaction.atomic
def open_with(*, actor: Reader, kept: KeptList, view: SavedView | None) -> SavedView:
    """Opens the list with `view` for `actor` alone from now on; with None, with the whole list."""
    own = _own(actor, kept)
    own.opens = view.uuid if view else None
    return save_valid(own, update_fields=["opens"] if own.pk else None)


def _own(actor, kept):
    """What `actor` has set for the list as such: the row, or a new one."""
    principal = own_principal(actor)
    found = SavedView.objects.select_for_update().filter(principal_id=principal, listed=kept.code, name="")
    return found.first() or SavedView(principal_id=principal, author_id=actor.membership_id, listed=kept.code)


def _keep_looks(actor, view, without, roomy):
    kept = kept_list(view.listed)
    view.without, view.roomy = (kept.known(without) if kept else list(without)), roomy
    view.saved_at = timezone.now()
    save_valid(view, update_fields=["query", "without", "roomy", "saved_at"] if view.pk else None)
    _log(actor, view, "change view of team")
    return view


def _free_name(view, name):
    name = require_text(name, "Give the view a name.", field="name")
    others = SavedView.objects.filter(principal_id=view.principal_id, listed=view.listed, name__iexact=name)
    if others.exclude(pk=view.pk).exists():
        raise Refused("There is a view with that name already.", code="taken", field="name")
    return name


def _require_change(actor, view):
    if not may_change(actor, view):
        raise PermissionDenied


def _require_short(query):
    if len(query) > LONGEST:
        raise Refused("These filters are too long to be kept. Remove one.", code="too_long", field="query")


def _log(actor, view, operation):
    team = team_of(view) if view.name else None
    if team is not None:
        log(actor, Verb.ALTERATION, operation, detail=f"{view.listed}, {team.name}")
