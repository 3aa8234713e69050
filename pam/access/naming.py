"""Who may be named in a form: people, and where it is asked teams and agencies, listed or found by typing.

A form is given an `Offer`. Up to `MOST_LISTED` it lists them all; beyond that they are found by typing, and
the page holds none of them. The suggestions come from one address, which opens the same offer anew for the
reader.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import CharField, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.http import Http404

from pam.access.models import Agency, Membership, Team
from pam.access.visibility import Reader
from pam.db.folding import Folded, fold, sort_key
from pam.ui.direction import isolated

MOST_LISTED = 50  # lines of a drop-down, and of what "Find" shows
MOST_SUGGESTED = 20  # lines below the box while it is typed into
MOST_WORDS = 6

Named = Membership | Team | Agency
Opener = Callable[[Reader, Mapping[str, str]], "Offer"]
_openers: dict[str, Opener] = {}


def register_offer(code: str, opener: Opener) -> None:
    """Makes the offer `code` findable by typing; called by a room's AppConfig.

    `opener(reader, asked)` starts at the gate: it raises Http404 or PermissionDenied for who may not open the
    form. `asked` is the query of the address (`Offer.asked`).
    """
    _openers[code] = opener


def open_offer(reader: Reader, code: str, asked: Mapping[str, str]) -> "Offer":
    """The offer `code` for `reader`. Raises Http404 for an unknown one, and as its opener does."""
    if code not in _openers:
        raise Http404
    try:
        return _openers[code](reader, asked)
    except ValidationError:  # no uuid at all
        raise Http404 from None


def key_of(named: Named | None) -> str:
    """What a form sends: "12" for a person, "team-5", "agency-3", "" for nobody."""
    if named is None or isinstance(named, Membership):
        return str(named.pk) if named else ""
    return f"{'team' if isinstance(named, Team) else 'agency'}-{named.pk}"


def name_of(named: Named) -> str:
    """The name of the person, team or agency alone."""
    return named.user.name if isinstance(named, Membership) else named.name


def full_words(named: Named) -> str:
    """A line of a list: "Gita Granted, Probation officer (Northshire Probation Service)", "Beat team
    (Eastmoor Police)", "Eastmoor Police".
    """
    if isinstance(named, Agency):
        return str(isolated(named.name))
    post = f", {isolated(named.post)}" if isinstance(named, Membership) and named.post else ""
    return f"{isolated(name_of(named))}{post} ({isolated(named.agency.name)})"


def short_words(named: Named) -> str:
    """A line where all are of one agency: "Olive Owner, Detective Sergeant"."""
    post = f", {isolated(named.post)}" if isinstance(named, Membership) and named.post else ""
    return f"{isolated(name_of(named))}{post}"


# By the model of a group's rows: what the beginning of a typed word is compared with, and what is fetched.
_HAY = {
    Membership: ("user__name", "post", "agency__name"),
    Team: ("name", "agency__name"),
    Agency: ("name", "short_name"),
}
_RELATED = {Membership: ("user", "agency"), Team: ("agency",), Agency: ()}
_PREFIX = {Membership: "", Team: "team-", Agency: "agency-"}


@dataclass
class Offer:
    """Who may be named: `groups` are [(what they are called together, rows in any order)], narrowed already.

    `code` and `asked` name it in the address of the suggestions; without a code it is listed whatever its
    size. `words` puts one into words; `also` is who is named now and may stay.
    """

    groups: list[tuple[str, QuerySet]]
    code: str = ""
    asked: dict[str, Any] = field(default_factory=dict)
    words: Callable[[Named], str] = full_words
    also: Named | None = None
    _listed: list | None = field(default=None, init=False)
    _known: dict[str, Named | None] = field(default_factory=dict, init=False)

    @property
    def query(self) -> str:
        """The query of the suggestions' address."""
        return urlencode(self.asked)

    def few(self) -> list[tuple[str, list[Named]]] | None:
        """[(group, rows by name)] of all of them; None if there are more than a list should hold."""
        if self._listed is None:
            self._listed = []
            for label, rows in self.groups:
                # Not in an order: the database would sort thousands to give the first few.
                some = list(self._fetched(rows.order_by())[: MOST_LISTED + 1])
                self._listed.append((label, _by_name(some)))
                if self._size() > MOST_LISTED:
                    break
        return None if self.code and self._size() > MOST_LISTED else self._listed

    def _size(self) -> int:
        return sum(len(rows) for _, rows in self._listed or ())

    def found(self, typed: str, most: int = MOST_LISTED) -> list[tuple[str, list[Named]]]:
        """[(group, rows by name)] of those in whose name, post or agency a word begins with each word of
        `typed`; at most `most` and one more together, which tells that there are others.
        """
        words, found, left = fold(typed).split()[:MOST_WORDS], [], most + 1
        if not words:
            return []
        for label, rows in self.groups:
            parts = [part for path in _HAY[rows.model] for part in (path, Value(" "))]
            folded = Folded(Concat(*parts, output_field=CharField()))
            hay = Concat(Value(" "), folded, output_field=TextField())
            narrowed = rows.order_by().annotate(hay=hay)
            for word in words:
                narrowed = narrowed.filter(hay__contains=f" {word}")
            numbers = narrowed.values("pk")
            by_name = "user__name__folded" if rows.model is Membership else "name__folded"
            some = self._fetched(rows.model._default_manager.filter(pk__in=numbers)).order_by(by_name, "pk")
            shown = list(some[:left]) if left else []
            left -= len(shown)
            if shown:
                found.append((label, shown))
        return found

    def row(self, key: str) -> Named | None:
        """The one that a form sent as `key`, if it is offered."""
        if key not in self._known:
            self._known[key] = self._row(key)
        return self._known[key]

    def _row(self, key: str) -> Named | None:
        if self.also is not None and key == key_of(self.also):
            return self.also
        for _, rows in self._listed or ():
            for row in rows:
                if key_of(row) == key:
                    return row
        for _, rows in self.groups:
            prefix = _PREFIX[rows.model]
            number = key.removeprefix(prefix)
            if key.startswith(prefix) and number.isascii() and number.isdigit() and len(number) < 10:
                found = self._fetched(rows.order_by()).filter(pk=int(number)).first()
                if found is not None:
                    return found
        return None

    @staticmethod
    def _fetched(rows: QuerySet) -> QuerySet:
        related = _RELATED[rows.model]
        return rows.select_related(*related) if related else rows


def _by_name(rows: list) -> list:
    return sorted(rows, key=lambda row: (sort_key(name_of(row)), row.pk))


def people_of_agency(agency: int) -> QuerySet:
    """The live memberships of the agency with this number."""
    return Membership.objects.live().filter(agency_id=agency)
