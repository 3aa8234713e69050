"""The one field by which people are chosen: a list of few, found by typing where there are many."""

from dataclasses import dataclass
from itertools import chain

from django import forms
from django.urls import reverse

from pam.access.naming import MOST_LISTED, key_of
from pam.db.folding import fold
from pam.ui.widgets import NamedInput

FINDING = "finding"  # the code of what is said when "Find" was pressed: it is no fault of the form


@dataclass(frozen=True)
class Said:
    """What a form sent: `key` of who is chosen, `words` as typed (None where the page had no box for them),
    whether it was chosen from the list that "Find" showed (`picked`), and whether "Find" was pressed.
    """

    key: str = ""
    words: str | None = None
    picked: bool = False
    find: bool = False


class NamedSelect(forms.Select):
    """The list of a few."""

    def value_from_datadict(self, data, files, name):
        """What was chosen, as `Said`."""
        return Said(super().value_from_datadict(data, files, name) or "")

    def format_value(self, value):
        """The key alone."""
        return super().format_value(value.key if isinstance(value, Said) else value)


class FoundByTyping(NamedInput):
    """A box, and a button that finds without a script."""

    def value_from_datadict(self, data, files, name):
        """What was typed and chosen, as `Said`."""
        sent = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        keys = [key for key in sent if key]
        return Said(
            keys[-1] if keys else "",
            data.get(f"{name}_words"),
            picked=len(sent) > 1,
            find=data.get("find") == name,
        )

    def value_omitted_from_data(self, data, files, name):
        """Whether neither the box nor the choice was sent."""
        return name not in data and f"{name}_words" not in data


class NamedField(forms.Field):
    """A person out of an `Offer`, or a team or agency where it holds them.

    The form calls `offer()`. Its value is the row itself, or None. `empty_label` is the first line of the
    list.
    """

    default_error_messages = {
        "invalid_choice": "Select a person from the list",
        "nobody": "No one who can be chosen here has a name like “%(words)s”. Try part of the name",
        FINDING: "Select one of those found for “%(words)s”",
        "many": "More than %(most)d fit “%(words)s”. Select one, or type more of the name",
    }
    widget = NamedSelect

    def __init__(self, *, empty_label=None, **kwargs):
        super().__init__(**kwargs)
        self.first_line, self._offer = empty_label, None

    def offer(self, offer, *, and_also=None):
        """Offers the people of `offer`, and `and_also`, who is named now."""
        offer.also = and_also or offer.also
        self._offer, few = offer, offer.few()
        if few is None:
            address = f"{reverse('search:people', args=[offer.code])}?{offer.query}"
            self.widget = FoundByTyping(address=address, words_of=self._words_of)
        else:
            self.widget = NamedSelect(choices=self._lines(few))
        self.widget.is_required = self.required

    def _lines(self, few):
        lines = [
            (label, [(key_of(row), self._offer.words(row)) for row in rows]) for label, rows in few if rows
        ]
        also = self._offer.also
        if also is not None and all(key_of(also) != key for _, some in lines for key, _ in some):
            lines.insert(0, ("Now", [(key_of(also), self._offer.words(also))]))
        first = self.first_line or ("Choose one" if self.required else "Not set")
        return [("", first), *(lines if len(lines) > 1 else chain(*(some for _, some in lines)))]

    def _words_of(self, key):
        row = self._offer.row(str(key)) if key else None
        return self._offer.words(row) if row is not None else ""

    def prepare_value(self, value):
        """The key of a row; what was sent stays as it is."""
        return key_of(value) if hasattr(value, "pk") else value

    def has_changed(self, initial, data):
        """Whether another one was chosen."""
        return str(self.prepare_value(initial) or "") != (
            data.key if isinstance(data, Said) else str(data or "")
        )

    def clean(self, value):
        """The row that was chosen or typed in full, or None. Raises ValidationError."""
        said = value if isinstance(value, Said) else Said(str(value or ""))
        words = (said.words or "").strip()
        row = self._offer.row(said.key) if said.key and self._offer else None
        if said.find:
            self._find(words)
        if row is not None and (said.picked or said.words is None or self._same(row, words)):
            return row
        if words and self._offer:
            return self._typed(words)
        if said.key and said.words is None:
            raise self._error("invalid_choice")
        if self.required:
            raise self._error("required")
        return None

    def _same(self, row, words):
        return fold(words) == fold(self._offer.words(row))

    def _typed(self, words):
        """The only one of that very name, or of that line; anything else is shown to choose from."""
        found = [row for _, rows in self._offer.found(words) for row in rows]
        exact = [row for row in found if self._same(row, words) or fold(words) == fold(_name(row))]
        if len(exact) == 1:
            return exact[0]
        return self._find(words)

    def _find(self, words):
        """Shows at most `MOST_LISTED` that fit, to choose from. Always raises ValidationError."""
        groups, left = self._offer.found(words), MOST_LISTED
        count = sum(len(rows) for _, rows in groups)
        shown = []
        for label, rows in groups:
            shown.append((label, [(key_of(row), self._offer.words(row)) for row in rows[:left]]))
            left -= len(rows[:left])
        self.widget.found = shown
        code = "nobody" if not count else "many" if count > MOST_LISTED else FINDING
        if not words:
            raise forms.ValidationError("Type part of a name to find", code=FINDING)
        raise forms.ValidationError(
            self.error_messages[code], code=FINDING, params={"words": words, "most": MOST_LISTED}
        )

    def _error(self, code):
        return forms.ValidationError(self.error_messages[code], code=code)


def _name(row):
    return row.user.name if hasattr(row, "user") else row.name
