"""A merged chronology as a file: XLSX, CSV or PDF, gaps shown as gaps. Leaving pam, it is a disclosure."""

import io
from functools import partial

from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.audit.services import Verb, log
from pam.chronology.declared_settings import GAP_DAYS
from pam.chronology.models import Event
from pam.chronology.selectors import RELATED, gaps_between
from pam.chronology.views import records_of_key, wanted_entries
from pam.pdf.engine import render
from pam.pdf.errors import PdfUnavailable
from pam.records.downloads import ListColumns
from pam.records.exports import PDF_ROWS
from pam.records.selectors.names import Name, names_for
from pam.records.views.download import ListDownload
from pam.reference.selectors.settings import setting
from pam.ui.dates import long_moment
from pam.ui.sorting import Column, Sorting

PDF = "pdf"
HEADINGS = (
    "When",
    "First day",
    "Last day",
    "Record",
    "Reference",
    "What happened",
    "Details",
    "Kind",
    "Fact or opinion",
    "Agency that says so",
    "System",
    "Worker",
    "Significant",
    "Effect",
    "Impact on the person",
    "Action taken",
    "Outcome",
    "Child seen",
    "Child heard",
    "Entered by",
    "Entered on",
    "Late because",
    "Struck out because",
    "Gap before it",
    "Marking",
)


def _cells(gaps, reader, numbers):
    rows = visibility.visible_to(reader, Event).filter(pk__in=numbers).select_related(*RELATED)
    found = list(rows)
    names = names_for(reader, [row.record_id for row in found])
    return {row.pk: _row(row, names.get(row.record_id), gaps.get(row.pk, "")) for row in found}


def _row(row, name, gap):
    return [
        row.when_words,
        row.first,
        row.last,
        name.title if isinstance(name, Name) else "",
        name.reference if name else "Restricted",
        row.what,
        row.details,
        row.get_kind_display(),
        row.get_nature_display(),
        row.source_agency,
        row.source_system,
        row.source_worker,
        "Yes" if row.significant else "No",
        row.get_effect_display(),
        row.impact,
        row.action_taken,
        row.outcome,
        row.get_child_seen_display(),
        row.get_child_heard_display(),
        f"{row.author.user.name}, {row.author_agency.name}",
        timezone.localtime(row.created).date(),
        row.late_reason,
        row.struck_reason,
        gap,
        row.get_marking_display(),
    ]


def _on_paper(cells):
    """A row of the file as paper shows it."""
    row = dict(zip(HEADINGS, cells, strict=True))
    more = ("Details", "Impact on the person", "Action taken", "Outcome", "Child seen", "Child heard")
    return row | {
        "what": row["What happened"],
        "source": ", ".join(filter(None, (row["Agency that says so"], row["System"], row["Worker"]))),
        "kinds": f"{row['Kind']}, {row['Fact or opinion'].lower()}",
        "gap": row["Gap before it"],
        "more": [(name, row[name]) for name in (*more, "Late because", "Struck out because") if row[name]],
    }


class DownloadChronology(ListDownload):
    """A merged chronology as a file, with the filters of the address."""

    file_name = "chronology"

    def open(self, key):
        """Finds the records and the entries. Raises Http404 where none of the records may be opened."""
        self.key, self.records = key, records_of_key(self.reader, key)
        super().open()
        self.columns = ListColumns("Chronology", HEADINGS, partial(_cells, self._gaps()))

    def wanted(self):
        """The entries of the page."""
        _, rows = wanted_entries(self.request, [one.pk for one in self.records])
        return rows, Sorting(self.request, Column("day", "When", "-first"))

    def _gaps(self):
        rows = visibility.visible_to(self.reader, Event).filter(pk__in=self.found.numbers)
        spans = {pk: (first, last) for pk, first, last in rows.values_list("pk", "first", "last")}
        ordered = [pk for pk in self.found.numbers if pk in spans]
        if ordered and spans[ordered[0]][0] < spans[ordered[-1]][0]:
            ordered.reverse()
        days = setting(GAP_DAYS, self.reader.agency_id)
        found = gaps_between([spans[pk] for pk in ordered], days)
        return {ordered[place]: gap.words for place, gap in found.items()}

    def save(self, form):
        """Writes the file, and logs the disclosure."""
        return self._pdf(**form.cleaned_data) if form.cleaned_data["kind"] == PDF else super().save(form)

    def _pdf(self, kind, recipient, reason):
        most = setting(PDF_ROWS)
        numbers = self.found.numbers[:most]
        cells = self.columns.cells(self.reader, numbers)
        rows = [_on_paper(cells[number]) for number in numbers if number in cells]
        notes = list(self.found.notes)
        if len(self.found.numbers) > most:
            notes.append(f"Only the first {most:,} entries are on paper. The spreadsheet holds more.")
        now = timezone.now()
        said = f"Made by {self.reader.name}, {self.reader.agency_name}, {long_moment(now)}."
        context = {
            "marking": self.found.marking.label,
            "training": self.reader.training,
            "rows": rows,
            "records": self.records,
            "notes": notes,
            "said": said,
        }
        title = f"Chronology: {', '.join(one.reference for one in self.records)}"
        try:
            content = render("pdf/chronology.html", context, title=title, subject=said, created=now)
        except PdfUnavailable as error:
            raise Refused(str(error), code="no_pdf", field="kind") from error
        detail = f"Chronology, {len(rows):,} entries, PDF"
        log(
            self.reader,
            Verb.DISCLOSURE,
            "download list",
            self.found.records,
            detail=detail,
            recipient=recipient,
            reason=reason,
        )
        return io.BytesIO(content)

    def context(self):
        """What it would hold, and the way back to the same chronology."""
        query = self.request.GET.urlencode()
        back = reverse("chronology:merged_of", args=[self.key]) + (f"?{query}" if query else "")
        return {"found": self.found, "columns": self.columns, "back": back}
