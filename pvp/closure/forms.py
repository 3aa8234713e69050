"""What a person may type in a closing checklist."""

from django import forms

from pam.forms.base import VersionFields
from pam.records.retention_groups import offered_groups
from pam.ui.forms import Radios
from pvp.closure.services import DONE, MOST, NOT_APPLICABLE
from pvp.models import Closing


class ClosingForm(VersionFields):
    """The items of a checklist, each done, not applicable or open; whether the person was told; how long the
    case file is kept.
    """

    mark_optional = False  # it may be saved half done: what is missing is said

    told = forms.ChoiceField(
        label="Was the person told that the case closes?", required=False, choices=Closing.Told, widget=Radios
    )
    told_words = forms.CharField(
        label="How they were told, or why not",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, reader, record, items, closing, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        self.initial["version"] = closing.version if closing else 0
        for item in self.items:
            self._item(item, closing)
        if closing:
            self.initial |= {"told": closing.told, "told_words": closing.told_words}
        if record.agency_id == reader.agency_id:
            groups = offered_groups(record.agency_id, keep=record.retention_group_id)
            self.fields["retention_group"] = forms.ModelChoiceField(
                groups, label="Retention group", initial=record.retention_group_id, empty_label=None
            )
        own = [name for item in self.items for name in (f"item_{item['code']}", f"note_{item['code']}")]
        self.order_fields([*own, "told", "told_words"])

    def _item(self, item, closing):
        code = item["code"]
        choices = [("", "Open"), (DONE, "Done")]
        if item.get("may-not-apply"):
            choices.append((NOT_APPLICABLE, "Does not apply"))
        self.fields[f"item_{code}"] = forms.ChoiceField(
            label=item["label"],
            required=False,
            choices=choices,
            widget=Radios(inline=True),
            help_text=item.get("help", ""),
            initial=closing.answers.get(code, "") if closing else "",
        )
        self.fields[f"note_{code}"] = forms.CharField(
            label="Note",
            required=False,
            max_length=MOST,
            initial=closing.notes.get(code, "") if closing else "",
        )

    def of_items(self, prefix):
        """{code of an item: what was typed in its field of this name}."""
        return {item["code"]: self.cleaned_data.get(f"{prefix}_{item['code']}", "") for item in self.items}
