"""Every write to organised crime groups, as verbs. Each takes `actor`, a `visibility.Reader`."""

from collections.abc import Collection, Iterable

from django.db import transaction

from ocg.models import Ocg, Score
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.visibility import Reader
from pam.records.models import Entry
from pam.records.services import add_part, chronicle, close_record, create_record, reopen_record, save_record
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import protected_value

ARCHIVED = "archived"


def create(*, actor: Reader, ocg: Ocg) -> Ocg:
    """Keeps a new group: reference, people named on it, first line of its chronology. Raises Refused."""
    return create_record(actor=actor, record=ocg)


@transaction.atomic
def edit(*, actor: Reader, ocg: Ocg, version: int, changed: Collection[str] = ()) -> Ocg:
    """Saves an edited group that the form opened at `version`; a new stage or tier gets a line in the
    chronology.

    Raises PermissionDenied without `manage`, Stale, or Refused: for a step into the archive or out of it too.
    """
    before = visibility.visible_to(actor, Ocg).select_related("stage", "tier").get(pk=ocg.pk)
    if before.stage_id != ocg.stage_id and ARCHIVED in {before.stage.code, ocg.stage.code}:
        raise _own_step()
    save_record(actor=actor, record=ocg, version=version, changed=changed)
    for name, old, new in [("Stage", before.stage, ocg.stage), ("Tier", before.tier, ocg.tier)]:
        if old != new:
            title = f"{name} changed from {old.label} to {new.label}"
            chronicle(actor=actor, record=ocg, kind=Entry.Kind.CHANGE, title=title)
    return ocg


def restore_value(*, actor: Reader, row: Ocg, version: int, changed: Collection[str]) -> Ocg:
    """Saves a group of which an earlier value was put back. Raises as `edit`; Refused for a step into the
    archive.
    """
    if row.stage.code == ARCHIVED or row.closed_at:
        raise _own_step()
    return edit(actor=actor, ocg=row, version=version, changed=changed)


def _own_step():
    words = "To archive a group or take it out of the archive, use its own page and give a reason."
    return Refused(words, code="own_step")


def close(*, actor: Reader, ocg: Ocg, version: int, reason: str) -> Ocg:
    """Archives a group: its stage says so, it leaves the list, and the chronology says why.

    Raises PermissionDenied without `manage`, Stale, or Refused if it is archived already or another agency's.
    """
    ocg.stage = protected_value("ocg.stage", ARCHIVED)
    return close_record(
        actor=actor, record=ocg, version=version, title="Archived", reason=reason, operation="archive"
    )


def reopen(*, actor: Reader, ocg: Ocg, version: int, stage: ReferenceValue, reason: str) -> Ocg:
    """Takes a group out of the archive into `stage` (a Term), and the chronology says why. Raises as `close`
    does.
    """
    ocg.stage, title = stage, f"Taken out of the archive: {stage.label}"
    return reopen_record(actor=actor, record=ocg, version=version, title=title, reason=reason)


@transaction.atomic
def add_score(*, actor: Reader, ocg: Ocg, score: Score, agencies: Iterable[int] | None = None) -> Score:
    """Keeps a new score of threat, risk and harm with a line in the chronology. Raises PermissionDenied or
    Refused.
    """
    add_part(actor=actor, part=score, record=ocg, agencies=agencies, operation="add score")
    chronicle(
        actor=actor,
        record=ocg,
        kind=Entry.Kind.ASSESSMENT,
        text=score.rationale,
        title=f"Scored: threat {score.threat}, risk {score.risk}, harm {score.harm}",
        agencies=score.agencies,
    )
    return score
