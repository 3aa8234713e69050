"""The verbs of merges, for the table of verbs."""

from pam.access import visibility
from pam.merging import selectors, services
from pam.merging.models import Merge
from tests.attack.verb import TEXT, Verb
from tests.merging.made import approve, no_move_waits, second_supervisor


def _again(w):
    return Merge.objects.get(pk=w.parts["hidden"]["merge"].pk)


def _no_move(w):
    no_move_waits(w.people, w.ocg)


def _none_waits(w):
    """The merge of the world is withdrawn, and no move waits."""
    _no_move(w)
    actor = w.people.reader("owner")
    with visibility.reading(actor):
        row = selectors.merge(actor, _again(w).uuid)
        services.withdraw(actor=actor, merge=row, version=row.version)


def _second(w):
    _no_move(w)
    second_supervisor(w.people)


def _seen(w):
    actor = w.people.reader("colleague")
    with visibility.reading(actor):
        return selectors.seal_of(selectors.own_row(actor, w.ocg.pk), selectors.own_row(actor, w.twin.pk))


def _merged(w):
    _no_move(w)
    approve(w.people, _again(w))


MERGING_VERBS = [
    Verb(services.propose, lambda w: {
        "record": w.ocg, "gone": w.twin, "choices": {}, "reason": "The same"}, {
        "reason": TEXT}, before=_none_waits),
    Verb(services.refuse, lambda w: {
        "merge": (row := _again(w)), "version": row.version, "decision": "No"}, {
        "decision": TEXT}, persona="colleague", before=_second),
    Verb(services.withdraw, lambda w: {
        "merge": (row := _again(w)), "version": row.version}, {}),
    Verb(services.approve, lambda w: {
        "merge": _again(w), "seen": _seen(w), "decision": "Yes"}, {
        "decision": TEXT}, persona="colleague", before=_second),
    Verb(services.undo, lambda w: {"merge": _again(w), "reason": "Two"}, {
        "reason": TEXT}, persona="colleague", before=_merged),
]  # fmt: skip
