"""The form of one item, made of its schema: what is shown for each key, and back to the item."""

from typing import Any

from django import forms

from pam.db.typed import typed
from pam.forms.base import VersionFields
from pam.frameworks.editor.places import TABLES, heading_of, is_group, is_list_of_rows, schema_at
from pam.frameworks.kinds import Body, FrameworkKind, names
from pam.frameworks.problems import Faulty, Path, at
from pam.frameworks.yaml_text import read_yaml, write_yaml
from pam.ui.forms import Checkboxes

CONDITIONS = ("visible-if", "required-if", "when")
LABELS = {
    "for": "Used for",
    "ask": "Question",
    "help": "Help below it",
    "type": "Answer",
    "required": "An answer is needed",
    "required-if": "Needed if",
    "visible-if": "Shown if",
    "when": "If",
    "says": "What it says",
    "step": "Step",
    "days": "Days until it is due",
    "sop": "What is done at this stage",
    "end": "The work ends here",
    "who": "Who may make it",
    "approved-by": "Approved by",
    "needs": "What must be there first",
    "reason": "A reason is written with it",
    "urgent": "Urgent",
    "review-days": "Days until the review",
    "points": "Points for each unit",
    "plan": "Heading of its actions",
    "needed": "Needed",
    "may-not-apply": "“Not applicable” is an answer",
    "decimals": "Decimals",
    "code": "Short name in conditions and files",
    "proposes": "What it proposes",
}
WORDS = {
    "yesno": "Yes or no",
    "choice": "One choice",
    "several": "Several choices",
    "scale": "A scale",
    "number": "A number",
    "date": "A date",
    "text": "Text",
    "sum": "Scores are added up",
    "none": "None",
    "raise": "May raise it",
    "change": "May change it",
    "dont_know": "Don’t know",
    "not_asked": "Not asked",
    "declined": "Declined to answer",
}
BLANK_ROWS = 2  # of a table, to add to it


class ItemForm(VersionFields):
    """The fields of one item. `made_of` builds the class; `item()` is what was typed."""

    keys: dict[str, tuple[Any, ...]] = {}
    before: Any = None
    mark_optional = True

    def item(self) -> Any:
        """The item as typed: what the form doesn't show stays, what was left empty goes."""
        found = dict(self.before or {})
        for name, (path, kind) in self.keys.items():
            value = self.cleaned_data.get(name)
            if kind == "table":
                continue
            _put(found, path, _same(value, at(self.before or {}, path), kind))
        for key in self.tables:
            _put(found, (key,), self._rows(key) or None)
        return found

    tables: dict[str, list[str]] = {}
    table_rows: dict[str, int] = {}

    def _rows(self, key):
        old = {row["code"]: row for row in (self.before or {}).get(key, ())}
        rows, taken = [], set()
        for n in range(self.table_rows[key]):
            typed_here = {one: self.cleaned_data.get(f"{key}__{n}__{one}") for one in self.tables[key]}
            if not typed_here.get("label"):
                continue
            code = typed_here.pop("code", "") or ""
            row = dict(old.get(code, {}))
            if not code or code in taken:
                from pam.frameworks.editor.places import free_code

                code = free_code(typed_here["label"], taken | set(old))
            taken.add(code)
            for one, value in typed_here.items():
                _put(row, (one,), _same(value, row.get(one), ""))
            rows.append({**row, "code": code})
        return rows

    def differences(self, current):
        """[(label, their text, yours)] where the item differs from what another author saved."""
        rows = []
        for name, (path, kind) in self.keys.items():
            if kind == "table" or name not in self.cleaned_data:
                continue
            theirs, mine = at(self.before or {}, path), _same(self.cleaned_data[name], None, kind)
            if (theirs or None) != (mine or None):
                rows.append((self.fields[name].label, _words(theirs), _words(mine)))
        return rows


def _words(value):
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else value


def _put(found, path, value):
    here = found
    for step in path[:-1]:
        here[step] = dict(here.get(step) or {})
        here = here[step]
    if value is None:
        here.pop(path[-1], None)
    else:
        here[path[-1]] = value
    if len(path) > 1 and not found[path[0]]:
        del found[path[0]]


def _same(value, old, kind):
    """The value as it is kept; the old one where the box can't tell them apart (line ends, spaces, 2 and 2.0)."""
    if kind == "lines":
        value = [line.strip() for line in (value or "").splitlines() if line.strip()]
        if old is not None and value == [" ".join(typed(one).split("\n")).strip() for one in old]:
            return old
    if value is None or value == "" or value == [] or value is False:
        return old if old in (False, [], {}) and old is not None else None
    if isinstance(value, float) and value == int(value):
        value = int(value)
    if isinstance(value, str) and isinstance(old, str) and typed(old).strip() == typed(value).strip():
        return old
    if isinstance(value, list) and isinstance(old, list) and sorted(value) == sorted(old):
        return old
    return typed(value) if isinstance(value, str) else value


class YamlField(forms.CharField):
    """A part that has no form of its own, as it is written in the file."""

    widget = forms.Textarea(attrs={"rows": 5})

    def clean(self, value):
        """The value that the text says. Raises ValidationError with line and reason."""
        text = super().clean(value)
        if not text.strip():
            return None
        try:
            found, _ = read_yaml("value:\n" + "\n".join("  " + line for line in text.splitlines()))
        except Faulty as error:
            raise forms.ValidationError(str(error.problems[0].sentence), code="yaml") from None
        return found["value"]


def _yaml(value):
    if value is None:
        return ""
    text = write_yaml({"value": value})
    lines = text.split("\n")[1:]
    return "\n".join(line[2:] if line.startswith("  ") else line for line in lines).strip("\n")


def made_of(kind: FrameworkKind, body: Body, path: Path) -> type[ItemForm]:
    """The form class of the item at `path`; of the framework itself for ()."""
    item = at(body, path) if path else body
    maker = _Maker(kind, body)
    if path and path[-1] in TABLES:  # bands: the table alone
        maker.table(path[-1], item or [], schema_at(kind, path))
        item = {path[-1]: item or []}
    else:
        schema = schema_at(kind, path)
        item = item or {}
        keys = list(schema.get("properties", {}))
        for key in sorted(keys, key=lambda one: one == "code"):
            maker.add(key, schema["properties"][key], item, key in schema.get("required", ()), not path)
    made = {**maker.fields, "keys": maker.keys, "tables": maker.tables, "table_rows": maker.counts}
    return type("MadeItemForm", (ItemForm,), {**made, "before": item})


class _Maker:
    def __init__(self, kind, body):
        self.kind, self.body = kind, body
        self.fields, self.keys, self.tables, self.counts = {}, {}, {}, {}

    def add(self, key, schema, item, required, whole):
        """Adds the fields of one key."""
        if key in TABLES:
            if not whole and (item.get("type") in ("choice", "several", None) or item.get(key)):
                self.table(key, item.get(key, []), schema)
            return
        if is_list_of_rows(schema) or (whole and is_group(schema)):
            return
        inner = schema.get("properties")
        if (
            schema.get("type") == "object"
            and inner
            and all("properties" not in one for one in inner.values())
        ):
            for one, below in inner.items():
                label = f"{heading_of(key)}: {WORDS.get(one, one.replace('_', ' ')).lower()}"
                self.put(f"{key}__{one}", (key, one), below, (item.get(key) or {}).get(one), False, label)
            return
        self.put(key, (key,), schema, item.get(key), required, LABELS.get(key, heading_of(key)))

    def put(self, name, path, schema, value, required, label):
        """Adds one field."""
        field, how = self.field(path[-1], schema, value, required)
        field.label, field.help_text = (
            label,
            schema.get("description", "").replace("(docs/frameworks.md)", ""),
        )
        if path[-1] in CONDITIONS:
            field.help_text = (
                "For example: weapon = yes and count_yes(harm) >= 3. Questions by their short names."
            )
        if path[-1] == "for":
            field.help_text = "None ticked: any record."
        self.fields[name], self.keys[name] = field, (path, how)

    def field(self, key, schema, value, required):
        """(the field of a key, how its value is read)."""
        choices = self.choices(key)
        if schema.get("type") == "array":
            return self.several(schema, choices, value)
        if "enum" in schema:
            choices = [
                (one, WORDS.get(one, str(one).replace("-", " ").capitalize())) for one in schema["enum"]
            ]
        if choices and schema.get("type", "string") == "string":
            known = {code for code, _ in choices}
            extra = [(value, f"{value} (not known)")] if value and value not in known else []
            blank = [] if required else [("", "None chosen")]
            return forms.ChoiceField(choices=[*blank, *choices, *extra], required=required, initial=value), ""
        if schema.get("type") in ("integer", "number"):
            made = forms.IntegerField if schema["type"] == "integer" else forms.FloatField
            low, high = schema.get("minimum"), schema.get("maximum")
            return made(required=required, initial=value, min_value=low, max_value=high), ""
        if schema.get("type") == "boolean":
            return forms.BooleanField(required=False, initial=value), ""
        if schema.get("type") == "string":
            long = schema.get("maxLength", 60) > 300
            widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
            most = schema.get("maxLength")
            return forms.CharField(required=required, initial=value, widget=widget, max_length=most), ""
        return YamlField(required=required, initial=_yaml(value)), "yaml"

    def several(self, schema, choices, value):
        """The field of a list of codes or lines."""
        inner = schema["items"]
        if "enum" in inner:
            choices = [(one, WORDS.get(one, one)) for one in inner["enum"]]
        if choices:
            known = {code for code, _ in choices}
            choices = [*choices, *((one, f"{one} (not known)") for one in value or () if one not in known)]
            widget = Checkboxes()
            return forms.MultipleChoiceField(
                choices=choices, required=False, initial=value, widget=widget
            ), ""
        if inner.get("type") == "string":
            widget = forms.Textarea(attrs={"rows": 4})
            text = "\n".join(" ".join(typed(one).split("\n")) for one in value or ())
            return forms.CharField(required=False, initial=text, widget=widget), "lines"
        return YamlField(required=False, initial=_yaml(value)), "yaml"

    def choices(self, key):
        """[(code, label)] of what a key names: stages, steps, roles; [] for free text."""
        stages = [(row["code"], row.get("label", row["code"])) for row in self.body.get("stages", ())]
        steps = [(row["code"], row.get("step", row["code"])) for row in self.body.get("steps", ())]
        goals = [(row["code"], row.get("label", row["code"])) for row in self.body.get("goals", ())]
        found = {"after": steps, "goal": goals}
        if stages:
            found |= {"start": stages, "from": stages, "to": stages}
        subjects = {"for": "record_kind", "who": "role", "approved-by": "role", "needs": "requirement"}
        if key in subjects and not (key == "needs" and not stages):
            return list(names(subjects[key]).items())
        if key == "strand":
            return list({code.split(".", 1)[1]: label for code, label in names("strand").items()}.items())
        return found.get(key, [])

    def table(self, key, rows, schema):
        """The fields of a small table: a line for each row and some empty ones."""
        inner = schema["items"]["properties"]
        columns = [one for one, below in inner.items() if below.get("type") != "array"]
        self.tables[key], self.counts[key] = columns, len(rows) + BLANK_ROWS
        for n in range(self.counts[key]):
            row = rows[n] if n < len(rows) else {}
            for one in columns:
                name = f"{key}__{n}__{one}"
                self.put(name, (one,), inner[one], row.get(one), False, f"{heading_of(one)} {n + 1}")
                self.keys[name] = ((key, n, one), "table")
                self.fields[name].help_text = ""
                if one == "code":
                    self.fields[name].widget = forms.HiddenInput()
