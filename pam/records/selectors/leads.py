"""Who may be named on a record: the live people of the agency that owns it."""

from pam.access import visibility
from pam.access.levels import Level
from pam.access.naming import Offer, people_of_agency, short_words
from pam.records.models import Record


def possible_leads(reader, record=None):
    """The `Offer` of who may lead `record` (through the gate for `reader`), or a new one of their agency."""
    saved = record is not None and record.pk is not None
    agency = record.agency_id if saved else reader.agency_id
    asked = {"of": record.uuid} if saved else {}
    return Offer([("People", people_of_agency(agency))], "lead", asked, short_words)


def open_leads(reader, asked):
    """The same for the address of the suggestions: of a record only for who may change it."""
    if not asked.get("of"):
        return possible_leads(reader)
    return possible_leads(reader, visibility.get(reader, Record, asked["of"], level=Level.MANAGE))
