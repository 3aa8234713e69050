"""An agency of thousands, written by the database itself."""

from django.db import connection

CROWD = """
WITH people AS (
    INSERT INTO access_user (password, is_superuser, email, name, is_staff, is_active, date_joined, uuid)
    SELECT '', false, format('%(word)s%%s@crowd.example', n), format('%%s %(word)s%%s',
           (ARRAY['Aaron', 'Bela', 'Cerys', 'Dilip', 'Eilidh', 'Farah', 'Gwen', 'Hamid'])[n %% 8 + 1], n),
           false, true, now(), gen_random_uuid()
    FROM generate_series(10000, 9999 + %(number)s) n RETURNING id, name, email
), groups AS (
    INSERT INTO auth_group (name) SELECT 'person ' || email FROM people RETURNING id, name
), principals AS (
    INSERT INTO access_principal (group_ptr_id, kind, agency_id, label)
    SELECT g.id, 'person', %(agency)s, p.name FROM groups g JOIN people p ON g.name = 'person ' || p.email
    RETURNING group_ptr_id, label
), members AS (
    INSERT INTO access_membership (
        principal_id, user_id, agency_id, post, roles, clearance, starts_at, suspended, version, uuid)
    SELECT pr.group_ptr_id, p.id, %(agency)s, 'Constable', '{officer}', 2,
           now() - interval '1 day', false, 1, gen_random_uuid()
    FROM principals pr JOIN people p ON p.name = pr.label RETURNING id
)
INSERT INTO access_membership_teams (membership_id, team_id) SELECT id, %(team)s FROM members
"""


def crowd(team, number, word):
    """`number` (at most 89,999) live people of the team's agency, in `team`: "Bela Moss10001" and so on."""
    with connection.cursor() as cursor:
        cursor.execute(CROWD % {"word": word, "number": number, "agency": team.agency_id, "team": team.pk})
        # What the server does by itself soon after: else it plans for a handful of people.
        cursor.execute("ANALYZE access_user, access_principal, access_membership, access_membership_teams")
