"""Reading who is who."""

from django.db import connection
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from pam.access.models import Agency, Membership, Principal, Team
from pam.db.folding import sort_key
from pam.db.kept import Kept, KeptBy

# (number, name, whether it is for training) of every agency, by name, as filters offer them.
kept_agencies = Kept(
    lambda: list(Agency.objects.order_by("name__folded", "pk").values_list("pk", "name", "training")), Agency
)
_team_names: KeptBy[int, str] = KeptBy(
    lambda numbers: dict(Team.objects.filter(pk__in=numbers).values_list("pk", "name"))
)


def names_of_teams(numbers):
    """[(number, name)] of the teams with these numbers, by name, as this process keeps them."""
    return sorted(_team_names(numbers).items(), key=lambda team: (sort_key(team[1]), team[0]))


@receiver((post_save, post_delete), sender=Team)
def _ask_the_name_anew(instance, **signal):
    """Of this team alone: people of others would tell from a query that it is new."""
    _team_names.forget_those(lambda number: number == instance.pk)


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
