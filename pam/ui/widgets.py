"""Widgets that Django does not have: a date in three boxes, radios and checkboxes with a hint per choice, a
box in which a person is found by typing.
"""

from datetime import date

from django import forms


class DatePart(forms.TextInput):
    """One box of a `DateInput`: day, month or year."""

    def __init__(self, label, width, autocomplete=None):
        attrs = {"inputmode": "numeric", "class": f"govuk-date-input__input govuk-input--width-{width}"}
        super().__init__(
            attrs | ({"autocomplete": autocomplete} if autocomplete else {"autocomplete": "off"})
        )
        self.label = label

    def get_context(self, name, value, attrs):
        """Return Django's context with the box's own label."""
        context = super().get_context(name, value, attrs)
        context["widget"]["label"] = self.label
        return context


class DateInput(forms.MultiWidget):
    """A date in three boxes, named `NAME_day`, `NAME_month` and `NAME_year`.

    `birthday=True` asks the browser for the date of birth of the person at the keyboard: almost never what
    pam wants, since the dates here are other people's.
    """

    template_name = "django/forms/widgets/date_input.html"
    parts = ("day", "month", "year")

    def __init__(self, attrs=None, birthday=False, further=None):
        """`further` are boxes after the year, by part."""
        hints = [f"bday-{part}" if birthday else None for part in DateInput.parts]
        boxes = [DatePart("Day", 2, hints[0]), DatePart("Month", 2, hints[1]), DatePart("Year", 4, hints[2])]
        super().__init__(dict(zip(DateInput.parts, boxes, strict=True)) | (further or {}), attrs)

    def decompress(self, value):
        """Return [day, month, year] of a date, of "2027-03-27", or of nothing."""
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return [None, None, None]
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name, value, attrs):
        """Return Django's context; only the boxes named in `attrs["data-wrong"]` are marked as wrong."""
        attrs = dict(attrs or {})
        wrong = attrs.pop("data-wrong", "").split()
        context = super().get_context(name, value, attrs)
        for part, box in zip(self.parts, context["widget"]["subwidgets"], strict=True):
            box["attrs"].pop("aria-invalid", None)
            if context["widget"]["attrs"].get("id"):
                box["attrs"]["id"] = f"{context['widget']['attrs']['id']}_{part}"
            box["attrs"]["class"] = f"govuk-input {box['attrs']['class']}"
            if part in wrong:
                box["attrs"]["class"] += " govuk-input--error"
                box["attrs"]["aria-invalid"] = "true"
        return context


class _WithHints:
    """Choices side by side (`inline`), smaller (`small`), with a hint under each (`hints` by value), or with
    each group folded away below its name (`folded`): open where one of it is chosen, all if `unfolded`.
    """

    def __init__(self, attrs=None, choices=(), *, inline=False, small=False, hints=None, folded=False):
        super().__init__(attrs, choices)
        self.inline, self.small, self.hints = inline, small, hints or {}
        self.folded, self.unfolded = folded, False

    def get_context(self, name, value, attrs):
        """Return Django's context with `inline`, `small`, `folded`; each group says whether it is open."""
        context = super().get_context(name, value, attrs)
        context["widget"].update(inline=self.inline, small=self.small, folded=self.folded)
        if self.folded:
            groups = context["widget"]["optgroups"]
            context["widget"]["optgroups"] = [
                (group, options, self.unfolded or any(option["selected"] for option in options))
                for group, options, _ in groups
            ]
        return context

    def create_option(self, name, value, label, *args, **kwargs):
        """Return Django's option with its hint, if it has one."""
        option = super().create_option(name, value, label, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"] and option["attrs"].get("id"):
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class Radios(_WithHints, forms.RadioSelect):
    """Radios; `Radios(inline=True)` for yes and no, `Radios(hints={"view": "Reads it, changes nothing"})`."""


class Checkboxes(_WithHints, forms.CheckboxSelectMultiple):
    """Checkboxes; the same options as `Radios`."""


class NamedInput(forms.TextInput):
    """A box in which one of many is found by typing: suggestions by script, a button "Find" without.

    `address` gives the suggestions for `q`, `words_of` the words of a key. `found` are those that "Find"
    found: [(group, [(key, words)])]. The value has `key` and `words` (what was sent), or is a key.
    """

    template_name = "django/forms/widgets/named_input.html"

    def __init__(self, attrs=None, *, address="", words_of=str):
        super().__init__(attrs)
        self.address, self.words_of, self.found = address, words_of, []

    def get_context(self, name, value, attrs):
        """Return Django's context with the key that is chosen and the words in the box."""
        sent = hasattr(value, "key")
        key = value.key if sent else str(value or "")
        words = value.words if sent and value.words is not None else self.words_of(key)
        if self.found:
            key = ""
        context = super().get_context(name, words, attrs)
        context["widget"].update(key=key, words=words, address=self.address, found=self.found)
        return context
