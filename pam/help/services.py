"""Every write to the help. Administrators and supervisors look after their agency's own; the database asks
again.
"""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from pam.access.errors import Refused, Stale
from pam.access.validation import create_valid, require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.help.models import HelpSeen, HelpText
from pam.help.selectors import KEEPERS, News, Tour, own_text

LINE, TERM = HelpText.Kind.LINE, HelpText.Kind.TERM


def _require_keeper(actor):
    if not actor.has_role(*KEEPERS):
        raise PermissionDenied


@transaction.atomic
def set_line(*, actor: Reader, line: HelpText, text: str, version: int) -> HelpText:
    """What people of the actor's agency read in place of `line`, one of pam's own; without `text` nothing.

    `version` is that of the agency's line as it was, 0 for none. Raises PermissionDenied, or Stale.
    """
    _require_keeper(actor)
    own = own_text(actor, LINE, place=line.place)
    row = own or HelpText(agency_id=actor.agency_id, kind=LINE, place=line.place, label=line.label, version=0)
    return _keep(actor, row, version, text=text)


@transaction.atomic
def reset_line(*, actor: Reader, line: HelpText) -> None:
    """Takes the agency's own line away: pam's own is shown again. Raises PermissionDenied, or Refused if
    there is none.
    """
    _require_keeper(actor)
    own = own_text(actor, LINE, place=line.place)
    if own is None:
        raise Refused("This line is the one that comes with pam already.", code="nothing_changed")
    own.delete()
    log(actor, Verb.ALTERATION, "reset help", detail=line.label)


@transaction.atomic
def set_term(
    *, actor: Reader, label: str, text: str, term: HelpText | None = None, version: int = 0
) -> HelpText:
    """A word of the agency's glossary: a new one, or `term` changed, which was opened at `version`.

    Raises PermissionDenied, Stale, or Refused without words or for one that the agency has.
    """
    _require_keeper(actor)
    require_text(label, "Enter the word or abbreviation", field="label")
    require_text(text, "Say what it means", field="text")
    place = label.strip().lower()[:80]
    same = own_text(actor, TERM, place=place)
    if same and (term is None or same.pk != term.pk):
        raise Refused("Your agency’s glossary has this word.", code="name_taken", field="label")
    if term is not None and term.agency_id != actor.agency_id:
        raise PermissionDenied
    if term is not None and term.place != place:
        raise Refused("Add another word, and remove this one.", code="other_word", field="label")
    row = term or HelpText(agency_id=actor.agency_id, kind=TERM, place=place, version=0)
    return _keep(actor, row, version, text=text, label=label.strip())


@transaction.atomic
def remove_term(*, actor: Reader, term: HelpText) -> None:
    """Removes a word of the agency's own. Raises PermissionDenied."""
    _require_keeper(actor)
    if term.agency_id != actor.agency_id or term.kind != TERM:
        raise PermissionDenied
    log(actor, Verb.ALTERATION, "remove help", detail=term.label)
    term.delete()


def _keep(actor, row, version, **values):
    if row.pk:
        row = HelpText.objects.select_for_update().get(pk=row.pk)
    if row.version != version:
        raise Stale(row)
    for name, value in values.items():
        setattr(row, name, value.strip())
    row.version = version + 1
    save_valid(row)
    log(actor, Verb.ALTERATION, "change help", detail=f"{row.label}: {row.text}"[:200])
    return row


def read_news(*, actor: Reader, newest: News) -> None:
    """The actor has read what is new up to this release."""

    def change(seen: HelpSeen) -> None:
        seen.news = max(newest.on, seen.news or newest.on)

    _seen(actor, change)


def end_tour(*, actor: Reader, tour: Tour) -> None:
    """The actor has seen the tour, or does not want it now."""

    def change(seen: HelpSeen) -> None:
        seen.tours = sorted({*seen.tours, tour.code})

    _seen(actor, change)


@transaction.atomic
def _seen(actor, change: Callable[[HelpSeen], None]):
    seen = HelpSeen.objects.select_for_update().filter(user_id=actor.user_id).first()
    if seen is None:
        seen = HelpSeen(user_id=actor.user_id)
        change(seen)
        create_valid(HelpSeen, user_id=seen.user_id, news=seen.news, tours=seen.tours)
        return
    change(seen)
    seen.save(update_fields=["news", "tours"])
