"""The chart of a record's or a person's connections: as a table, as data for the script, as a file.

The address says what is opened and shown, so that page, data and file are always of the same chart.
"""

from uuid import UUID

from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView
from pam.network.downloads import PICTURE, download_network
from pam.network.forms import NetworkDownloadForm, NetworkFilter
from pam.network.selectors import MOST_NODES, network_of
from pam.records.models import Record, Subject
from pam.records.views.page import open_record, record_context
from pam.records.views.pages import refuse_copy
from pam.ui.dates import today
from pam.ui.spreadsheets import TYPES

OPEN = "open"  # the parameter that names a node whose connections are shown
COPY = "copy"  # the parameter that leaves out what may not be copied: for a picture


def _start(request, model, uuid, operation="open network"):
    """(what the chart begins with, its record), through the gate; logs the look."""
    if model is Record:
        row = open_record(request, Record, uuid, operation=operation)
        return row, row
    row = visibility.get(request.reader, Subject, uuid)
    held = visibility.visible_to(request.reader, Record).filter(pk=row.record_id)
    return row, open_record(request, Record, held.values_list("uuid", flat=True).get(), operation=operation)


def _opened(request):
    """The uuids that the address names; what is none is left out."""
    found = []
    for text in request.GET.getlist(OPEN):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _network(request, start, record, *, leave_out=()):
    """The chart that the address asks for; logs the records that it names besides `record`."""
    network = network_of(request.reader, start, _opened(request), leave_out=leave_out)
    if beyond := [number for number in network.opened if number != record.pk]:
        log(request.reader, Verb.CONSULTATION, "open network", beyond)
    if named := [number for number in network.named if number != record.pk]:
        log(request.reader, Verb.CONSULTATION, "list", named)
    form = NetworkFilter(request.GET or None)
    return network.narrowed(*form.chosen()), form


def _shown(request, network, page):
    """What the table shows: each node with its connections and the address of the chart a step further."""
    rows = []
    for node, connections in network.connections():
        query = request.GET.copy()
        query.appendlist(OPEN, node.key)
        rows.append((node, connections, f"{page}?{query.urlencode()}" if node.more else ""))
    return {"rows": rows, "network": network, "most": MOST_NODES}


def _addresses(request, of, uuid):
    """The addresses of page, data and download, the last with what the chart shows."""
    names = {name: reverse(f"network:{of}{ending}", args=[uuid]) for name, ending in ENDINGS.items()}
    query = request.GET.urlencode()
    return names | {"download_now": names["download"] + (f"?{query}" if query else "")}


ENDINGS = {"page": "", "data": "_data", "download": "_download"}


def _page(request, of, model, uuid):
    start, record = _start(request, model, uuid)
    context = record_context(request, record)
    network, form = _network(request, start, record)
    addresses = _addresses(request, of, uuid)
    shown = {
        "start": start,
        "of": of,
        "filter_form": form,
        "dated": any(form.chosen()[1:]) or form.errors,
        "addresses": addresses,
        "opened": _opened(request),
        "never_print": bool(network.not_copied),
        "start_url": start.get_absolute_url() if of == "record" else reverse("subjects:subject", args=[uuid]),
    }
    return render(
        request, "network/network.html", context | shown | _shown(request, network, addresses["page"])
    )


def _data(request, of, model, uuid):
    start, record = _start(request, model, uuid)
    network, _ = _network(request, start, record)
    if COPY in request.GET and network.not_copied:
        network, _ = _network(request, start, record, leave_out=network.not_copied)
    shown = _shown(request, network, reverse(f"network:{of}", args=[uuid]))
    return JsonResponse(
        {
            "nodes": [
                {
                    "id": node.key,
                    "shape": node.shape,
                    "what": node.what,
                    "label": node.label,
                    "note": node.note,
                    "url": node.url,
                    "more": node.more,
                    "start": node.start,
                }
                for node in network.nodes
            ],
            "edges": [
                {"source": edge.source, "target": edge.target, "label": edge.label} for edge in network.edges
            ],
            "table": render_to_string("network/table.html", shown, request),
        }
    )


@require_GET
def record(request, uuid):
    """The chart of a record, with a table of the same."""
    return _page(request, "record", Record, uuid)


@require_GET
def record_data(request, uuid):
    """The same as data: nodes, edges and the table."""
    return _data(request, "record", Record, uuid)


@require_GET
def subject(request, uuid):
    """The chart of a person, place or object, with a table of the same."""
    return _page(request, "subject", Subject, uuid)


@require_GET
def subject_data(request, uuid):
    """The same as data: nodes, edges and the table."""
    return _data(request, "subject", Subject, uuid)


class RecordDownload(ServiceFormView):
    """The chart as a file, once it is said who it is for. Without what was shared on condition that it is
    not copied.
    """

    form_class = NetworkDownloadForm
    template_name = "network/download.html"
    of, model = "record", Record

    def open(self, uuid):
        """Opens what the chart begins with; refuses where that may not be copied."""
        self.start, self.record = _start(self.request, self.model, uuid)
        self.shown_record = record_context(self.request, self.record)
        conditions = self.shown_record["conditions"]
        if conditions and conditions.no_print:
            return refuse_copy(self.request, self.record)
        self.network, _ = _network(self.request, self.start, self.record)
        self.left_out = bool(self.network.not_copied)
        if self.left_out:
            self.network, _ = _network(
                self.request, self.start, self.record, leave_out=self.network.not_copied
            )
        self.addresses = _addresses(self.request, self.of, uuid)
        return None

    def save(self, form):
        """Writes the file, and logs the disclosure."""
        typed = form.cleaned_data
        return download_network(
            actor=self.reader,
            network=self.network,
            name=self.record.reference,
            kind=typed["kind"],
            recipient=typed["recipient"],
            reason=typed["reason"],
        )

    def answer(self, saved):
        """The file; nothing for a picture, which the page's script then draws."""
        kind = self.form.cleaned_data["kind"]
        if kind == PICTURE:
            return HttpResponse(status=204)
        name = f"network-{self.record.reference}-{today()}.{kind}"
        return FileResponse(saved, as_attachment=True, filename=name, content_type=TYPES[kind])

    def context(self):
        """What it would hold, and the way back to the chart."""
        query = self.request.GET.urlencode()
        back = self.addresses["page"] + (f"?{query}" if query else "")
        chart = {"network": self.network, "start": self.start, "left_out": self.left_out, "back": back}
        return {**self.shown_record, **chart, "addresses": self.addresses}


class SubjectDownload(RecordDownload):
    """The same of a person, place or object."""

    of, model = "subject", Subject
