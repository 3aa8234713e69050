"""On which lawful bases an agency can share: those of its kind, and what the agency itself decided."""

from django.db.models import Q

from pam.access.models import Agency, LawfulBasis
from pam.reference.selectors.settings import setting

# Settings that hold codes of lawful bases (declared_settings.py).
FURTHER, NOT_USED = "disclosure.further_bases", "disclosure.bases_not_used"


def bases_in_use():
    """The lawful bases that are not retired, in their order."""
    return LawfulBasis.objects.filter(retired=False)


def usable_bases(agency):
    """The lawful bases that an agency can share on; `agency` is an Agency or its number."""
    number = getattr(agency, "pk", agency)
    kind = Agency.objects.filter(pk=number).values_list("kind", flat=True).first()
    fits = Q(agency_kinds=[]) | Q(agency_kinds__contains=[kind]) | Q(code__in=_codes(FURTHER, number))
    return bases_in_use().filter(fits).exclude(code__in=_codes(NOT_USED, number))


def is_usable(basis, agency):
    """Whether `agency` (an Agency) can share on `basis`."""
    if basis.code in _codes(NOT_USED, agency.pk):
        return False
    return basis.suits(agency) or basis.code in _codes(FURTHER, agency.pk)


def bases_of_kind(agency_id):
    """[(code, name)] of the bases that the kind of an agency has (None: every basis), for its settings."""
    return _offered(agency_id, lambda basis, agency: basis.suits(agency))


def bases_of_other_kinds(agency_id):
    """[(code, name)] of the bases that only other kinds of agency have (None: every basis)."""
    return _offered(agency_id, lambda basis, agency: not basis.suits(agency))


def attach_use(bases, agency_id):
    """Sets on each basis `used`: whether the agency can share on it; `own`: whether it decided so itself."""
    usable = set(usable_bases(agency_id).values_list("pk", flat=True))
    decided = {*_codes(FURTHER, agency_id), *_codes(NOT_USED, agency_id)}
    for basis in bases:
        basis.used, basis.own = basis.pk in usable, basis.code in decided
    return bases


def _offered(agency_id, fits):
    agency = Agency.objects.filter(pk=agency_id).first() if agency_id else None
    return [(b.code, b.name) for b in bases_in_use() if agency is None or fits(b, agency)]


def _codes(key, agency_id):
    return [code for code in setting(key, agency_id).split(", ") if code]
