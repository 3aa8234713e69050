"""Agencies, teams and people in bulk, with numbers in unbroken rows; and the readers of the benchmark."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from pam.access.levels import Marking
from pam.access.models import Agency, Agreement, Membership, Team, User
from pam.accounts.services.terms_of_use import accept_for_everybody

# Readers of the benchmark, in the order of their agencies at the end of the row (name, what they see).
BENCH = [
    ("new", "0.1 %, the newest"),
    ("old", "0.1 %, the oldest"),
    ("one", "1 %"),
    ("half", "50 %"),
    ("five", "five agencies' records"),
]
BENCH_DOMAIN = "bench.pam.example"
FIVE_TEAMS = 5


def bench_email(name):
    """The e-mail address of a reader of the benchmark."""
    return f"bench-{name}@{BENCH_DOMAIN}"


@dataclass
class Crowd:
    """Where the unbroken rows of numbers begin, and how long they are.

    Principals are in the order agencies, teams, people. The last five agencies, with a team each (the last
    of them with five), and the last five people are the benchmark's; the others are `plain`.
    """

    agencies: int
    users: int
    principal: int
    agency: int
    team: int
    user: int
    membership: int
    agreement: int = 0
    ended_agreement: int = 0

    @property
    def plain_agencies(self):
        return self.agencies - len(BENCH)

    @property
    def plain_teams(self):
        return 2 * self.plain_agencies

    @property
    def teams(self):
        return self.plain_teams + len(BENCH) - 1 + FIVE_TEAMS

    @property
    def plain_users(self):
        return self.users - len(BENCH)

    def bench_principal(self, name):
        """The number that a benchmark reader's records are granted to: their agency's."""
        return self.principal + self.plain_agencies + 1 + [b[0] for b in BENCH].index(name)

    def numbers(self):
        """What the SQL of rows.py is filled with."""
        return {
            "p_agency": self.principal,
            "p_team": self.principal + self.agencies,
            "p_user": self.principal + self.agencies + self.teams,
            "agency": self.agency,
            "team": self.team,
            "user": self.user,
            "membership": self.membership,
            "agencies": self.agencies,
            "teams": self.teams,
            "users": self.users,
            "plain_agencies": self.plain_agencies,
            "plain_teams": self.plain_teams,
            "plain_users": self.plain_users,
            "five_teams": FIVE_TEAMS,
            "agreement": self.agreement,
            "ended_agreement": self.ended_agreement,
            **{f"p_{name}": self.bench_principal(name) for name, _ in BENCH},
        }


# Principals extend auth_group, so Django can't make them in bulk; each has a row in both tables.
GROUPS = (
    "INSERT INTO auth_group (id, name) SELECT i, 'bulk:' || i "
    "FROM generate_series({p_agency} + 1, {p_user} + {users}) i"
)
PRINCIPALS = (
    "INSERT INTO access_principal (group_ptr_id, kind, label, agency_id)"
    " SELECT i, %s, %s || (i - %s), a FROM unnest(%s::int[], %s::bigint[]) x(i, a)"
)
KINDS = ("police", "probation", "council", "health", "charity")


TABLES = {
    "agency": "access_agency",
    "team": "access_team",
    "user": "access_user",
    "membership": "access_membership",
}


def _next(cursor, table):
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
    return cursor.fetchone()[0]


def _principals(cursor, kind, label, first, agencies):
    """One principal for each of `agencies` (numbers, or None), numbered from `first` + 1."""
    numbers = list(range(first + 1, first + 1 + len(agencies)))
    cursor.execute(PRINCIPALS, [kind, label, first, numbers, agencies])


def _agency_of_team(crowd, t):
    """A plain agency has teams t and t + plain_agencies; the benchmark's come after all of those."""
    if t <= crowd.plain_teams:
        return 1 + (t - 1) % crowd.plain_agencies
    return min(crowd.plain_agencies + t - crowd.plain_teams, crowd.agencies)


def _agency_of_user(crowd, u):
    return (
        1 + (u - 1) % crowd.plain_agencies
        if u <= crowd.plain_users
        else crowd.plain_agencies + u - crowd.plain_users
    )


def _make_agencies_and_teams(cursor, crowd):
    first = crowd.principal
    _principals(cursor, "agency", "Agency ", first, [None] * crowd.agencies)
    Agency.objects.bulk_create(
        Agency(
            id=crowd.agency + i,
            principal_id=first + i,
            name=f"Agency {crowd.agency + i}",
            short_name=f"Agency {crowd.agency + i}",
            kind=KINDS[i % len(KINDS)],
        )
        for i in range(1, crowd.agencies + 1)
    )
    cursor.execute(
        "UPDATE access_principal p SET agency_id = a.id FROM access_agency a "
        "WHERE a.principal_id = p.group_ptr_id AND p.agency_id IS NULL"
    )
    owners = [crowd.agency + _agency_of_team(crowd, t) for t in range(1, crowd.teams + 1)]
    _principals(cursor, "team", "Team ", first + crowd.agencies, owners)
    Team.objects.bulk_create(
        Team(id=crowd.team + t, principal_id=first + crowd.agencies + t, agency_id=owner, name=f"Team {t}")
        for t, owner in enumerate(owners, 1)
    )


def _make_people(cursor, crowd):
    """Half of an agency's people are in either of its teams; the benchmark's are in all of theirs."""
    first = crowd.principal + crowd.agencies + crowd.teams
    of_user = [_agency_of_user(crowd, u) for u in range(1, crowd.users + 1)]
    _principals(cursor, "person", "Person ", first, [crowd.agency + a for a in of_user])
    since = timezone.now() - timedelta(days=9 * 365)
    emails = {
        crowd.plain_users + place: (bench_email(name), f"Bench {name}")
        for place, (name, _) in enumerate(BENCH, 1)
    }
    users, members, belongs = [], [], []
    teams = {}
    for t in range(1, crowd.teams + 1):
        teams.setdefault(_agency_of_team(crowd, t), []).append(t)
    for u, a in enumerate(of_user, 1):
        email, name = emails.get(u, (f"person-{crowd.user + u}@bulk.pam.example", f"Person {u}"))
        users.append(User(id=crowd.user + u, password="!bulk", name=name, email=email))
        members.append(
            Membership(
                id=crowd.membership + u,
                principal_id=first + u,
                user_id=crowd.user + u,
                agency_id=crowd.agency + a,
                post="Officer",
                roles=["officer"],
                clearance=Marking.OFFICIAL_SENSITIVE,
                starts_at=since,
            )
        )
        mine = teams[a] if u > crowd.plain_users else [teams[a][u // crowd.plain_agencies % 2]]
        belongs += [
            Membership.teams.through(membership_id=crowd.membership + u, team_id=crowd.team + t) for t in mine
        ]
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(members)
    Membership.teams.through.objects.bulk_create(belongs)


def make_crowd(agencies, users):
    """Makes agencies, teams and people. Returns the `Crowd`."""
    with connection.cursor() as cursor:
        starts = {name: _next(cursor, table) for name, table in TABLES.items()}
        crowd = Crowd(agencies, users, principal=_next(cursor, "auth_group"), **starts)
        cursor.execute(GROUPS.format(**crowd.numbers()))
        _make_agencies_and_teams(cursor, crowd)
        _make_people(cursor, crowd)
        for field, days in (("agreement", 900), ("ended_agreement", -30)):
            row = Agreement.objects.create(
                name=f"Bulk agreement {crowd.agency}, {field}",
                purpose="For measuring",
                starts_at=timezone.now() - timedelta(days=9 * 365),
                ends_at=timezone.now() + timedelta(days=days),
            )
            setattr(crowd, field, row.pk)
        accept_for_everybody()
        for table in ("auth_group", *TABLES.values()):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
    return crowd
