"""Which clocks a wall shows, and in which order."""

from datetime import timedelta

from django import forms
from django.db.models import F, Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils import timezone

from pam.access import visibility
from pam.access.kept_rows import KeptRows
from pam.access.models import Membership
from pam.access.selectors import names_of_teams
from pam.clocks.models import Clock
from pam.db.folding import fold
from pam.frameworks import selectors as frameworks
from pam.records.selectors.lists import shown_parts
from pam.ui.sorting import Column, Sorting

MOST_LEADS = 200  # people that part of a name can mean
WITHIN = {"1": "24 hours", "3": "3 days", "7": "7 days", "28": "28 days"}


SHOWN = (
    "record__team",
    "record__team__name",
    "record__lead",
    "record__lead__user",
    "record__lead__user__name",
    "started_at",
    "due",
    "warn_from",
    "state",
    "ended_at",
)


def _rows(reader, today):
    rows = visibility.visible_to(reader, Clock).select_related("record__team", "record__lead__user")
    return shown_parts(reader, rows, *SHOWN).annotate(
        called=Coalesce(
            KeyTextTransform("name", F("framework_version__body")),
            F("framework_version__code"),
            output_field=TextField(),
        ),
    )


ROWS = KeptRows(_rows)  # the clocks of a wall, with all that is shown with them


def clock_sorting(request):
    """The order of a wall: soonest due first unless the address says otherwise."""
    return Sorting(request, Column("due", "Due", "due"))


class WallFilters(forms.Form):
    """Which clocks a wall shows. Without a choice: all that run and that the reader sees."""

    team = forms.TypedChoiceField(label="Team", required=False, coerce=int, empty_value=None)
    mine = forms.BooleanField(label="Only records that I lead", required=False)
    lead = forms.CharField(label="Lead", required=False, max_length=120, help_text="Part of a name.")
    clock = forms.ChoiceField(label="Clock", required=False)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Running"),
            ("late", "Breached"),
            ("soon", "Due soon"),
            ("met", "Met"),
            ("met_late", "Met late"),
            ("stopped", "Stopped"),
            ("any", "Any"),
        ],
    )
    within = forms.ChoiceField(
        label="Due within", required=False, choices=[("", "Any time"), *WITHIN.items()]
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["team"].choices = [("", "Any"), *names_of_teams(reader.team_ids)]
        self.fields["clock"].choices = [("", "Any"), *frameworks.names_in_force(reader, "clock")]

    def narrow(self, rows):
        """`rows` (through the gate) as the filters say; a filter that makes no sense filters nothing."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        rows = _in_state(rows, chosen.get("state", ""))
        if chosen.get("team"):
            rows = rows.filter(record__team_id=chosen["team"])
        if chosen.get("mine"):
            rows = rows.filter(record__lead_id=self.reader.membership_id)
        if chosen.get("lead"):
            rows = rows.filter(record__lead_id__in=_named(chosen["lead"]))
        if chosen.get("clock"):
            rows = rows.filter(framework_version__code=chosen["clock"])
        if chosen.get("within"):
            rows = rows.filter(due__lte=timezone.now() + timedelta(days=int(chosen["within"])))
        return rows

    @property
    def chosen(self):
        """Whether any of them is chosen."""
        return any(getattr(self, "cleaned_data", {}).values())


def _named(words):
    people = Membership.objects.all()
    for word in fold(words).split():
        people = people.filter(user__name__folded__contains=word)
    return list(people.values_list("pk", flat=True)[:MOST_LEADS])


def _in_state(rows, state):
    if state == "late":
        return rows.late()
    if state == "soon":
        now = timezone.now()
        return rows.running().filter(due__gte=now, warn_from__lte=now)
    if state == "met_late":
        return rows.filter(state="met").filter(Q(ended_at__gt=F("due")))
    if state in ("met", "stopped"):
        return rows.filter(state=state)
    return rows if state == "any" else rows.running()
