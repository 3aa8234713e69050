"""Resetting a training agency: asked by a person, done by the system's job."""

import logging

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.reader import reader_of_membership
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records.kinds import all_kinds
from pam.training.models import TrainingReset
from pam.training.selectors import require_may_reset

logger = logging.getLogger(__name__)
FAILED = "It did not succeed, and nothing was changed. Ask the people who run pam."
LEFT = "The person who asked no longer acts for this agency. Nothing was changed."


@transaction.atomic
def ask_reset(*, actor: Reader) -> TrainingReset:
    """Asks that all records of the actor's training agency are erased and the demo's loaded for it.

    Raises PermissionDenied if the agency is a real one, or without the role; Refused if a reset waits, or if
    the actor is in no team that the new records could belong to.
    """
    require_may_reset(actor)
    if not actor.team_ids:
        raise Refused("Join a team first: the new records belong to it.", code="no_team")
    row = TrainingReset(agency_id=actor.agency_id, asked_by_id=actor.membership_id)
    try:
        with transaction.atomic():
            save_valid(row)
    except IntegrityError:
        raise Refused("A reset is waiting already.", code="already_waiting") from None
    log(actor, Verb.ERASURE, "ask to reset training")
    return row


def reset(pk: int) -> bool:
    """Does the reset `pk`, in one transaction; answers whether it did. Runs as the jobs' role. Where it
    fails, all is as before and the row says so.
    """
    with transaction.atomic():
        rows = TrainingReset.objects.select_for_update(skip_locked=True)
        row = rows.filter(pk=pk, done_at=None).first()
        if row is None:
            return False
        actor = reader_of_membership(row.asked_by_id)
        if actor is None:
            row.problem = LEFT
        else:
            try:
                with transaction.atomic():
                    row.erased, row.loaded = _erase_and_load(actor, row)
            except Exception:
                logger.exception("Training was not reset (%s)", row.uuid)
                row.problem = FAILED
        row.done_at = timezone.now()
        save_valid(row, update_fields=["erased", "loaded", "problem", "done_at"])
        return not row.problem


def _erase_and_load(actor, row):
    """(how many records were erased, how many loaded); as `actor`, behind the wall."""
    with visibility.reading(actor):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pam_reset_training(%s, %s)", [row.uuid, _kinds_that_speak_of_others_first()]
            )
            erased = cursor.fetchone()[0]
        loaded = import_string(settings.TRAINING_STORY)(actor)
        log(actor, Verb.ERASURE, "reset training", detail=f"{erased} erased, {loaded} loaded")
    return erased, loaded


def _kinds_that_speak_of_others_first():
    """The codes of the kinds of record: a room that is installed later may speak of those before it."""
    rooms = [config.label for config in apps.get_app_configs()]
    kinds = sorted(all_kinds(), key=lambda kind: rooms.index(kind.model.split(".")[0]), reverse=True)
    return [kind.code for kind in kinds]
