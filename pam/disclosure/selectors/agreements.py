"""Which agreements a person reads and looks after."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from pam.access.in_force import AGREEMENT
from pam.access.models import Agreement, Membership
from pam.access.naming import Offer, people_of_agency
from pam.records.kinds import all_kinds
from pam.reference.models import ReferenceValue
from pam.reference.selectors.settings import setting

CHANGES = 20


def agreements_of(reader):
    """The agreements to which the agency that `reader`
    acts for is a party; those that end last come first.
    """
    rows = Agreement.objects.filter(parties=reader.agency_id).select_related(
        "owner__user", "agency", "usual_basis"
    )
    return rows.order_by("-ends_at", "-pk")


def may_maintain(reader, agreement):
    """Whether `reader` may change it: administers the agency that keeps it, or owns it. The database asks
    again.
    """
    keeps = agreement.agency_id == reader.agency_id
    return keeps and (
        reader.has_role(Membership.Role.ADMINISTRATOR) or agreement.owner_id == reader.membership_id
    )


def file_added_by(agreement):
    """The memberships, in the agency that keeps it, of the person who added its present file; its owner's if
    that is not known. For the job that scans files.
    """
    rows = agreement.history.filter(file=agreement.file.name).order_by("history_id")
    user = rows.values_list("history_user_id", flat=True).first()
    people = Membership.objects.live().filter(agency_id=agreement.agency_id)
    return list(people.filter(user_id=user)) or list(people.filter(pk=agreement.owner_id))


def possible_owners(reader):
    """The `Offer` of who may look after an agreement of `reader`'s agency: its administrators and
    supervisors, and `reader`.
    """
    looks_after = Q(roles__overlap=[Membership.Role.ADMINISTRATOR, Membership.Role.SUPERVISOR])
    people = people_of_agency(reader.agency_id).filter(looks_after | Q(pk=reader.membership_id))
    return Offer([("People", people)], "agreement_owner")


def open_owners(reader, asked):
    """`possible_owners` for the address of the suggestions."""
    return possible_owners(reader)


def warning_days(agency_id):
    """The days before an agreement's end on which the agency that keeps it is warned, furthest first."""
    days = (
        setting(f"disclosure.agreement_{code}_warning_days", agency_id)
        for code in ("first", "second", "last")
    )
    return sorted({day for day in days if day is not None}, reverse=True)


def days_left(agreement):
    """The full days until it ends; None if it has ended."""
    left = agreement.ends_at - timezone.now()
    return left.days if left > timedelta(0) else None


def is_ending(agreement):
    """Whether its end is as near as the first warning."""
    left, first = days_left(agreement), max(warning_days(agreement.agency_id), default=0)
    return left is not None and left < first


def ending_for(reader):
    """The agreements that `reader` looks after and that end soon, the nearest end first."""
    now, first = timezone.now(), max(warning_days(reader.agency_id), default=0)
    soon = AGREEMENT.over(now + timedelta(days=first)) & ~AGREEMENT.over(now)
    rows = Agreement.objects.filter(soon, agency_id=reader.agency_id)
    if not reader.has_role(Membership.Role.ADMINISTRATOR):
        rows = rows.filter(owner_id=reader.membership_id)
    return rows.order_by("ends_at", "pk")


def labels(agreement):
    """(kinds of record, categories of data) that it covers, as a person reads them."""
    kinds = [kind.plural for kind in all_kinds() if kind.code in agreement.record_kinds]
    terms = ReferenceValue.objects.filter(listing="agreement.data", code__in=agreement.data_categories)
    return kinds, [term.label for term in terms]


def changes_of(agreement):
    """The latest changes of an agreement, newest first: rows of its history with who made them and why."""
    return list(
        agreement.history.select_related("history_user").order_by("-history_date", "-history_id")[:CHANGES]
    )
