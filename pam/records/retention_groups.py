"""Which retention groups a record can be in."""

from django.db.models import Q

from pam.records.models import RetentionGroup
from pam.reference.models import ReferenceValue


def offered_groups(agency_id, keep=None):
    """The retention groups that records of an agency can be put in: those of every agency and its own, in
    their order. The one with number `keep` stays though it was retired.
    """
    rows = RetentionGroup.objects.filter(Q(agency=None) | Q(agency_id=agency_id))
    return rows.filter(Q(retired=False) | Q(pk=keep))


def first_group(kind):
    """The retention group that a new record of this kind begins in, of those of every agency."""
    code = ReferenceValue.objects.filter(listing="retention.kind", code=kind).values_list("score", flat=True)
    rows = RetentionGroup.objects.filter(agency=None, retired=False)
    return rows.filter(code=str(code.first())).first() or rows.first()
