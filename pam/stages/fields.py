"""A list's filter by stage."""

from django import forms

from pam.access.visibility import Reader
from pam.stages.selectors import stages_to_choose


class StageFilter(forms.ChoiceField):
    """Which stage; its form says with `offer_to` for which reader and kind of record. Its answer is a
    stage's code, or "" for any.
    """

    def __init__(self, *, any_label: str = "Any stage", **kwargs) -> None:
        self.any_label = any_label
        super().__init__(choices=[("", any_label)], required=False, **kwargs)

    def offer_to(self, reader: Reader, kind: str) -> None:
        """Offers the stages of the maps that the reader's agency works with."""
        rows = stages_to_choose(reader, kind)
        self.choices = [("", self.any_label), *((row["code"], row["label"]) for row in rows)]
