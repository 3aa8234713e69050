"""Every write to organised crime groups, as verbs. Each takes `actor`, a `visibility.Reader`."""

from django.db import transaction
from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Audience
from pam.records.models import Entry
from pam.records.services import add_part, chronicle, create_record, save_record
from pam.reference.models import ReferenceValue

ARCHIVED = "archived"


def create(*, actor, ocg):
    """Keeps a new group: reference, people named on it, first line of its chronology. Raises Refused."""
    return create_record(actor=actor, record=ocg)


@transaction.atomic
def edit(*, actor, ocg, version, changed=()):
    """Saves an edited group that the form opened at `version`; a new stage or tier gets a line in the
    chronology.

    Raises PermissionDenied without `manage`, Stale, or Refused.
    """
    before = visibility.visible_to(actor, Ocg).select_related("stage", "tier").get(pk=ocg.pk)
    save_record(actor=actor, record=ocg, version=version, changed=changed)
    for name, old, new in [("Stage", before.stage, ocg.stage), ("Tier", before.tier, ocg.tier)]:
        if old != new:
            title = f"{name} changed from {old.label} to {new.label}"
            chronicle(actor=actor, record=ocg, kind=Entry.Kind.CHANGE, title=title)
    return ocg


def restore_value(*, actor, row, version, changed):
    """Saves a group of which an earlier value was put back. Raises as `edit`; Refused for a step into the
    archive.
    """
    if row.stage.code == ARCHIVED or row.closed_at:
        raise Refused("Archiving a group, and taking it out again, are steps of their own, with a reason.")
    return edit(actor=actor, ocg=row, version=version, changed=changed)


@transaction.atomic
def close(*, actor, ocg, version, reason):
    """Archives a group: its stage says so, it leaves the list, and the chronology says why.

    Raises PermissionDenied without `manage`, Stale, or Refused if it is archived already.
    """
    if ocg.closed_at:
        raise Refused("This group is archived already.")
    ocg.stage = ReferenceValue.objects.get(listing="ocg.stage", code=ARCHIVED)
    ocg.closed_at = timezone.now()
    return _move(actor, ocg, version, "Archived", reason)


@transaction.atomic
def reopen(*, actor, ocg, version, stage, reason):
    """Takes a group out of the archive into `stage` (a Term), and the chronology says why. Raises as `close`
    does.
    """
    if not ocg.closed_at:
        raise Refused("This group is not archived.")
    ocg.stage, ocg.closed_at = stage, None
    return _move(actor, ocg, version, "Taken out of the archive", reason)


def _move(actor, ocg, version, words, reason):
    save_record(actor=actor, record=ocg, version=version, changed=("stage",))
    title = f"{words}: {ocg.stage.label}" if not ocg.closed_at else words
    chronicle(actor=actor, record=ocg, kind=Entry.Kind.CHANGE, title=title, text=reason)
    return ocg


@transaction.atomic
def add_score(*, actor, ocg, score, audience=Audience.ALL, named_agencies=()):
    """Keeps a new score of threat, risk and harm with a line in the chronology. Raises PermissionDenied or
    Refused.
    """
    add_part(
        actor=actor, part=score, record=ocg, audience=audience, named_agencies=named_agencies, how="add score"
    )
    chronicle(
        actor=actor,
        record=ocg,
        kind=Entry.Kind.ASSESSMENT,
        text=score.rationale,
        title=f"Scored: threat {score.threat}, risk {score.risk}, harm {score.harm}",
        audience=audience,
        named_agencies=score.named_agencies,
    )
    return score
