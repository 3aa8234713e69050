"""The fields of a list's filters, rendered once and kept by the process: most lists are asked for without any
filter chosen, and then the same boxes are made for everybody.

What is kept is found again by all that the boxes show (labels, hints, choices, what is chosen), never by
whose they are: a form that would look different is rendered anew.
"""

from django import forms
from django.utils.safestring import SafeString

MAX_KEPT = 200  # ways that the program's filters can look
# Boxes that show nothing but what `_look` tells apart. What is typed into one is nobody else's.
CHOSEN = (forms.Select, forms.CheckboxInput)
TYPED = (forms.TextInput,)
_kept: dict[tuple, SafeString] = {}


def filters_html(form: forms.BaseForm) -> SafeString:
    """The fields of `form` as `{% form form %}` renders them."""
    look = _look(form)
    if look is None:
        return form.render()
    if (html := _kept.get(look)) is None:
        if len(_kept) >= MAX_KEPT:
            _kept.clear()
        html = _kept[look] = form.render()
    return html


def _look(form):
    """All that the fields of `form` show, or None for a form that is not kept: one that was refused, with
    something typed, or with a box that shows more than is known here.
    """
    if form.is_bound and form.errors:
        return None
    shown = [_shown(form, name, field) for name, field in form.fields.items()]
    if None in shown:
        return None
    return type(form), form.is_bound, form.prefix, form.mark_optional, repr(form.initial), tuple(shown)


def _shown(form, name, field):
    widget = type(field.widget)
    sent = form[name].data if form.is_bound else None
    if widget not in CHOSEN and (widget not in TYPED or sent):
        return None
    choices = getattr(field, "choices", ())
    how = repr((field.initial, field.required, field.disabled, field.widget.attrs, sent, choices))
    return name, str(field.label), str(field.help_text), widget, how
