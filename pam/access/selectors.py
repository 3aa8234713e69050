"""Reading who is who."""

from django.db import connection
from django.db.models import Q

from pam.access.models import Agency, Membership, Principal, Team
from pam.db.kept import Kept

# The directory, as filters offer it, by name: (number, name, whether it is for training) of every agency,
# (number, name) of every team.
kept_agencies = Kept(
    lambda: list(Agency.objects.order_by("name__folded", "pk").values_list("pk", "name", "training")), Agency
)
kept_teams = Kept(lambda: list(Team.objects.order_by("name__folded", "pk").values_list("pk", "name")), Team)


def contacts_of(agency_id, *, escalated=False):
    """Who answers for an agency where nobody in it was named (see pam_contacts_of)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pam_contacts_of(%s, %s)", [agency_id, escalated])
        numbers = [row[0] for row in cursor.fetchall()]
    return list(Membership.objects.filter(pk__in=numbers).order_by("pk"))


def people_behind(principal):
    """The live memberships that a principal stands for: the person, those in the team, or who answers for the
    agency.
    """
    if principal.kind == Principal.Kind.AGENCY:
        return contacts_of(principal.agency_id)
    people = Membership.objects.live().filter(
        Q(principal_id=principal.pk) | Q(teams__principal_id=principal.pk)
    )
    return list(people.order_by("pk").distinct())


def with_deciders(rows):
    """Rows with `decider_ids`, as a list, each with `deciders`: those memberships with `user`, by name."""
    rows = list(rows)
    wanted = {number for row in rows for number in row.decider_ids}
    people = Membership.objects.select_related("user").in_bulk(wanted)
    for row in rows:
        found = (people[number] for number in row.decider_ids if number in people)
        row.deciders = sorted(found, key=lambda person: person.user.name)
    return rows
