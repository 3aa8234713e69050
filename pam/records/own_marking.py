"""A part may be marked higher than its record: never lower, nor higher than its writer is cleared for."""

from django import forms

from pam.access.errors import Refused
from pam.access.levels import Marking
from pam.ui.forms import Radios

FIELD = "own_marking"


def require_marking(actor, record, marking, *, kept=None, author_agency=None):
    """Raises Refused for a marking that the actor is not cleared for, and for another agency's that is
    lowered from `kept`. `marking` is None for that of the record.
    """
    if (marking or 0) > actor.clearance:
        raise Refused("You are not cleared for that marking.", code="not_cleared", field=FIELD)
    lowered = (kept or 0) > (marking or 0)
    if lowered and actor.agency_id not in (author_agency, record.agency_id):
        words = "Only the agency that wrote it, or that owns the record, can lower its marking."
        raise Refused(words, code="not_owner_agency", field=FIELD)


class OwnMarkingFields(forms.Form):
    """Asks for a marking of its own where there is one to choose: higher than the record's, within the
    reader's clearance.
    """

    own_marking = forms.TypedChoiceField(
        label="Protective marking", coerce=int, empty_value=None, required=False, widget=Radios(inline=False)
    )

    def offer_markings(self, reader, record, kept=None):
        """Narrows the choices; takes the question away where there is none. `kept` stays whatever it is."""
        higher = [value for value in Marking if record.marking < value <= reader.clearance or value == kept]
        if not higher:
            del self.fields[FIELD]
            return
        field, as_record = self.fields[FIELD], f"As the record: {record.get_marking_display()}"
        field.choices = [("", as_record), *((value.value, value.label) for value in higher)]
        field.mark_optional = False
        self.initial.setdefault(FIELD, kept or "")

    def chosen_marking(self, kept=None):
        """The marking, None for the record's; what was kept where it was not asked for."""
        return self.cleaned_data[FIELD] if FIELD in self.fields else kept


def highest_marking(record, parts):
    """The label of the highest marking of a page that shows these parts of `record`."""
    return Marking(max([record.marking, *(part.own_marking or 0 for part in parts)])).label
