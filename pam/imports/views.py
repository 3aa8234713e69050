"""Pages of imports: each is a step of one import of the person who began it."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.forms.base import ServiceForm
from pam.forms.views import ConfirmView, ServiceFormView
from pam.imports import queue, selectors, services
from pam.imports.forms import BeginForm, ChooseForm, MapForm
from pam.imports.models import Import, ImportRow
from pam.imports.targets import target_of
from pam.ui.spreadsheets import TYPES, XLSX, spreadsheet

Fate = ImportRow.Fate
PER_PAGE = ["number", "pk"]


def _require(reader):
    """Raises PermissionDenied for a person who may not import."""
    if not selectors.may_import(reader):
        raise PermissionDenied


def address(name, importing):
    """The address of a page of an import."""
    return reverse(f"imports:{name}", args=[importing.uuid])


class Begin(ServiceFormView):
    """The imports that the reader began, and a new one."""

    form_class = BeginForm
    template_name = "imports/list.html"

    def open(self):
        """Asks whether they may import."""
        _require(self.reader)

    def save(self, form):
        """Keeps the file."""
        typed = form.cleaned_data
        return services.begin(
            actor=self.reader, target=typed["target"], upload=typed["upload"], sheets=form.sheets
        )

    def next_page(self, saved):
        """The columns; or the import, if it was mapped as last time."""
        return address("map" if saved.state == Import.State.MAPPING else "import", saved)

    def context(self):
        """The imports before."""
        rows = page(selectors.imports_of(self.reader), ["-begun_at", "-pk"], self.request)
        for row in rows.rows:
            row.target_label = target_of(row.target).label
        return {"page": rows}


class OfImport(ServiceFormView):
    """A page about `self.importing`; in one of `states`, else the import's own page is shown."""

    states = ()

    def open(self, uuid):
        """The import. Raises Http404 for another person's and for none alike."""
        self.importing = selectors.import_of(self.reader, uuid)
        _require(self.reader)
        self.target = target_of(self.importing.target)
        return None if self.importing.state in self.states else redirect(address("import", self.importing))

    def next_page(self, saved):
        """The import's own page."""
        return address("import", self.importing)

    def context(self):
        """The import."""
        return {"importing": self.importing, "target": self.target}


class Map(OfImport):
    """Where the table is and which column is which field."""

    states = (Import.State.MAPPING, Import.State.CHECKED)
    form_class = MapForm
    template_name = "imports/map.html"

    def form_arguments(self):
        """The import; another sheet or row of headings, as the address asks."""
        return {"reader": self.reader, "importing": self.importing}

    def post(self, request, **kwargs):
        """Reads the headings again, or saves."""
        if "again" in request.POST:
            self.form = MapForm(
                reader=self.reader,
                importing=self.importing,
                **{name: _whole(request.POST.get(name)) for name in ("sheet", "heading")},
            )
            return self.show()
        return super().post(request, **kwargs)

    def save(self, form):
        """Has the rows checked."""
        typed = form.cleaned_data
        return services.map_columns(
            actor=self.reader,
            importing=self.importing,
            sheet=typed["sheet"],
            heading=typed["heading"],
            columns=form.columns,
            options=form.options,
        )

    def context(self):
        """The first rows; what is wrong with the sheet."""
        sheet, heading = self.form._where()
        sheets = self.importing.sheets
        head = sheets[sheet]["head"] if sheet < len(sheets) else []
        return {
            **super().context(),
            "head": head[:8],
            "heading_row": heading,
            "wrong": services.why_not_mapped(self.importing, sheet, heading),
            "needed": any(self.form.fields[name].required for name in self.form.column_names),
        }


def _whole(text):
    """The whole number that was sent, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None


def _said(problems, labels):
    """(label, sentence) of what is wrong with each cell; no label where the sentence begins with it."""
    for code, sentence in problems:
        label = labels.get(code, "")
        yield ("" if sentence.startswith(label) else label), sentence


class Shown(OfImport):
    """An import: how far it is, what becomes of its rows, what became of them. Sending says which rows that
    may be the same are added.
    """

    states = Import.State.values
    form_class = ChooseForm
    template_name = "imports/import.html"
    done = "Saved."

    def open(self, uuid):
        """The import, and the page of its rows."""
        answer = super().open(uuid)
        fate = self.request.GET.get("rows", "")
        self.fate = fate if fate in (*Fate.values, "changed") else ""
        self.page = page(selectors.rows_of_import(self.importing, self.fate), PER_PAGE, self.request)
        self.duplicates = [row for row in self.page.rows if row.fate == Fate.DUPLICATE]
        return answer

    def form_arguments(self):
        """The rows of the page that may be the same."""
        choosing = self.importing.state == Import.State.CHECKED
        return {"target": self.target, "rows": self.duplicates if choosing else []}

    def save(self, form):
        """Keeps the choices."""
        return services.choose(
            actor=self.reader,
            importing=self.importing,
            choices=form.choices,
            rest=form.cleaned_data.get("rest", ""),
        )

    def next_page(self, saved):
        """The same rows."""
        query = self.request.GET.urlencode()
        return address("import", self.importing) + (f"?{query}" if query else "")

    def context(self):
        """How far it is, and what its rows say."""
        importing, labels = (
            self.importing,
            {field.code: field.label for field in self.target.fields(self.reader)},
        )
        counts = selectors.counts_of(importing)
        if importing.state == Import.State.RUNNING:
            importing.done_rows = queue.progress(importing.pk)
        for row in self.page.rows:
            row.said = list(_said(row.problems, labels))
            told = [
                value for code in labels if (value := row.values.get(code))
            ]  # as the fields come, name first
            row.words = " · ".join(value[:80] for value in told[:4])
            row.box = self.form[f"row_{row.number}"] if f"row_{row.number}" in self.form.fields else None
        selectors.attach_same(self.reader, self.page.rows)
        made = selectors.records_made(self.reader, importing) if importing.state == Import.State.DONE else []
        if made:
            log(self.reader, Verb.CONSULTATION, "list", [record.pk for record in made], detail="Import")
        return {
            **super().context(),
            "page": self.page,
            "fate": self.fate,
            "counts": counts,
            "coming": selectors.comes_in(counts),
            "left_out": importing.all_rows - importing.counts.get("added", 0),
            "made": made,
            "may_be_undone": selectors.may_be_undone(importing),
            "undone_until": selectors.undone_until(importing),
        }


class Question(ConfirmView, OfImport):
    """One question about an import."""

    form_class = ServiceForm


class Run(Question):
    """Has the rows added."""

    states = (Import.State.CHECKED,)
    confirm_label = "Import"

    def ask(self):
        """How many rows."""
        self.coming = selectors.comes_in(selectors.counts_of(self.importing))
        return f"Import {self.coming:,} row{'' if self.coming == 1 else 's'}?"

    @property
    def consequences(self):
        """What will happen."""
        return [
            "All of them are added, or none.",
            "The file is deleted when they are added.",
            "You can undo the whole import for a time, as long as nothing of it was changed.",
        ]

    def save(self, form):
        """Has them added."""
        return services.run(actor=self.reader, importing=self.importing)


class GiveUp(Question):
    """Ends an import before anything was added."""

    states = (Import.State.MAPPING, Import.State.CHECKING, Import.State.CHECKED)
    question, confirm_label, danger = "Give up this import?", "Give up", True
    consequences = (
        "Nothing was added, and nothing will be.",
        "The file and what was read of it are deleted.",
    )
    done = "The import is given up. Its file is deleted."

    def save(self, form):
        """Ends it."""
        return services.give_up(actor=self.reader, importing=self.importing)

    def next_page(self, saved):
        """The list; the way back is the import."""
        return reverse("imports:list") if saved else super().next_page(saved)


class Undo(Question):
    """Has what an import added removed."""

    states = (Import.State.DONE,)
    question, confirm_label, danger = "Undo this import?", "Undo the import", True
    consequences = (
        "Everything that it added is erased: records, people, actions, and their lines in chronologies.",
        "If anything of it was changed since, nothing is erased and you are shown which rows.",
        "The access log keeps that they were there.",
    )

    def save(self, form):
        """Has it undone."""
        return services.undo(actor=self.reader, importing=self.importing)


@require_GET
def download_errors(request, uuid):
    """The refused rows as a spreadsheet: what each column said, and a sentence about what is wrong."""
    importing = selectors.import_of(request.reader, uuid)
    _require(request.reader)
    fields = target_of(importing.target).fields(request.reader)
    mapped = [field for field in fields if field.code in importing.columns]
    labels = {field.code: field.label for field in fields}
    rows = selectors.rows_of_import(importing, Fate.REFUSED)

    def lines():
        yield ["Row", "What is wrong", *(field.label for field in mapped)]
        for row in rows.iterator(chunk_size=500):
            said = "; ".join(f"{labels.get(code, 'Row')}: {words}" for code, words in row.problems)
            yield [row.number, said, *(row.values.get(field.code, "") for field in mapped)]

    log(request.reader, Verb.CONSULTATION, "download import errors", [], detail=importing.name)
    return FileResponse(
        spreadsheet(XLSX, lines()),
        as_attachment=True,
        filename=f"errors-{importing.name.rsplit('.', 1)[0]}.xlsx",
        content_type=TYPES[XLSX],
    )
