"""Model fields that records use."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from pam.ui.partial_dates import PartialDate, PartialDateFormField


class _PartialDateAttribute(DeferredAttribute):
    """The value of a row: always a PartialDate or None, whatever it was given."""

    def __set__(self, row, value):
        row.__dict__[self.field.attname] = self.field.to_python(value)


class PartialDateField(models.CharField):
    """A date of birth as far as it is known, kept as text; its value is a PartialDate or None.

    The database works with it by `pam_born_from` and `pam_born_to` (pam/records/sql/functions.sql).
    """

    descriptor_class = _PartialDateAttribute

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 10, "null": True, "blank": True} | kwargs)

    def from_db_value(self, value, expression, connection):
        """The PartialDate of what is kept."""
        return PartialDate.of(value) if value else None

    def to_python(self, value):
        """The PartialDate of a text, a date or a PartialDate. Raises ValidationError for no date."""
        try:
            return PartialDate.of(value) if value else None
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def run_validators(self, value):
        """Asks the validators of the text that is kept."""
        super().run_validators(value and value.text)

    def get_prep_value(self, value):
        """The text that is kept."""
        return PartialDate.of(value).text if value else None

    def value_to_string(self, obj):
        """The text that is kept, for fixtures."""
        value = self.value_from_object(obj)
        return PartialDate.of(value).text if value else ""

    def formfield(self, **kwargs):
        """The boxes for day, month, year and age."""
        return super().formfield(**{"form_class": PartialDateFormField} | kwargs)
