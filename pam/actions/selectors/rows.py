"""The rows of the list of actions, with all that is shown with them: one statement."""

from django.db.models import Exists, OuterRef

from pam.access import visibility
from pam.access.conditions import HeldConditions
from pam.access.kept_rows import Among, KeptRows
from pam.actions.models import Action, SanitisedAction
from pam.records.selectors.names import named

SHOWN = (
    "uuid",
    "record",
    "marking",
    "title",
    "strand",
    "owner",
    "owner__user",
    "owner__user__name",
    "owner_team",
    "owner_team__name",
    "owner_agency",
    "owner_agency__name",
    "owner_agency__short_name",
    "holder",
    "acceptance",
    "answer",
    "due",
    "times_moved",
    "first_due",
    "status",
    "visit",
)


def _rows(reader, today):
    given = SanitisedAction.objects.filter(Among("receiver_id", reader.principals))
    rows = visibility.visible_to(reader, Action).with_owner().only(*SHOWN)
    return rows.annotate(
        held=HeldConditions("record_id", reader),
        named=named(reader, OuterRef("record_id")),
        some_given=Exists(given.filter(state__in=SanitisedAction.LIVE)),
    )


ROWS = KeptRows(_rows)
