"""The verbs of stages, for the table of verbs."""

from datetime import timedelta

from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.actions.models import Action
from pam.records.bulk import rows
from pam.stages import selectors, services
from pam.stages.models import Move
from tests.attack.verb import CODE, TEXT, TODAY, Verb


def _ocg(w):
    return Ocg.objects.get(pk=w.ocg.pk)


def _asked(w):
    return Move.objects.get(pk=w.parts["shared"]["move asked"].pk)


def _withdrawn(w):
    actor = w.people.reader("owner")
    with visibility.reading(actor):
        row = selectors.move(actor, _asked(w).uuid)
        services.withdraw_move(actor=actor, move=row, version=row.version)


def _by_another(w):
    """The colleague asks for the archive, so that the owner may decide it."""
    _withdrawn(w)
    rows(Action).filter(record_id=w.ocg.pk).update(status="done", ended_at=timezone.now(), outcome="Seen")
    w.people.memberships["colleague"].teams.add(w.people.teams["unit"])
    actor = w.people.reader("colleague")
    with visibility.reading(actor):
        row = selectors.own_row(actor, w.ocg)
        w.asked = services.make_move(
            actor=actor, record=row, version=row.version, move="archive", reason="Over"
        )


STAGE_VERBS = [
    Verb(services.make_move, lambda w: {
        "record": w.ocg, "version": _ocg(w).version, "move": "reopen", "on": TODAY() - timedelta(1),
        "reason": "Seen again"}, {"move": CODE, "reason": TEXT}, before=_withdrawn),
    Verb(services.approve_move, lambda w: {
        "move": Move.objects.get(pk=w.asked.pk), "version": 1, "decision": "Agreed"}, {"decision": TEXT},
        before=_by_another),
    Verb(services.refuse_move, lambda w: {
        "move": Move.objects.get(pk=w.asked.pk), "version": 1, "decision": "Not yet"}, {"decision": TEXT},
        before=_by_another),
    Verb(services.withdraw_move, lambda w: {
        "move": _asked(w), "version": 1, "decision": "A slip"}, {"decision": TEXT}),
]  # fmt: skip
