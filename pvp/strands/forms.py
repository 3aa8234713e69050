"""What a person answers about the strand of a case."""

from django import forms

from pam.forms.base import VersionFields
from pam.ui.forms import Radios
from pvp.strands.services import LONGEST

YES_NO = ("Yes", "No", "Not known")


class StrandForm(VersionFields):
    """One box for each field of the strand; the version is the sum of those of the answers."""

    def __init__(self, *args, shown, **kwargs):
        """`shown` is what the strand asks (`StrandOfCase`)."""
        super().__init__(*args, **kwargs)
        self.codes = {}
        for one in shown.fields:
            name = f"field_{one.code.replace('-', '_')}"
            self.codes[name] = one.code
            self.fields[name] = _box(one)
            self.initial[name] = one.answer.value if one.answer else ""
        self.refusal_fields = {code: name for name, code in self.codes.items()}
        self.initial["version"] = sum(one.answer.version for one in shown.fields if one.answer)

    def answers(self):
        """{code: text} of what was answered."""
        return {code: self.cleaned_data[name] for name, code in self.codes.items()}

    def show_stale(self, stale):
        """Says that the answers were saved since: what was typed, and beside it what is kept now."""
        self.add_error(None, forms.ValidationError(stale.message, code=stale.code))
        kept = getattr(stale, "kept", {})
        for name, code in self.codes.items():
            if code in kept and kept[code].value != self.cleaned_data.get(name):
                self[name].help_text = f"Saved meanwhile: “{kept[code].value or 'no answer'}”"
        if kept:
            self.carry(version=sum(row.version for row in kept.values()))


def _box(one):
    options = one.options or (YES_NO if one.type == "yes-no" else ())
    words = {"label": one.label, "required": False, "help_text": one.help}
    if not options:
        area = forms.Textarea(attrs={"rows": 2})
        return forms.CharField(max_length=LONGEST, widget=area, **words)
    choices = [("", "Not answered"), *((option, option) for option in options)]
    return forms.ChoiceField(choices=choices, widget=Radios(inline=False, small=True), **words)
