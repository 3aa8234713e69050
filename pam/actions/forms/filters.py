"""Which actions a list shows, and in which order."""

from django import forms
from django.utils import timezone

from pam.access import visibility
from pam.actions.models import Action
from pam.actions.selectors.actions import agencies_by_name, of_owners_named
from pam.lists.counting import few_rows, tally
from pam.lists.kept import KeptList
from pam.records.kinds import all_kinds
from pam.search.selectors import MAX_IDS, ids
from pam.ui.sorting import Column, Sorting


def action_sorting(request):
    """The orders of a list of actions: soonest due first unless the address says otherwise."""
    return Sorting(
        request,
        Column("due", "Due", "due"),
        Column("title", "Action", "title__folded"),
        Column("changed", "Last changed", "-updated", heading=False),
    )


def strand_choices():
    """(what people call them, [(code, label)]) of the strands of every kind of record."""
    every = [kind.strands for kind in all_kinds() if kind.strands]
    choices = dict(choice for strands in every for choice in strands.choices)
    return " or ".join(dict.fromkeys(strands.label for strands in every)), list(choices.items())


class ActionFilters(forms.Form):
    """Which actions a list shows. Without a choice: the reader's own, open ones; everyone's, once an agency,
    an owner or a record is asked for.
    """

    WIDER = ("agency", "owner", "record")

    q = forms.CharField(label="Words", required=False, max_length=200)
    whose = forms.ChoiceField(
        label="Whose",
        required=False,
        choices=[
            ("", "Mine"),
            ("team", "My teams’"),
            ("agency", "My agency’s"),
            ("all", "All actions I can see"),
        ],
    )
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[
            ("", "Open"),
            ("offered", "Not accepted yet"),
            ("declined", "Declined"),
            ("overdue", "Overdue"),
            ("done", "Done"),
            ("impossible", "Not possible"),
            ("not_done", "Not done"),
            ("superseded", "Superseded"),
            ("withdrawn", "Withdrawn"),
            ("any", "Any"),
        ],
    )
    agency = forms.TypedChoiceField(label="Owner’s agency", required=False, coerce=int, empty_value=None)
    owner = forms.CharField(label="Owner", required=False, max_length=120, help_text="Part of a name.")
    record = forms.CharField(
        label="Record", required=False, max_length=24, help_text="Its reference, for example OCG-26-K7QX."
    )
    kind = forms.ChoiceField(label="Kind of record", required=False)
    strand = forms.ChoiceField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Any"), *[(kind.code, kind.plural) for kind in all_kinds()]]
        self.fields["agency"].choices = [("", "Any"), *agencies_by_name()]
        field = self.fields["strand"]
        field.label, choices = strand_choices()
        field.choices = [("", "Any"), *choices]

    def narrow(self, rows, reader):
        """`rows` (through the gate) as the filters say; a filter that makes no sense filters nothing."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        whose = chosen.get("whose") or ("all" if any(chosen.get(name) for name in self.WIDER) else "")
        rows = self._status(self._whose(rows, reader, whose), chosen.get("status", ""))
        wanted = {
            "owner_agency_id": chosen.get("agency"),
            "record__reference": chosen.get("record", "").strip().upper(),
            "record__kind": chosen.get("kind"),
            "strand": chosen.get("strand"),
        }
        rows = rows.filter(**{path: value for path, value in wanted.items() if value})
        if chosen.get("owner"):
            rows = of_owners_named(rows, chosen["owner"])
        if chosen.get("q"):
            rows = rows.filter(pk__in=[row[0] for row in ids("actions", chosen["q"], limit=MAX_IDS)[""]])
        return rows

    def counted(self, rows, reader):
        """How many of `rows` each filter that is not chosen yet would leave: {filter: {value: count}}, or
        None for a long list. Those that would make the list wider are not counted.
        """
        columns = ("status", "acceptance", "due", "strand", "record__kind", "owner_agency_id")
        found = few_rows(self.narrow(rows, reader), *columns)
        if found is None:
            return None
        chosen, today = getattr(self, "cleaned_data", {}), timezone.localdate()
        places = {"strand": 3, "kind": 4}
        if chosen.get("whose") or any(chosen.get(name) for name in self.WIDER):
            places["agency"] = 5
        counts = {
            name: tally((row[place] for row in found), self.fields[name].choices)
            for name, place in places.items()
        }
        counts = {name: count for name, count in counts.items() if not chosen.get(name)}
        if not chosen.get("status"):
            answers = [("offered", ""), ("declined", "")]
            late = sum(row[2] < today for row in found)
            counts["status"] = {"": len(found), "overdue": late} | tally((row[1] for row in found), answers)
        return counts

    @property
    def chosen(self):
        """Whether any of them is chosen."""
        return any(getattr(self, "cleaned_data", {}).values())

    @staticmethod
    def _whose(rows, reader, whose):
        if whose == "all":
            return rows
        if whose == "agency":
            return rows.of_agency(reader)
        return rows.of_teams(reader) if whose == "team" else rows.owned_by(reader)

    @staticmethod
    def _status(rows, status):
        if status == "any":
            return rows
        if status == "overdue":
            return rows.overdue()
        if status in ("offered", "declined"):
            return rows.open().filter(acceptance=status)
        return rows.filter(status=status) if status else rows.open()


KEPT = KeptList(
    "actions",
    "Actions",
    "actions:list",
    (
        ("record", "Record"),
        ("strand", "Strand"),
        ("owner", "Owner"),
        ("due", "Due"),
        ("status", "Status"),
    ),
    lambda reader, data: ActionFilters(data or None),
    lambda reader, data: ActionFilters(data or None).counted(visibility.visible_to(reader, Action), reader),
)
