"""Pages of inspection evidence: the figures of a day, the list behind each, both as files."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.levels import Marking
from pam.audit.services import Verb, log
from pam.evidence.forms import DayForm
from pam.evidence.registry import all_evidence, figure_named
from pam.pdf.engine import render as render_pdf
from pam.pdf.errors import PdfUnavailable
from pam.records.downloads import ListColumns
from pam.records.models import Record
from pam.records.selectors.names import names_for
from pam.records.views.download import ListDownload
from pam.ui.dates import long_date
from pam.ui.sorting import Column, Sorting

ON_PAGE = 50


def _found(request):
    """(the form of the day, [(evidence, what it counts over, [(figure, found)])])."""
    form = DayForm(request.GET or None)
    groups = []
    for evidence in all_evidence():
        over, found = evidence.find(request.reader, form.day)
        groups.append((evidence, over, [(one, found[one.code]) for one in evidence.figures]))
    return form, groups


@require_GET
def page(request):
    """Every figure as at a day, over what the reader may open of their own agency."""
    form, groups = _found(request)
    log(request.reader, Verb.CONSULTATION, "list", [], detail="Inspection evidence")
    return render(request, "evidence/page.html", {"form": form, "day": form.day, "groups": groups})


@require_GET
def pdf(request):
    """The same as a PDF: figures alone, no record is named in it."""
    form, groups = _found(request)
    reader, now = request.reader, timezone.now()
    context = {
        "marking": Marking.OFFICIAL_SENSITIVE.label,
        "agency": reader.agency_name,
        "name": reader.name,
        "day": form.day,
        "groups": groups,
        "now": now,
    }
    title = f"Inspection evidence as at {long_date(form.day)}"
    try:
        content = render_pdf("pdf/evidence.html", context, title=title, subject=title, created=now)
    except PdfUnavailable as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    log(reader, Verb.CONSULTATION, "print evidence", [], detail=title)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="inspection-evidence-{form.day}.pdf"'
    return answer


def _one(request, code):
    """(form, evidence, figure, found) of one figure. Raises Http404."""
    named = figure_named(code)
    if named is None:
        raise Http404
    form = DayForm(request.GET or None)
    evidence, figure = named
    _, found = evidence.find(request.reader, form.day)
    return form, figure, found[code]


@require_GET
def behind(request, code):
    """The list behind a figure as at a day, page by page."""
    form, figure, found = _one(request, code)
    shown = Paginator(found.behind, ON_PAGE).get_page(request.GET.get("page"))
    numbers = sorted({line.record for line in shown.object_list})
    log(request.reader, Verb.CONSULTATION, "list", numbers, detail=f"Inspection evidence: {figure.title}")
    context = {
        "form": form,
        "day": form.day,
        "figure": figure,
        "found": found,
        "shown": shown,
        "names": names_for(request.reader, numbers),
    }
    return render(request, "evidence/behind.html", context)


class DownloadBehind(ListDownload):
    """The list behind a figure as a file: a row for each record."""

    list_name, file_name = "evidence:page", "inspection-evidence"

    def open(self, code):
        """Finds the records of the list."""
        self.day, self.figure, found = _one(self.request, code)
        self.lines = {}
        for line in found.behind:
            self.lines.setdefault(line.record, []).append(line.words)
        self.columns = ListColumns(
            f"{self.figure.title}, {long_date(self.day.day)}",
            ("Reference", "Title", "Marking", "Kind", "What the list says"),
            self._cells,
        )
        return super().open()

    def wanted(self):
        """The records of the list, through the gate."""
        rows = visibility.visible_to(self.reader, Record).filter(pk__in=list(self.lines))
        return rows, Sorting(self.request, Column("title", "Record", "title__folded"))

    def _cells(self, reader, numbers):
        rows = visibility.visible_to(reader, Record).filter(pk__in=numbers)
        return {
            row.pk: [
                row.reference,
                row.title,
                row.get_marking_display(),
                row.kind_label,
                "; ".join(self.lines.get(row.pk, [])),
            ]
            for row in rows
        }
