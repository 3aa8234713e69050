"""How much a person leads and has to do, in numbers:
an administrator never learns which records these are.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from pam.access.models import Membership, Team
from pam.records.kinds import all_kinds, kind_of

WORDS = {"lead": "lead", "sro": "Senior Responsible Officer", "coordinator": "coordinator"}
WORDS |= {"secretary": "secretary"}


@dataclass(frozen=True)
class Named:
    """A person is named on `number` records of one kind and one owner team;
    `marking` is the highest of them.
    """

    capacity: str
    kind: str
    team: int
    number: int
    marking: int

    @property
    def words(self):
        """ "3 OCGs, as lead"."""
        kind = kind_of(self.kind)
        label = kind.label if self.number == 1 else kind.plural
        label = label if label[:2].isupper() else label[:1].lower() + label[1:]  # "OCGs", "meetings"
        return f"{self.number} {label}, as {WORDS[self.capacity]}"


@dataclass
class Work:
    """What a person leaves: `named` is [Named], `actions` and `given` (sanitised ones) numbers, `manages`
    their teams.
    """

    named: list
    actions: int
    given: int
    manages: list

    @property
    def teams(self):
        """{number of the owner team: the highest marking of what they are named on there}."""
        found = {}
        for row in self.named:
            found[row.team] = max(row.marking, found.get(row.team, 0))
        return found

    @property
    def none(self):
        """Whether there is nothing to hand over."""
        return not (self.named or self.actions or self.given or self.manages)


def work_of(membership):
    """The `Work` of a membership of the reader's agency; the database answers its administrators alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT capacity, kind, team, number, marking FROM pam_work_of(%s) ORDER BY team, kind, capacity",
            [membership.pk],
        )
        rows = [Named(*row) for row in cursor.fetchall()]
    return Work(
        named=[row for row in rows if row.kind],
        actions=sum(row.number for row in rows if row.capacity == "action"),
        given=sum(row.number for row in rows if row.capacity == "given"),
        manages=list(Team.objects.filter(manager=membership).order_by("name__folded")),
    )


def leaderless():
    """[(membership, how many records they are named on, how many open actions)] of the person who can't act
    for the agency now.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT membership, leads, actions FROM pam_leaderless()")
        rows = cursor.fetchall()
    people = Membership.objects.select_related("user").in_bulk([row[0] for row in rows])
    return [(people[number], leads, actions) for number, leads, actions in rows]


# --- Where people are named on records, written out for the database --------------------------------------


def places():
    """(kind, model, [the fields of it that name a person]) of each kind of record."""
    for kind in all_kinds():
        model = apps.get_model(kind.model)
        yield kind, model, [name for name, _ in kind.named_roles]


def named_function():
    """The SQL of pam_named(): a row for each name on a record that still needs one. It has no rights of its
    own.
    """
    selects = []
    for kind, model, fields in places():
        for field in fields:
            column = f"{'r' if field == 'lead' else 'k'}.{field}_id"
            selects.append(
                f"SELECT r.id, '{field}', '{kind.code}', r.team_id, r.marking::int, {column} "
                "FROM records_record r"
                f" JOIN {model._meta.db_table} k ON k.record_ptr_id = r.id WHERE r.closed_at IS NULL"
            )
    return (
        "CREATE OR REPLACE FUNCTION pam_named() RETURNS TABLE"
        " (record bigint, capacity text, kind text, team bigint, marking int, membership bigint)"
        " LANGUAGE sql STABLE AS $$ " + " UNION ALL ".join(selects) + " $$"
    )
