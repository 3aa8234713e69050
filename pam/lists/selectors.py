"""How a person keeps a list: their views, their teams', and what is chosen at this moment."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict
from django.urls import reverse

from pam.access.models import Membership, Team
from pam.access.visibility import Reader
from pam.db.prepared import prepared_statements
from pam.lists.declared_settings import MANAGER
from pam.lists.kept import ALL, KeptList, asked, kept_list
from pam.lists.models import SavedView
from pam.reference.selectors.settings import setting
from pam.ui.sorting import VIEW

LIMIT = 200  # views of one list that a menu shows; a person keeps 50, a team 50


@dataclass
class Keeping:
    """How the reader has a list before them.

    `views` are those they can choose, `view` is the chosen one or None, `query` says the filters and the
    order that are asked for. `roomy` and `without` are what the rows look like.
    """

    listed: KeptList
    views: list[SavedView]
    own: SavedView | None
    view: SavedView | None
    query: str

    @property
    def shown(self) -> SavedView | None:
        """What says how the rows look: the view, else what the person has set for the list."""
        return self.view or self.own

    @property
    def without(self) -> list[str]:
        """The columns that are left out, in the table's order."""
        return self.listed.known(self.shown.without) if self.shown else []

    @property
    def roomy(self) -> bool:
        """Whether the rows stand further apart."""
        return bool(self.shown and self.shown.roomy)

    @property
    def changed(self) -> bool:
        """Whether the filters or the order are others than those of the chosen view."""
        return self.view is not None and self.view.query != self.query

    @property
    def opens(self) -> SavedView | None:
        """The view that the list opens with, if the reader still has it."""
        wanted = self.own.opens if self.own else None
        return next((view for view in self.views if view.uuid == wanted), None)

    @property
    def classes(self) -> str:
        """The classes of the table: which of its columns are hidden, and how close its rows stand."""
        places = {code: place for place, (code, _) in enumerate(self.listed.columns, start=2)}
        hidden = [f"pam-without--{places[code]}" for code in self.without]
        return " ".join([*hidden, *(["pam-roomy"] if self.roomy else [])])

    @property
    def counts(self) -> str:
        """The address that counts for the filters, or "" for a list without."""
        if self.listed.counts is None:
            return ""
        return f"{reverse('lists:counts', args=[self.listed.code])}?{self.query}"

    @property
    def back(self) -> str:
        """The address of the list as it is: the same filters, the same order, the same view."""
        return self._address(self.view)

    @property
    def without_view(self) -> str:
        """The same without the view."""
        return self._address(None)

    def _address(self, view):
        query = QueryDict(self.query, mutable=True)
        if view:
            query[VIEW] = str(view.uuid)
        return f"{self.listed.address}?{query.urlencode()}" if query else self.everything

    @property
    def everything(self) -> str:
        """The address of the whole list, whatever view it opens with."""
        return f"{self.listed.address}?{VIEW}={ALL}" if self.opens else self.listed.address


def keeping(
    reader: Reader, kept: KeptList, data: QueryDict, found: list[dict[str, Any]] | None = None
) -> Keeping:
    """How `reader` has the list before them, as the address (`data`) asks. One query; none with what
    pam_open_list() `found`.
    """
    if found is None:
        with prepared_statements():
            rows = list(_of(reader).filter(listed=kept.code)[:LIMIT])
    else:
        rows = [_view(**one) for one in found]
    views = [row for row in rows if row.name]
    chosen = next((row for row in views if str(row.uuid) == data.get(VIEW)), None)
    own = next((row for row in rows if not row.name), None)
    return Keeping(listed=kept, views=views, own=own, view=chosen, query=asked(data))


def _view(*, team, **values):
    """A `SavedView` of what pam_open_list() says of it."""
    view = SavedView(**{**values, "uuid": UUID(values["uuid"])})
    view.opens = view.opens and UUID(view.opens)
    view.kept_team = team and Team(**team)
    return view


def list_or_404(code: str) -> KeptList:
    """The list of this code. Raises Http404 for one that there is not."""
    kept = kept_list(code)
    if kept is None:
        raise Http404
    return kept


def view_or_404(reader: Reader, uuid: UUID | str, *, to_change: bool = False) -> SavedView:
    """One of the reader's views or of their teams'. Raises Http404 for hidden and absent alike, and with
    `to_change` for one that they may not change.
    """
    row = _of(reader).exclude(name="").filter(uuid=uuid).first()
    if row is None or (to_change and not may_change(reader, row)):
        raise Http404
    return row


def address_of(view: SavedView) -> str:
    """The address of the list with this view: its filters are in it, so it can be sent to others."""
    kept = kept_list(view.listed)
    query = QueryDict(view.query, mutable=True)
    query[VIEW] = str(view.uuid)
    return f"{kept.address}?{query.urlencode()}" if kept else ""


def team_of(view: SavedView) -> Team | None:
    """The team that a view is for, or None for one's own; fetched with it."""
    return view.kept_team if hasattr(view, "kept_team") else getattr(view.principal, "as_team", None)


def may_change(reader: Reader, view: SavedView) -> bool:
    """Whether `reader` changes a view that they see: who saved it, and who manages its team."""
    team = team_of(view)
    return view.author_id == reader.membership_id or (
        team is not None and team.manager_id == reader.membership_id
    )


def teams_to_keep_for(reader: Reader) -> list[Team]:
    """The teams of `reader` that they save views for: all, or those that they manage (a setting)."""
    teams = Team.objects.filter(pk__in=reader.team_ids).order_by("name__folded", "pk")
    if setting("lists.team_views", reader.agency_id) == MANAGER:
        teams = teams.filter(manager_id=reader.membership_id)
    return list(teams)


def own_principal(reader: Reader) -> int:
    """The number by which views are the reader's own."""
    return Membership.objects.values_list("principal_id", flat=True).get(pk=reader.membership_id)


def _of(reader):
    rows = SavedView.objects.filter(principal_id__in=reader.principals)
    return rows.select_related("principal__as_team").order_by("name__folded", "pk")
