"""How Django's forms become GOV.UK ones.

`FORM_RENDERER = "pam.ui.forms.GovukRenderer"` is all that a project needs: each form, no matter who wrote it,
is then rendered by `templates/django/forms/` with labels, hints, errors and ARIA of GOV.UK Frontend, and says
what is wrong in plain words. `GovukDateField`, `GovukTimeField`, `Radios` and `Checkboxes` add what Django
lacks.
"""

import functools
from datetime import date

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from pam.db.typed import typed
from pam.ui import wording
from pam.ui.dates import long_date
from pam.ui.fields import GovukDateField, GovukTimeField
from pam.ui.widgets import Checkboxes, DateInput, NamedInput, Radios

__all__ = [
    "Checkboxes",
    "DateInput",
    "GovukBoundField",
    "GovukDateField",
    "GovukRenderer",
    "GovukTimeField",
    "Radios",
]

# The first widget that fits names the kind; the order matters, since some are subclasses of others.
KINDS = (
    (DateInput, "date"),
    (NamedInput, "named"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.SelectMultiple, "select"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (forms.Textarea, "textarea"),
    (forms.MultiWidget, "group"),
)
DASHES = "---------"  # Django's words for an empty choice
CLASSES = {
    "input": "govuk-input",
    "named": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}
# Kinds whose own box carries the error's red border, and says that it is wrong.
BORDERS = {
    "input": "govuk-input--error",
    "named": "govuk-input--error",
    "password": "govuk-input--error",
    "textarea": "govuk-textarea--error",
    "select": "govuk-select--error",
    "file": "govuk-file-upload--error",
}


class GovukBoundField(BoundField):
    """A field with its data, and what GOV.UK's markup has to know about it."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        if getattr(field, "empty_label", None) == DASHES:
            field.empty_label = "Choose one" if field.required else "Not set"
        defaults = _default_messages(type(field))
        for code, message in wording.messages(field, self.label, self.kind).items():
            # A form's own message stays: only Django's are put into our words.
            if field.error_messages.get(code) is defaults.get(code):
                field.error_messages[code] = message
        if hasattr(field, "name_in_errors"):
            field.name_in_errors = field.name_in_errors or wording.the(self.label)
        if hasattr(field, "opened_with") and form.is_bound:
            field.opened_with = self.initial

    @property
    def data(self):
        """Return what was sent, without marks that show nothing or turn the text round (see pam.db.typed)."""
        sent = super().data
        return typed(sent) if isinstance(sent, str) and self.kind != "password" else sent

    @property
    def kind(self):
        """Return which GOV.UK component this is: "input", "date", "radios", "file"… or "hidden"."""
        widget = self.field.widget
        return "hidden" if widget.is_hidden else _kind_of(type(widget))

    @property
    def shown_label(self):
        """Return the label, with "(optional)" where form and field let it be marked and it is optional."""
        marked = getattr(self.form, "mark_optional", True) and getattr(self.field, "mark_optional", True)
        if self.field.required or self.kind == "checkbox" or not marked:
            return self.label
        return self.label if "optional" in str(self.label).lower() else f"{self.label} (optional)"

    @property
    def wrong_parts(self):
        """Return which boxes of a date are wrong, as words separated by spaces."""
        if self.kind != "date" or not self.errors:
            return ""
        params = self.errors.as_data()[0].params or {}
        return " ".join(params.get("parts", self.field.widget.parts))

    @property
    def anchor(self):
        """Return the id of the control that the error summary leads to."""
        if self.kind == "date":
            return f"{self.auto_id}_{(self.wrong_parts or 'day').split()[0]}"
        return f"{self.auto_id}_0" if self.kind in {"radios", "checkboxes", "group"} else self.auto_id

    @property
    def counted(self):
        """Return the length limit of a textarea that counts its characters, else None."""
        return (
            self.field.max_length
            if self.kind == "textarea" and getattr(self.field, "max_length", None)
            else None
        )

    def build_widget_attrs(self, attrs, widget=None):
        """Return the attributes with GOV.UK's classes and without the browser's own validation."""
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.pop("required", None)
        kind, own = self.kind, (widget or self.field.widget).attrs
        if kind not in BORDERS:
            attrs.pop("aria-invalid", None)
        if kind in CLASSES:
            classes = [CLASSES[kind], own.get("class", ""), BORDERS.get(kind, "") if self.errors else ""]
            attrs["class"] = " ".join(
                filter(None, [*classes, "govuk-js-character-count" if self.counted else ""])
            )
        if kind == "date":
            attrs["data-wrong"] = self.wrong_parts
        if kind == "textarea" and own.get("rows") == "10":  # Django's default
            attrs["rows"] = 5
        # What is typed here is about other people: no browser should offer it to the machine's next user.
        if kind in {"input", "named", "textarea"} and "autocomplete" not in own:
            attrs["autocomplete"] = "off"
        # A browser would cut off what is pasted in without a word; the field itself says that it is too long.
        if kind in {"input", "named", "textarea"}:
            attrs["maxlength"] = False
            attrs.setdefault("dir", own.get("dir", "auto"))
        if self.counted:
            attrs["aria-describedby"] = f"{attrs.get('aria-describedby', '')} {self.auto_id}-info".strip()
        return attrs


@functools.cache
def _kind_of(widget_class):
    """Return which GOV.UK component a widget is that is not hidden."""
    return next((kind for cls, kind in KINDS if issubclass(widget_class, cls)), "input")


@functools.cache
def _default_messages(field_class):
    """Return Django's own messages of a field class, by code."""
    found = {}
    for cls in reversed(field_class.__mro__):
        found |= getattr(cls, "default_error_messages", {})
    return found


class GovukRenderer(TemplatesSetting):
    """Renders every form with the templates in `templates/django/forms/`."""

    form_template_name = "django/forms/form.html"
    formset_template_name = "django/forms/formset.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = GovukBoundField


def errors_of(form):
    """Return [(message, id of the control or "")] for an error summary, in the order of the page.

    Takes a bound form, or a formset; errors of hidden fields and of the whole form come first, without an id.
    """
    if hasattr(form, "forms"):
        rows = [(str(message), "") for message in form.non_form_errors()]
        return rows + [row for single in form.forms for row in errors_of(single)]
    rows = [(str(message), "") for message in form.non_field_errors()]
    for field in form:
        rows += [
            (str(message), "" if field.is_hidden else field.anchor) for message in list(field.errors)[:1]
        ]
    return rows


def has_errors(value):
    """Return whether `value` is a form or formset that was sent and refused."""
    return isinstance(value, forms.BaseForm | forms.BaseFormSet) and value.is_bound and not value.is_valid()


def selected_filters(form):
    """Return [(names in the address, value sent or None, label, value in words)] of a form's filters.

    A value of None means: without this filter, all that is current under these names goes.
    """
    if not form.is_bound or not form.is_valid():
        return []
    chosen = []
    for field in form:
        value = form.cleaned_data.get(field.name)
        if field.is_hidden or value in (None, "", False) or not (several := _as_list(value)):
            continue
        names = [field.html_name]
        if field.kind == "date":
            names = [f"{field.html_name}_{part}" for part in field.field.widget.parts]
        chosen += [(names, *_in_words(field, one)) for one in several]
    return chosen


def _as_list(value):
    return list(value) if isinstance(value, list | tuple | set) or hasattr(value, "iterator") else [value]


def _in_words(field, value):
    """Return (value as sent or None, label, value in words) of one chosen filter value."""
    if hasattr(field.field, "label_from_instance"):
        return str(field.field.prepare_value(value)), field.label, field.field.label_from_instance(value)
    if hasattr(field.field, "choices"):
        return str(value), field.label, dict(_flat(field.field.choices)).get(str(value), value)
    if isinstance(value, date):
        return None, field.label, long_date(value)
    return None, field.label, "Yes" if value is True else value


def _flat(choices):
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(inner), words) for inner, words in label)
        else:
            yield str(key), label
