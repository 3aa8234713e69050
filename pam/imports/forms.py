"""What a person may type on the pages of imports."""

from django import forms

from pam.forms.base import ServiceForm
from pam.imports.files import require_table
from pam.imports.models import ImportRow
from pam.imports.reading import guessed_columns, sheets_of
from pam.imports.selectors import headings_at, offered_targets, remembered
from pam.imports.targets import target_of
from pam.records.filetypes import FileRefused
from pam.ui.forms import Radios

SHOWN = 60  # signs of a sample


class BeginForm(ServiceForm):
    """What the rows are, and the file. `sheets` is what was read of it."""

    target = forms.ChoiceField(label="What are the rows?", widget=Radios(inline=False))
    upload = forms.FileField(
        label="File",
        help_text="An Excel workbook (.xlsx) or a CSV file, with a row of headings. Nothing is "
        "added before you have "
        "seen what becomes of each row.",
    )
    sheets: list = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = offered_targets()
        self.fields["target"].choices = [(one.code, one.label) for one in offered]
        self.fields["target"].widget.hints = {one.code: one.meaning for one in offered if one.meaning}

    def clean_upload(self):
        """The file, read as far as its first rows."""
        upload = self.cleaned_data["upload"]
        try:
            upload = require_table(upload)
            upload.seek(0)
            ending = upload.name.rsplit(".", 1)[-1].lower()
            self.sheets = sheets_of(ending, upload.read())
            upload.seek(0)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from None
        return upload


class MapForm(ServiceForm):
    """Where the table is, which column is which field, and what holds for all rows."""

    sheet = forms.TypedChoiceField(label="Sheet", coerce=int)
    heading = forms.IntegerField(
        label="Row with the headings",
        min_value=1,
        max_value=10_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )

    def __init__(self, *args, reader, importing, sheet=None, heading=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.importing, target = importing, target_of(importing.target)
        self.initial |= {
            "sheet": importing.sheet if sheet is None else sheet,
            "heading": importing.heading if heading is None else heading,
        }
        names = [one["name"] or "The file" for one in importing.sheets]
        self.fields["sheet"].choices = list(enumerate(names))
        if len(names) == 1:
            self.fields["sheet"].widget = forms.HiddenInput()
        where = self._where()
        self.headings = headings_at(importing, *where)
        kept = remembered(reader, importing.target, self.headings)
        columns, options = (
            self._columns(target.fields(reader), kept),
            importing.options or (kept and kept.options),
        )
        self.column_names = []
        for field in target.fields(reader):
            name = f"column_{field.code}"
            self.fields[name] = forms.TypedChoiceField(
                label=field.label,
                required=field.required,
                choices=[("", "No column"), *self._offered(where)],
                coerce=int,
                empty_value=None,
                help_text=field.hint,
                error_messages={"required": f"Select the column of: {field.label}"},
            )
            self.initial[name] = columns.get(field.code, "")
            self.column_names.append(name)
        self.option_names = []
        for option in target.options(reader):
            name = f"option_{option.code}"
            self.fields[name] = forms.ChoiceField(
                label=option.label, choices=option.choices, help_text=option.hint
            )
            self.initial[name] = (options or {}).get(option.code) or (
                option.choices[0][0] if option.choices else ""
            )
            self.option_names.append(name)
        self.refusal_fields = {
            name.partition("_")[2]: name for name in (*self.column_names, *self.option_names)
        }

    def _where(self):
        """(sheet, row of headings) as it was sent, or as it begins."""
        found = []
        for name in ("sheet", "heading"):
            value = str(self.data.get(name) or self.initial[name])
            found.append(int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0)
        return tuple(found)

    def _columns(self, fields, kept):
        if self.importing.columns and self._where() == (self.importing.sheet, self.importing.heading):
            return self.importing.columns
        return kept.columns if kept else guessed_columns(self.headings, fields)

    def _offered(self, where):
        """[(place, "Heading (for example …)")] of the columns."""
        sheet, heading = where
        head = self.importing.sheets[sheet]["head"] if sheet < len(self.importing.sheets) else []
        below = [cells for number, cells in head if number > heading]
        for place, text in enumerate(self.headings):
            sample = next((cells[place] for cells in below if place < len(cells) and cells[place]), "")
            words = text or f"Column {place + 1}"
            yield place, f"{words} (for example {sample[:SHOWN]})" if sample else words

    def _chosen(self, names):
        values = {name.partition("_")[2]: self.cleaned_data.get(name) for name in names}
        return {code: value for code, value in values.items() if value not in (None, "")}

    @property
    def columns(self):
        """{field: place of its column}."""
        return self._chosen(self.column_names)

    @property
    def options(self):
        """{option: value}."""
        return self._chosen(self.option_names)

    def column_fields(self):
        """The boxes of the columns, for the template."""
        return [self[name] for name in self.column_names]

    def option_fields(self):
        """The boxes of what holds for all rows."""
        return [self[name] for name in self.option_names]


class ChooseForm(ServiceForm):
    """What becomes of rows that may be the same: those on the page one by one, and all others."""

    def __init__(self, *args, target, rows, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(ImportRow.Choice.choices) | {"same": target.same_label}
        choices = [(code, labels[code]) for code in target.choices]
        self.fields["rest"] = forms.ChoiceField(
            label="All rows that may be the same",
            choices=[("", "As chosen for each row"), *choices],
            required=False,
        )
        for row in rows:
            self.fields[f"row_{row.number}"] = forms.ChoiceField(
                label=f"Row {row.number}", choices=choices, required=False, initial=row.choice
            )

    @property
    def choices(self):
        """{number of the row: choice} of the page, unless one holds for all."""
        if self.cleaned_data.get("rest"):
            return {}
        values = {
            name.removeprefix("row_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("row_")
        }
        return {int(number): value for number, value in values.items() if value}
