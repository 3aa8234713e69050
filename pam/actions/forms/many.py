"""What a person chooses and types about many actions at once."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from pam.access import visibility
from pam.access.naming import Offer
from pam.access.visibility import Reader
from pam.actions.forms.actions import HolderField, OwnerField, require_holder_of_group
from pam.actions.forms.filters import ActionFilters
from pam.actions.models import Action
from pam.actions.selectors.many import changeable, new_owners
from pam.forms.base import ServiceForm
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField

MOST = 500  # actions in one change
PICK, ALL = "pick", "all"


def selection(address: QueryDict) -> dict[str, str]:
    """What an address chooses (`pick` as often as actions were ticked, or `all` of a list with its filters),
    each name once.
    """
    chosen = {name: address[name] for name in address if address[name]}
    picked = ".".join(address.getlist(PICK))
    return {**chosen, PICK: picked} if picked else chosen


def chosen_actions(reader: Reader, asked: Mapping[str, str]) -> list[Action]:
    """The actions of a `selection`, soonest due first, at most `MOST`. What is hidden from `reader` is left
    out like what is absent.
    """
    rows = visibility.visible_to(reader, Action)
    if asked.get(ALL):
        rows = ActionFilters(asked).narrow(rows, reader)
    else:
        rows = rows.filter(uuid__in=_uuids(asked.get(PICK, "")))
    return list(rows.with_owner().soonest_first()[:MOST])


def picked(rows: QuerySet, address: QueryDict) -> QuerySet:
    """Those of `rows` (actions through the gate) that an address names."""
    return rows.filter(uuid__in=_uuids(selection(address).get(PICK, "")))


def open_new_owners(reader: Reader, asked: Mapping[str, str]) -> Offer:
    """`new_owners` for the address of the suggestions."""
    return new_owners(reader, changeable(reader, chosen_actions(reader, asked)), asked)


def _uuids(text):
    found = []
    for part in text.split(".")[:MOST]:
        try:
            found.append(UUID(part))
        except ValueError:
            continue
    return found


class ManyForm(ServiceForm):
    """Another owner, another due date, or both, for many actions; why the date moves.

    `shown` is what the check has shown (`carry`): so that what is done is what was seen.
    """

    owner = OwnerField(label="New owner", required=False, empty_label="Keep each owner")
    holder = HolderField()
    due = GovukDateField(
        label="New due date",
        required=False,
        earliest=timezone.localdate,
        latest=lambda: years_from_today(10),
        help_text="Leave it empty to keep each date.",
    )
    reason = forms.CharField(
        label="Why?",
        required=False,
        max_length=500,
        help_text="Asked for a new date. Each record’s chronology will show it.",
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    mark_optional = False

    def __init__(self, *args, offer, **kwargs):
        """`offer` is who could own one of the actions."""
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(offer)

    def clean(self):
        """Asks for one of the two, and why a date moves."""
        cleaned = super().clean()
        require_holder_of_group(self, cleaned)
        if not cleaned.get("owner") and cleaned.get("holder"):
            self.add_error("holder", "Leave this empty, or choose a team or agency as the owner")
        if cleaned.get("due") and not cleaned.get("reason"):
            self.add_error("reason", "Say why the due date is changing")
        if not self.errors and not (cleaned.get("owner") or cleaned.get("due")):
            self.add_error("owner", "Choose another owner or another due date")
        return cleaned

    @property
    def typed(self):
        """[(name, value)] of what was sent, so that the check can send it again."""
        names = ("owner", "owner_words", "holder", "due_day", "due_month", "due_year", "reason")
        return [(name, self.data.get(name, "")) for name in names if self.data.get(name)]
