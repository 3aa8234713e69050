"""The base of each form that a service saves."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from pam.access.errors import Stale
from pam.db.typed import typed
from pam.forms.named import FINDING


class ServiceForm(forms.Form):
    """A form whose values go to a service. It shows what the service refuses beside the field concerned.

    `refusal_fields` is {argument of the service: field of this form} where the two have different names.
    """

    refusal_fields = {}

    def full_clean(self):
        """Where "Find" was pressed, or a name typed that fits several, that alone is said: the form is not
        sent yet.
        """
        super().full_clean()
        finding = [name for name, errors in self._errors.items() if has_code(errors, FINDING)]
        if finding:
            self._errors = ErrorDict({name: self._errors[name] for name in finding}, renderer=self.renderer)

    def show_refusal(self, refusal):
        """Shows a `Refused`: beside its field, or above the form; after a `Stale` both texts.

        Nothing typed is lost. The form's error carries the refusal's code.
        """
        if isinstance(refusal, Stale):
            self.show_stale(refusal)
            return
        name = self.refusal_fields.get(refusal.field, refusal.field)
        error = ValidationError(refusal.message, code=refusal.code)
        self.add_error(name if name in self.fields else None, error)

    def show_stale(self, stale):
        """Says that the row was saved since the form was opened. `VersionFields` shows both texts."""
        self.add_error(None, ValidationError(stale.message, code=stale.code))

    def carry(self, **hidden):
        """Lets fields carry these values from now on: what the page shows, so that the next press is about
        that.
        """
        self.initial = {**(self.initial or {}), **hidden}
        if self.is_bound:
            self.data = self.data.copy()
            for name, value in hidden.items():
                self.data[self.add_prefix(name)] = value


class VersionFields(ServiceForm):
    """Carries the version that a form was opened at, so that a save can tell that it came too late."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def show_stale(self, stale):
        """After a `Stale`: the form stays as typed, and its next save is made on what it now shows.

        Sets `stale_rows`, [(label, their text, yours)] of the fields that differ from `stale.current`.
        """
        super().show_stale(stale)
        self.stale_rows = self.differences(stale.current)
        self.carry(version=stale.current.version)

    def differences(self, current):
        """[(label, their text, yours)] of the fields in which the form differs from the row `current`."""
        rows = []
        for name, field in self.fields.items():
            if name == "version" or not hasattr(current, name) or name not in self.cleaned_data:
                continue
            theirs, mine = _comparable(getattr(current, name)), _comparable(self.cleaned_data[name])
            if theirs != mine and (theirs or mine):
                rows.append((field.label, _shown(field, current, name, theirs), _shown_choice(field, mine)))
        return rows


def has_code(errors, code):
    """Whether one of `errors` (an ErrorList) has this code."""
    return any(error.code == code for error in errors.as_data())


def _comparable(value):
    """A value of a row or a form: rows of another table as a list in one order, each line end one sign."""
    if hasattr(value, "all"):
        return sorted(value.all(), key=lambda row: row.pk)
    return typed(value) if isinstance(value, str) else value


def _shown(field, current, name, value):
    display = getattr(current, f"get_{name}_display", None)
    if display:
        return display()
    return _shown_choice(field, value) if isinstance(value, list) else _in_words(value)


def _shown_choice(field, value):
    choices = getattr(field, "choices", None)
    if choices is None or hasattr(field, "queryset"):
        return _in_words(value)
    labels = dict(choices)
    if isinstance(value, list | tuple | set):
        return _in_words([str(labels.get(one, one)).strip() for one in value])
    return labels.get(value, value)


def _in_words(value):
    """Several values in one line; one as it is."""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return value
    return ", ".join(str(one) for one in value)
