"""Groups that people work with and that have no current score."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max
from django.utils import timezone

from ocg.scoring.due import MOST, last_scored, open_groups
from ocg.scoring.lists import LONGEST
from pam.access import visibility
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.records.models import Link
from pam.records.naming import named_by
from pam.reference.selectors.settings import setting
from pam.stages.models import Move
from pam.stages.selectors import attach_stages
from pam.ui.dates import long_date


@dataclass(frozen=True)
class Unassessed:
    """One group without a current score: the day of its last score, if any, and what names it."""

    last: date | None
    why: list[str]

    @property
    def words(self) -> str:
        """What names it, in a line."""
        return "; ".join(self.why)


def unassessed_groups(reader: Reader) -> dict[int, Unassessed]:
    """{record number: `Unassessed`} of the groups that the reader may see, without a score that is not too
    old, which agenda items, actions, links or a stage name, as far as the reader sees these.
    """
    groups = list(
        open_groups(reader).order_by("priority", "pk").only("pk", "stage", "stage_version", "created")[:MOST]
    )
    numbers = [group.pk for group in groups]
    last = last_scored(reader, numbers)
    oldest = timezone.localdate() - timedelta(days=setting(LONGEST, reader.agency_id))
    groups = [group for group in groups if group.pk not in last or last[group.pk] < oldest]
    numbers = [group.pk for group in groups]
    actions, links, since = _actions(reader, numbers), _links(reader, numbers), _moved(reader, numbers)
    named = named_by(reader, numbers)
    attach_stages(groups)
    found = {}
    for group in groups:
        why = [words for words in named.get(group.pk, ())]
        if number := actions.get(group.pk):
            why.append("1 action" if number == 1 else f"{number} actions")
        if number := links.get(group.pk):
            why.append("linked to 1 record" if number == 1 else f"linked to {number} records")
        if group.stage_now:
            day = since.get(group.pk) or timezone.localdate(group.created)
            why.append(f"at stage {group.stage_now['label']} since {long_date(day)}")
        if why:
            found[group.pk] = Unassessed(last.get(group.pk), why)
    return found


def _actions(reader, numbers):
    rows = visibility.visible_to(reader, Action).filter(record_id__in=numbers).order_by()
    return dict(rows.values_list("record_id").annotate(n=Count("pk")))


def _links(reader, numbers):
    rows = visibility.visible_to(reader, Link).filter(ended_at=None).order_by()
    found = dict(rows.filter(record_id__in=numbers).values_list("record_id").annotate(n=Count("pk")))
    back = rows.filter(other_id__in=numbers).values_list("other_id").annotate(n=Count("pk"))
    for number, n in back:
        found[number] = found.get(number, 0) + n
    return found


def _moved(reader, numbers):
    rows = visibility.visible_to(reader, Move).filter(record_id__in=numbers, state=Move.State.MADE)
    return dict(rows.order_by().values_list("record_id").annotate(last=Max("on")))
