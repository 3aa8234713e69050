"""Who can be invited to a meeting, on what ground, and who of last time can't be, and why."""

from django.db.models import Q

from pam.access.models import Agency, Membership
from pam.disclosure.selectors.grounds import grounds_by_agency, usual_ground


def not_cleared(meeting):
    """Why a person without the clearance is not invited."""
    return f"Not cleared for {meeting.get_marking_display()}."


def no_agreement_covers(agency):
    """Why another agency's people are not invited."""
    return f"No information sharing agreement in force with {agency.name} covers meetings."


def can_be_invited(meeting, invited, grounds):
    """The live memberships that could be invited, as a queryset: cleared, not `invited` (numbers) already, of
    the owning agency or of one that has a ground in `grounds`.
    """
    rows = Membership.objects.live().filter(
        Q(agency_id=meeting.agency_id) | Q(agency_id__in=grounds), clearance__gte=meeting.marking
    )
    return rows.exclude(pk__in=invited).select_related("user", "agency")


def grounds_offered(reader, meeting):
    """{Agency: (its grounds, the one to offer first or None)} of the other agencies whose people can be
    invited, by name.
    """
    found = grounds_by_agency(meeting)
    agencies = (
        Agency.objects.filter(pk__in=found).select_related("principal__agency").order_by("name__folded")
    )
    return {
        agency: (found[agency.pk], usual_ground(reader, agency.principal, found[agency.pk]))
        for agency in agencies.order_by("name__folded")
    }


def left_out(meeting, numbers, grounds):
    """[(Membership, why)] of those among `numbers` (of last time) who can't be invited now, by agency and
    name.
    """
    live = set(Membership.objects.live().filter(pk__in=numbers).values_list("pk", flat=True))
    rows = Membership.objects.filter(pk__in=numbers).select_related("user", "agency")
    found = []
    for person in rows.order_by("agency__name__folded", "user__name__folded", "pk"):
        if person.pk not in live:
            found.append((person, f"No longer acts for {person.agency.name}."))
        elif person.clearance < meeting.marking:
            found.append((person, not_cleared(meeting)))
        elif person.agency_id != meeting.agency_id and person.agency_id not in grounds:
            found.append((person, no_agreement_covers(person.agency)))
    return found
