"""Who is released when, over all groups that the reader sees."""

from datetime import timedelta

from django import forms
from django.db.models import QuerySet

from ocg.members.models import MemberStatus
from ocg.members.selectors import agencies_of_managers, current_statuses
from pam.access.models import Agency
from pam.access.visibility import Reader
from pam.ui.dates import today
from pam.ui.sorting import Column, Sorting

WITHIN = {"90": "90 days", "180": "180 days", "365": "12 months", "any": "Any time"}


class ReleaseFilters(forms.Form):
    """Which releases the list shows. Without a choice: those of the next 90 days, and those whose date has
    passed without another status.
    """

    within = forms.ChoiceField(
        label="Earliest release within",
        required=False,
        choices=[("", "90 days"), *list(WITHIN.items())[1:]],
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Agency of the offender manager", required=False, empty_label="Any"
    )
    mine = forms.BooleanField(label="Only groups that I lead", required=False)

    def __init__(self, *args, reader: Reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["agency"].queryset = agencies_of_managers(reader)

    def narrow(self, rows: QuerySet[MemberStatus]) -> QuerySet[MemberStatus]:
        """`rows` as the filters say; a filter that makes no sense filters nothing."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        within = chosen.get("within") or "90"
        if within != "any":
            rows = rows.filter(release_on__lte=today() + timedelta(days=int(within)))
        if chosen.get("agency"):
            rows = rows.filter(member__manager_agency=chosen["agency"])
        if chosen.get("mine"):
            rows = rows.filter(record__lead_id=self.reader.membership_id)
        return rows

    @property
    def chosen(self) -> bool:
        """Whether any of them is chosen."""
        return any(getattr(self, "cleaned_data", {}).values())


def releases(reader: Reader) -> QuerySet[MemberStatus]:
    """The statuses that count of those who serve with a known earliest release date, over all groups."""
    rows = current_statuses(reader).filter(state=MemberStatus.State.SERVING)
    return rows.filter(release_on__isnull=False)


def sorting(request) -> Sorting:
    """The order of the list: who is released first."""
    return Sorting(request, Column("release", "Earliest release", "release_on"))
