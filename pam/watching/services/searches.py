"""Every write to saved searches. Those of a team are logged: others read their words."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from pam.access.errors import Refused
from pam.access.models import Team
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.lists.selectors import teams_to_keep_for
from pam.watching.models import SavedSearch
from pam.watching.selectors.searches import may_change, own_principal, team_of
from pam.watching.services.watches import watch_search

MOST = 50  # searches that a person, and a team, keeps


@transaction.atomic
def save_search(
    *, actor: Reader, name: str, words: str, query: str = "", team: Team | None = None, tell: bool = False
) -> SavedSearch:
    """Saves `words` and how they are narrowed (`query`, as the address says it) under `name`, for `actor` or
    for one of their teams; with `tell` they are notified about new results.

    Raises PermissionDenied for a team that they don't save for; Refused without a name or words, for a name
    that is taken, for too many, or as `watch_search`.
    """
    if team is not None and team not in teams_to_keep_for(actor):
        raise PermissionDenied
    principal = team.principal_id if team else own_principal(actor)
    if SavedSearch.objects.filter(principal_id=principal).count() >= MOST:
        raise Refused(f"There are {MOST} saved searches already. Delete one first.", code="too_many")
    row = SavedSearch(principal_id=principal, author_id=actor.membership_id, query=query)
    row.words = require_text(words, "There is nothing to search for.", field="words")
    row.name = _free_name(row, name)
    save_valid(row)
    _log(actor, row, "save search for team")
    if tell:
        watch_search(actor=actor, search=row)
    return row


@transaction.atomic
def rename_search(*, actor: Reader, search: SavedSearch, name: str) -> SavedSearch:
    """Gives a search another name. Raises PermissionDenied; Refused without one, or for one that is taken."""
    _require_change(actor, search)
    search.name = _free_name(search, name)
    save_valid(search, update_fields=["name"])
    _log(actor, search, "rename search of team")
    return search


@transaction.atomic
def delete_search(*, actor: Reader, search: SavedSearch) -> None:
    """Deletes a search, and with it all notifications about its results. Raises PermissionDenied."""
    _require_change(actor, search)
    _log(actor, search, "delete search of team")
    search.delete()


def _free_name(search, name):
    name = require_text(name, "Give the search a name.", field="name")
    others = SavedSearch.objects.filter(principal_id=search.principal_id, name__iexact=name)
    if others.exclude(pk=search.pk).exists():
        raise Refused("There is a saved search with that name already.", code="taken", field="name")
    return name


def _require_change(actor, search):
    if not may_change(actor, search):
        raise PermissionDenied


def _log(actor, search, operation):
    team = team_of(search)
    if team is not None:
        log(actor, Verb.ALTERATION, operation, detail=team.name)
