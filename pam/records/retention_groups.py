"""Which retention groups a record can be in."""

from django.db.models import Q

from pam.records.models import RetentionGroup
from pam.reference.declarations import Choice
from pam.reference.selectors.settings import setting


def offered_groups(agency_id, keep=None):
    """The retention groups that records of an agency can be put in: those of every agency and its own, in
    their order. The one with number `keep` stays though it was retired.
    """
    rows = RetentionGroup.objects.filter(Q(agency=None) | Q(agency_id=agency_id))
    return rows.filter(Q(retired=False) | Q(pk=keep))


def first_group(kind, agency_id):
    """The retention group that a new record of this kind of an agency begins in; of two with the same code
    its own.
    """
    rows, code = (
        offered_groups(agency_id).order_by("agency_id", "order", "pk"),
        setting(_key(kind), agency_id),
    )
    return rows.filter(code=code).first() or rows.filter(agency=None).first() or rows.first()


def first_group_setting(kind, label, *, default):
    """The declaration of that setting, for the room of a kind of record. `default` is the code of a shipped
    group.
    """
    return Choice(
        key=_key(kind),
        label=label,
        meaning="A new record begins in this group. Its owner can choose another.",
        group="Retention",
        default=default,
        choices=_choices,
    )


def _key(kind):
    return f"retention.first_group_{kind}"


def _choices(agency_id=None):
    return list(dict(offered_groups(agency_id).values_list("code", "label")).items())
