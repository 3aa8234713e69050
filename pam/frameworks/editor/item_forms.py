"""The form of one item, made of its schema: what is shown for each key, and back to the item."""

from typing import Any

from django import forms

from pam.access.roles import role_choices
from pam.db.typed import typed
from pam.forms.base import VersionFields
from pam.frameworks.assessment.method import Method
from pam.frameworks.bodies import TAGS
from pam.frameworks.editor import condition_rows as rows
from pam.frameworks.editor import periods
from pam.frameworks.editor.fitting import left_out
from pam.frameworks.editor.labels import HELP, LABELS, WORDS
from pam.frameworks.editor.places import TABLES, free_code, heading_of, is_group, is_list_of_rows, schema_at
from pam.frameworks.kinds import Body, FrameworkKind, names
from pam.frameworks.language.syntax import NotUnderstood
from pam.frameworks.named import tag_names
from pam.frameworks.problems import Faulty, Path, at
from pam.frameworks.yaml_text import read_yaml, write_yaml
from pam.ui.forms import Checkboxes

CONDITIONS = ("visible-if", "required-if", "when")
MANY = 8  # choices, beyond which their boxes are small
BLANK_ROWS = 2  # of a table, to add to it
EXAMPLE = "For example: weapon = yes and count_yes(harm) &gt;= 3. Questions by their short names."


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
            if kind == "period":
                value = periods.taken_together(self.cleaned_data, {f"{path[0]}__": ""}) or None
            if kind != "table":
                _put(found, path, _same(value, at(self.before or {}, path), kind))
        for key in self.tables:
            _put(found, (key,), self._rows(key) or None)
        empty = {key: value for key, value in (self.before or {}).items() if value in ({}, [])}
        return {**empty, **found}

    tables: dict[str, list[str]] = {}
    periods: dict[str, dict[str, str]] = {}
    table_rows: dict[str, int] = {}
    conditions: dict[str, Any] = {}
    needed: set[str] = set()

    def clean(self):
        """Takes each condition from its rows or its text, whichever was changed, and reads it."""
        cleaned = super().clean()
        self._ask_for_whole_rows()
        for key, (scope, before, count) in self.conditions.items():
            text = typed(cleaned.get(key) or "").strip()
            said = self._rows_said(key, scope, count)
            if key in self.errors or said is None:
                continue
            shown = rows.rows_of(before) if before else None
            changed = said != (rows.text_of(*shown) if shown else "")
            if changed and text == before:
                text = said
            elif changed and text != said:
                self.add_error(key, "Change the rows or the text, not both.")
            cleaned[key] = text
            if not text and key in self.needed:
                self.add_error(key, "Say when it holds.")
            if text and text != before:
                try:
                    rows.in_words(text, scope)
                except NotUnderstood as error:
                    self.add_error(key, str(error))
        return cleaned

    def _ask_for_whole_rows(self):
        for key in self.periods:
            first = self._first(key)
            for n in range(self.table_rows[key]):
                if periods.is_half(self._typed(key, n), first) and f"{key}__{n}__{first}" not in self.errors:
                    self.add_error(f"{key}__{n}__{first}", f"Row {n + 1} is not whole.")

    def _first(self, key):
        """The column without which a row of a table is none."""
        return next(one for one in ("label", "what", "to", periods.NUMBER) if one in self.tables[key])

    def _typed(self, key, n):
        return {one: self.cleaned_data.get(f"{key}__{n}__{one}") for one in self.tables[key]}

    def _rows_said(self, key, scope, count):
        """The condition that the rows say; None if one of them is not whole."""
        found = []
        for n in range(count):
            subject, sign, answer = (
                self.cleaned_data.get(f"{key}__{n}__{one}") or "" for one in ("subject", "sign", "answer")
            )
            if not subject:
                continue
            if not sign or (not answer and sign not in rows.STATES):
                self.add_error(f"{key}__{n}__{'answer' if sign else 'sign'}", f"Row {n + 1} is not whole.")
                return None
            found.append((subject, sign, rows.as_code(scope, subject, answer)))
        return rows.text_of(self.cleaned_data.get(f"{key}__join") or "and", found)

    def blocks(self):
        """What the page shows, in order: {"field"}, {"condition"} or {"table"}."""
        done = set()
        for name in self.fields:
            key = name.split("__", 1)[0]
            if key in self.conditions and key not in done:
                done.add(key)
                yield {"condition": self._condition_block(key), "key": key}
            elif key in self.tables and key not in done and "__" in name:
                done.add(key)
                yield {"table": self._table_block(key), "key": key}
            elif key not in done and not self[name].is_hidden:
                yield {"field": self[name]}

    def _condition_block(self, key):
        scope, text, count = self.conditions[key]
        lines = [[self[f"{key}__{n}__{one}"] for one in ("subject", "sign", "answer")] for n in range(count)]
        try:
            words, wrong = (rows.in_words(text, scope) if text else ""), ""
        except NotUnderstood as error:
            words, wrong = "", str(error)
        return {
            "label": LABELS.get(key, heading_of(key)),
            "rows": lines,
            "join": self[f"{key}__join"],
            "text": self[key],
            "words": words,
            "wrong": wrong,
            "as_rows": not text or rows.rows_of(text) is not None,
            "answers": [
                (code, list(named.options.values())) for code, named in scope.names.items() if named.options
            ],
        }

    def _table_block(self, key):
        columns = self.tables[key]
        lines = [[self[f"{key}__{n}__{one}"] for one in columns] for n in range(self.table_rows[key])]
        heads = periods.HEADS if key in self.periods else {}
        named = {one: heads.get(one, heading_of(one)) for one in columns if one != "code"}
        return {
            "heads": list(named.values()),
            "rows": lines,
            "title": LABELS[key] if key in self.periods else heading_of(key),
            "first": named[self._first(key)].lower(),
        }

    def _rows(self, key):
        lines = (self.before or {}).get(key, [])
        old = {row.get("code", n): row for n, row in enumerate(lines)}
        coded, first = "code" in self.tables[key], self._first(key)
        made, taken = [], set()
        for n in range(self.table_rows[key]):
            typed_here = self._typed(key, n)
            if not typed_here.get(first):
                continue
            typed_here = periods.taken_together(typed_here, self.periods.get(key, {}))
            if "" in self.periods.get(key, {}):  # the row is a period itself
                made.append(typed_here)
                continue
            code = (typed_here.pop("code", "") or "") if coded else n
            row = dict(old.get(code, {}))
            if coded and (not code or code in taken):
                code = free_code(typed_here["label"], taken | set(old))
            taken.add(code)
            for one, value in typed_here.items():
                _put(row, (one,), _same(value, row.get(one), ""))
            made.append({**row, "code": code} if coded else row)
        return made

    def differences(self, current):
        """[(label, their text, yours)] where the item differs from what another author saved."""
        found = []
        for name, (path, kind) in self.keys.items():
            if kind in ("table", "period") or name not in self.cleaned_data:
                continue
            theirs, mine = at(self.before or {}, path), _same(self.cleaned_data[name], None, kind)
            if (theirs or None) != (mine or None):
                found.append((self.fields[name].label, _words(theirs), _words(mine)))
        return found


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
    """The value as it is kept; the old one where the box can't tell them apart (line ends, spaces)."""
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
    if isinstance(value, list) and isinstance(old, list) and sorted(value, key=str) == sorted(old, key=str):
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
        for key in sorted(keys, key=lambda one: (one in TAGS, one == "code")):
            maker.add(key, schema["properties"][key], item, key in schema.get("required", ()), not path)
    said = {"keys": maker.keys, "tables": maker.tables, "table_rows": maker.counts, "before": item}
    said["periods"] = maker.periods
    said |= {"conditions": maker.conditions, "needed": maker.needed}
    made: Any = type("MadeItemForm", (ItemForm,), said)
    made.base_fields = {**ItemForm.base_fields, **maker.fields}
    return made


class _Maker:
    def __init__(self, kind, body):
        self.kind, self.body = kind, body
        self.fields, self.keys, self.tables, self.counts = {}, {}, {}, {}
        self.conditions, self.needed, self.periods = {}, set(), {}

    def add(self, key, schema, item, required, whole):
        """Adds the fields of one key, where it fits the item."""
        without = left_out(self.kind.code, item)
        if (key,) in without:
            return
        if key in TABLES:
            asked = key != "options" or item.get("type") in ("choice", "several") or item.get(key)
            if not whole and asked:
                self.table(key, item.get(key, []), schema)
            return
        if is_list_of_rows(schema) or (whole and is_group(schema)):
            return
        if key in CONDITIONS and self.kind.code == "assessment":
            self.condition(key, item.get(key, ""), required)
            return
        if periods.is_period(schema):
            self.period(key, schema, item.get(key), required)
            return
        inner = schema.get("properties")
        if (
            schema.get("type") == "object"
            and inner
            and all("properties" not in one for one in inner.values())
        ):
            for one, below in inner.items():
                if (key, one) in without:
                    continue
                label = f"{heading_of(key)}: {WORDS.get(one, one.replace('_', ' ')).lower()}"
                self.put(f"{key}__{one}", (key, one), below, (item.get(key) or {}).get(one), False, label)
            return
        self.put(key, (key,), schema, item.get(key), required, LABELS.get(key, heading_of(key)))

    def period(self, key, schema, value, required):
        """The two fields of a period: how long, and the unit."""
        number, unit = periods.fields_of(f"{key}__", schema, value).values()
        number.required, number.label = required, schema.get("description", key).rstrip(".")
        unit.label = "Unit"
        self.fields |= {f"{key}__number": number, f"{key}__unit": unit}
        self.keys |= {f"{key}__number": ((key,), "period"), f"{key}__unit": ((key,), "table")}

    def put(self, name, path, schema, value, required, label):
        """Adds one field."""
        field, how = self.field(path[-1], schema, value, required)
        field.label = label
        field.help_text = schema.get("description", "").replace("(docs/frameworks.md)", "")
        field.help_text = HELP.get(path, field.help_text)
        self.fields[name], self.keys[name] = field, (path, how)

    def condition(self, key, text, required):
        """The fields of a condition: its rows, and its text."""
        scope = rows.scope_of(Method(self.body), key)
        join, shown = (rows.rows_of(text) if text else None) or ("and", [])
        label = LABELS.get(key, heading_of(key))
        count = len(shown) + BLANK_ROWS
        self.conditions[key] = (scope, text, count)
        named = [("", "Choose"), *rows.subjects(scope)]
        named += [(one, one) for one, _, _ in shown if one not in dict(named)]
        signs = [("", "Choose"), *rows.SIGNS.items(), *rows.STATES.items()]
        for n in range(count):
            subject, sign, answer = shown[n] if n < len(shown) else ("", "", "")
            answer = rows.as_label(scope, subject, answer)
            parts = {
                "subject": forms.ChoiceField(
                    choices=named, required=False, initial=subject, label=f"{label}, row {n + 1}: what"
                ),
                "sign": forms.ChoiceField(
                    choices=signs, required=False, initial=sign, label=f"Row {n + 1}: is"
                ),
                "answer": forms.CharField(
                    required=False, initial=answer, label=f"Row {n + 1}: answer or number"
                ),
            }
            self.fields |= {f"{key}__{n}__{part}": field for part, field in parts.items()}
        both = [("and", "All of the rows must hold"), ("or", "One of the rows must hold")]
        self.fields[f"{key}__join"] = forms.ChoiceField(choices=both, initial=join, label=f"{label}: rows")
        self.fields[key] = forms.CharField(
            required=False,
            initial=text,
            label=f"{label}: as text",
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[key].help_text = EXAMPLE
        self.keys[key] = ((key,), "condition")
        self.needed |= {key} if required else set()

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
            narrow = forms.NumberInput(attrs={"class": "govuk-input--width-5"})
            return made(required=required, initial=value, min_value=low, max_value=high, widget=narrow), ""
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
            widget = Checkboxes(small=len(choices) > MANY)
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
        if self.kind.code == "clock":
            events = sorted(names("event").items(), key=lambda one: one[1])
            found |= {"to": list(names("role").items()), "start": events, "stop": events}
        if self.kind.code == "assessment":
            found["role"] = [(str(code), str(label)) for code, label in role_choices()]
        if stages:
            found |= {"start": stages, "from": stages, "to": stages}
        subjects = {"for": "record_kind", "who": "role", "approved-by": "role", "needs": "requirement"}
        if key in subjects and not (key == "needs" and not stages):
            return list(names(subjects[key]).items())
        if key in TAGS:
            return list(tag_names(TAGS[key]).items())
        if key == "strand":
            return list({code.split(".", 1)[1]: label for code, label in names("strand").items()}.items())
        return found.get(key, [])

    def table(self, key, lines, schema):
        """The fields of a small table: a line for each row and some empty ones."""
        inner = schema["items"].get("properties", {})
        columns = [one for one, below in inner.items() if below.get("type") != "array"]
        if found := periods.periods_of(schema["items"]):
            self.periods[key], columns = found, periods.columns_of(schema["items"])
        self.tables[key], self.counts[key] = columns, len(lines) + BLANK_ROWS
        for n in range(self.counts[key]):
            row = lines[n] if n < len(lines) else {}
            made = self.row_of_periods(schema["items"], row)
            for one in columns:
                name = f"{key}__{n}__{one}"
                if one in made:
                    self.fields[name] = made[one]
                    self.fields[name].label = f"{periods.HEADS[one]}, row {n + 1}"
                else:
                    self.put(name, (one,), inner[one], row.get(one), False, f"{heading_of(one)} {n + 1}")
                self.keys[name] = ((key, n, one), "table")
                self.fields[name].help_text = ""
                if one == "code":
                    self.fields[name].widget = forms.HiddenInput()

    def row_of_periods(self, schema, row):
        """{column: field} of the periods in a row of a table."""
        found = {}
        for begins, key in periods.periods_of(schema).items():
            below = schema["properties"][key] if key else schema
            found |= periods.fields_of(begins, below, row.get(key) if key else row)
        return found
