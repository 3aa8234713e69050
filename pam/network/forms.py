"""Which nodes of a chart to show, and what a person says before it leaves pam."""

from datetime import date

from django import forms

from pam.network.graph import RECORD
from pam.records.models import Subject
from pam.records.views.download import DownloadForm
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios
from pam.ui.spreadsheets import CSV, XLSX

PNG = "png"


KINDS = [(code, f"{label}s") for code, label in Subject.Kind.choices if code != Subject.Kind.PERSON]


class NetworkFilter(forms.Form):
    """Kinds of nodes, and the days on which what connects them was recorded; all without a choice."""

    mark_optional = False

    kind = forms.MultipleChoiceField(
        label="Show",
        choices=[(Subject.Kind.PERSON, "People"), *KINDS, (RECORD, "Records")],
        required=False,
        widget=Checkboxes(small=True),
    )
    since = GovukDateField(label="Recorded from", required=False, earliest=lambda: years_from_today(-50))
    until = GovukDateField(label="Recorded to", required=False, earliest=lambda: years_from_today(-50))

    def chosen(self) -> tuple[list[str], date | None, date | None]:
        """What the chart is narrowed to; a filter that makes no sense filters nothing."""
        self.full_clean()
        said = getattr(self, "cleaned_data", {})
        return said.get("kind", []), said.get("since"), said.get("until")


class NetworkDownloadForm(DownloadForm):
    """As for a list; a picture is drawn by the browser, after the same questions."""

    kind = forms.ChoiceField(
        label="File type",
        choices=[
            (XLSX, "Spreadsheet (XLSX)"),
            (CSV, "Comma-separated values (CSV)"),
            (PNG, "Picture (PNG)"),
        ],
        initial=XLSX,
        widget=Radios(inline=False, small=True, hints={PNG: "Needs JavaScript in your browser."}),
    )
