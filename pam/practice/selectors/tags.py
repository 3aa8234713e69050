"""The words by which offers are found: strands, crime types, communities."""

from pam.frameworks.kinds import names
from pam.practice.declared_lists import COMMUNITIES, CRIME_TYPES
from pam.practice.models import Offer, Preparation
from pam.reference.selectors.lists import terms

FIELDS = ("strands", "crime_types", "communities")


def listings() -> dict[str, dict[str, str]]:
    """{field of an offer: {code: label}} of what can be chosen: values of every agency, so that all agencies
    find by the same words.
    """
    strands = {code.split(".", 1)[-1]: label for code, label in names("strand").items()}
    return {
        "strands": strands,
        "crime_types": _of_every_agency(CRIME_TYPES),
        "communities": _of_every_agency(COMMUNITIES),
    }


def _of_every_agency(listing):
    return {row.code: row.label for row in terms(listing) if row.agency_id is None}


def labels_of(row: Offer | Preparation) -> list[str]:
    """The labels of the codes that an offer was given; the code itself of one that is not there any more."""
    known = listings()
    return [str(known[field].get(code, code)) for field in FIELDS for code in getattr(row, field)]
