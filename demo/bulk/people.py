"""Agencies, teams and people in bulk, with numbers in unbroken rows; and the readers of the benchmark."""

from dataclasses import dataclass

from django.db import connection

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

    Principals stand in the order agencies, teams, people. The last five agencies, with a team each (the last of
    them with five), and the last five people are the benchmark's; the others are `plain`.
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
            "p_agency": self.principal, "p_team": self.principal + self.agencies, "p_user": self.principal + self.agencies + self.teams,
            "agency": self.agency, "team": self.team, "user": self.user, "membership": self.membership,
            "agencies": self.agencies, "teams": self.teams, "users": self.users, "plain_agencies": self.plain_agencies,
            "plain_teams": self.plain_teams, "plain_users": self.plain_users, "five_teams": FIVE_TEAMS,
            "agreement": self.agreement, "ended_agreement": self.ended_agreement,
            **{f"p_{name}": self.bench_principal(name) for name, _ in BENCH},
        }  # fmt: skip


SQL = [
    "INSERT INTO auth_group (id, name) SELECT i, 'bulk:' || i FROM generate_series({p_agency} + 1, {p_user} + {users}) i",
    "INSERT INTO access_principal (group_ptr_id, kind, label) SELECT {p_agency} + i, 'agency', 'Agency ' || i FROM generate_series(1, {agencies}) i",
    "INSERT INTO access_agency (id, uuid, name, short_name, kind, contact, principal_id)"
    " SELECT {agency} + i, gen_random_uuid(), 'Agency ' || ({agency} + i), 'Agency ' || ({agency} + i),"
    " (ARRAY['police','probation','council','health','charity'])[1 + i % 5], '', {p_agency} + i FROM generate_series(1, {agencies}) i",
    "UPDATE access_principal p SET agency_id = a.id FROM access_agency a WHERE a.principal_id = p.group_ptr_id AND p.agency_id IS NULL",
    # A plain agency has teams t and t + plain_agencies; the benchmark's come after all of those.
    "CREATE TEMP TABLE bulk_team AS SELECT t, CASE WHEN t <= {plain_teams} THEN 1 + (t - 1) % {plain_agencies}"
    " ELSE least({plain_agencies} + t - {plain_teams}, {agencies}) END AS a FROM generate_series(1, {teams}) t",
    "INSERT INTO access_principal (group_ptr_id, kind, label, agency_id)"
    " SELECT {p_team} + t, 'team', 'Team ' || t, {agency} + a FROM bulk_team",
    "INSERT INTO access_team (id, name, contact, agency_id, principal_id)"
    " SELECT {team} + t, 'Team ' || t, '', {agency} + a, {p_team} + t FROM bulk_team",
    "CREATE TEMP TABLE bulk_user AS SELECT u, CASE WHEN u <= {plain_users} THEN 1 + (u - 1) % {plain_agencies}"
    " ELSE {plain_agencies} + u - {plain_users} END AS a FROM generate_series(1, {users}) u",
    "INSERT INTO access_principal (group_ptr_id, kind, label, agency_id)"
    " SELECT {p_user} + u, 'person', 'Person ' || u, {agency} + a FROM bulk_user",
    "INSERT INTO access_user (id, password, is_superuser, is_staff, is_active, date_joined, name, email, uuid)"
    " SELECT {user} + u, '!bulk', false, false, true, now(), 'Person ' || u, 'person-' || ({user} + u) || '@bulk.pam.example',"
    " gen_random_uuid() FROM bulk_user",
    "INSERT INTO access_membership (id, uuid, post, roles, clearance, starts_at, suspended, agency_id, user_id, principal_id)"
    " SELECT {membership} + u, gen_random_uuid(), 'Officer', '{{officer}}', 2, now() - interval '9 years', false, {agency} + a,"
    " {user} + u, {p_user} + u FROM bulk_user",
    "INSERT INTO access_membership_teams (membership_id, team_id) SELECT {membership} + u, {team} + t FROM bulk_user u JOIN bulk_team t"
    " ON t.a = u.a WHERE t.t > {plain_teams} OR (t.t > {plain_agencies}) = (u.u / {plain_agencies} % 2 = 1)",
]
TABLES = {
    "agency": "access_agency", "team": "access_team", "user": "access_user", "membership": "access_membership",
}  # fmt: skip


def _next(cursor, table):
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
    return cursor.fetchone()[0]


def make_crowd(agencies, users):
    """Makes agencies, teams and people. Returns the `Crowd`."""
    with connection.cursor() as cursor:
        starts = {name: _next(cursor, table) for name, table in TABLES.items()}
        crowd = Crowd(agencies, users, principal=_next(cursor, "auth_group"), **starts)
        for statement in SQL:
            cursor.execute(statement.format(**crowd.numbers()))
        for place, (name, _) in enumerate(BENCH, 1):
            cursor.execute(
                "UPDATE access_user SET email = %s, name = %s WHERE id = %s",
                [bench_email(name), f"Bench {name}", crowd.user + crowd.plain_users + place],
            )
        for field, days in (("agreement", 900), ("ended_agreement", -30)):
            cursor.execute(
                "INSERT INTO access_agreement (uuid, name, purpose, starts_at, ends_at) VALUES (gen_random_uuid(), %s,"
                " 'For measuring', now() - interval '9 years', now() + %s * interval '1 day') RETURNING id",
                [f"Bulk agreement {crowd.agency}, {field}", days],
            )
            setattr(crowd, field, cursor.fetchone()[0])
        for table in ("auth_group", *TABLES.values()):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    return crowd
