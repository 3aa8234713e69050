"""Every write to organised crime groups, as verbs. Each takes `actor`, a `visibility.Reader`.

A group goes from stage to stage, into the archive and out of it, by its moves (pam/stages).
"""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from ocg.facts.services import PlaceTyped, keep_places
from ocg.models import Ocg, Score
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.visibility import Reader
from pam.records.models import Entry
from pam.records.services import add_part, chronicle, create_record, save_record


@transaction.atomic
def create(*, actor: Reader, ocg: Ocg, places: Sequence[PlaceTyped] = ()) -> Ocg:
    """Keeps a new group with its places: reference, people named on it, first line of its chronology. It
    begins at the first stage, or at `ocg.stage` if that is set (what moves in from another system). A lead
    who is another person is asked to accept. Raises Refused.
    """
    create_record(actor=actor, record=ocg)
    keep_places(actor=actor, ocg=ocg, places=places)
    return ocg


@transaction.atomic
def edit(
    *,
    actor: Reader,
    ocg: Ocg,
    version: int,
    changed: Collection[str] = (),
    places: Sequence[PlaceTyped] | None = None,
) -> Ocg:
    """Saves an edited group that the form opened at `version`, with `places` as all of its places (None: as
    they are). Its tier is set by `scoring.services.set_tier`.

    Raises PermissionDenied without `manage`, Stale, or Refused for another tier, or as `save_record` and
    `keep_places` do.
    """
    if ocg.tier_id != visibility.visible_to(actor, Ocg).values_list("tier_id", flat=True).get(pk=ocg.pk):
        words = "The tier is changed on a page of its own, beside what the scores propose."
        raise Refused(words, code="tier_by_itself", field="tier")
    save_record(actor=actor, record=ocg, version=version, changed=changed)
    if places is not None:
        keep_places(actor=actor, ocg=ocg, places=places)
    return ocg


def restore_value(*, actor: Reader, row: Ocg, version: int, changed: Collection[str]) -> Ocg:
    """Saves a group of which an earlier value was put back. Raises as `edit`."""
    return edit(actor=actor, ocg=row, version=version, changed=changed)


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
