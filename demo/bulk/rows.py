"""The SQL that makes records, grants and parts, a slice of numbers at a time.

Everything that looks like chance is a hash of the record's number, so two runs make the same rows. The
columns that triggers keep (`readers`, `lapses_at`, `search`) are worked out here as in
pam/access/sql/triggers.sql; check.py lets the triggers work some out again and compares.
"""


def chance(salt, of="n"):
    """A whole number from 0 to 2^31 that depends on the record and on `salt`."""
    return f"(hashint8extended(({of})::bigint, {salt}) & 2147483647)"


# Years of records, the older the lower the number; the last change is anywhere between, more often early.
CREATED = "(now() - interval '6 years' * (1 - n / {records}.0) - interval '2 days')"
UPDATED = f"({CREATED} + (now() - interval '1 hour' - {CREATED}) * power({chance(1)} / 2147483648.0, 3))"
KIND = f"CASE WHEN {chance(2)} % 20 < 6 THEN 'ocg' WHEN {chance(2)} % 20 < 19 THEN 'pvp' ELSE 'meeting' END"
# Five teams own as much as five agencies of 200 would; big agencies own more than small ones.
TEAM = (
    f"CASE WHEN {chance(3)} % 200 < 5 THEN {{teams}} - {chance(3)} % {{five_teams}}"
    f" ELSE 1 + floor(power({chance(4)} / 2147483648.0, 1.5) * {{plain_teams}})::int END"
)

BASE = [
    "DROP TABLE IF EXISTS bulk_slice, bulk_grant, bulk_open",
    f"""CREATE TEMP TABLE bulk_slice AS
      SELECT n, {{record}} + n AS id, {KIND} AS kind, {CREATED} AS created, {UPDATED} AS updated, {TEAM} AS t,
             CASE WHEN {chance(5)} % 100 < 85 THEN 2 ELSE 1 END AS marking, {chance(6)} % {{texts}} AS text
        FROM generate_series({{first}}, {{last}}) n""",
    "ALTER TABLE bulk_slice ADD a int, ADD member bigint",
    # The lead is a person of the owner agency.
    f"""UPDATE bulk_slice SET a = CASE WHEN t <= {{plain_teams}} THEN 1 + (t - 1) % {{plain_agencies}}
      ELSE {{agencies}} END,
          member = CASE WHEN t <= {{plain_teams}} THEN {{membership}} + 1 + (t - 1) % {{plain_agencies}}
            + {{plain_agencies}} * ({chance(7)} % greatest({{plain_users}} / {{plain_agencies}}, 1))
              ELSE {{membership}} + {{users}} END""",
]

# Grant 1 goes to the reader of half or to an agency; grant 2 to the other benchmark readers, a team or a
# person; further ones to people, none twice.
GRANTS = f"""
CREATE TEMP TABLE bulk_grant AS
SELECT s.id AS record_id, w.*, least(w.until, (SELECT a.ends_at FROM access_agreement a
  WHERE a.id = w.agreement_id)) AS ends
  FROM bulk_slice s CROSS JOIN LATERAL (
    SELECT CASE j
        WHEN 1 THEN CASE WHEN {chance(10)} % 2 = 0 THEN {{p_half}}
          ELSE {{p_agency}} + 1 + {chance(11)} % {{plain_agencies}} END
        WHEN 2 THEN CASE
            WHEN s.updated <= '{{oldest}}' THEN {{p_old}} WHEN s.updated >= '{{newest}}' THEN {{p_new}}
            WHEN {chance(12)} % 100 = 0 THEN {{p_one}}
              WHEN {chance(13)} % 3 = 0 THEN {{p_team}} + 1 + {chance(14)} % {{plain_teams}}
            ELSE {{p_user}} + 1 + ({chance(15)} % ({{plain_users}} / {{grants}})) * {{grants}} END
        ELSE {{p_user}} + 1 + ({chance(15, "n * 64 + j")} % ({{plain_users}} / {{grants}})) * {{grants}} + j
          - 2 END AS group_id, j
      FROM generate_series(1, {{grants}}) j) g
  CROSS JOIN LATERAL (
    SELECT g.group_id, g.group_id IN ({{p_half}}, {{p_old}}, {{p_new}}, {{p_one}}) AS bench,
      {chance(16, "s.n * 64 + g.j")} AS c) b
  CROSS JOIN LATERAL (
    SELECT b.group_id, CASE WHEN b.bench THEN 2
      ELSE (ARRAY[1, 2, 2, 2, 2, 2, 3, 3, 3, 4])[1 + b.c % 10] END AS level,
           CASE WHEN b.bench THEN NULL WHEN b.c / 16 % 100 < 3 THEN now() - interval '1 day' * (1
             + b.c / 4096 % 300)
                WHEN b.c / 16 % 100 < 28 THEN now() + interval '1 day' * (1 + b.c / 4096 % 400) END AS until,
           CASE WHEN b.bench THEN NULL WHEN b.c / 64 % 100 < 2 THEN {{ended_agreement}}
                WHEN b.c / 64 % 100 < 60 THEN {{agreement}} END::bigint AS agreement_id) w
"""

# Five letters and digits for each number, no two alike: references and codes that count nothing.
CODE = (
    "(SELECT string_agg(substr('23456789ABCDEFGHJKMNPQRSTUVWXYZ', "
    "1 + ((s.id::bigint * 7919 + 4242) % 28629151 / place % 31)::int,"
    " 1), '') FROM unnest(ARRAY[1, 31, 961, 29791, 923521]) place)"
)

ROWS = [
    """INSERT INTO access_grant (uuid, level, source, given_at, reason, until, agreement_id, record_id,
      group_id, permission_id,
         given_by_id, lawful_basis_id)
       SELECT gen_random_uuid(), g.level, 'share', s.created, 'Joint plan', g.until, g.agreement_id,
         g.record_id, g.group_id,
              ('{{{permissions}}}'::int[])[g.level], s.member, {basis}
         FROM bulk_grant g JOIN bulk_slice s ON s.id = g.record_id""",
    """CREATE TEMP TABLE bulk_open AS
       SELECT s.id, ARRAY(SELECT DISTINCT p FROM unnest(({p_team} + s.t)::int || coalesce(g.granted,
         '{{}}')) p ORDER BY p) AS readers, g.lapses_at
         FROM bulk_slice s LEFT JOIN (
           SELECT record_id, array_agg(group_id::int) AS granted, min(ends) AS lapses_at FROM bulk_grant
            WHERE level >= {view} AND coalesce(ends > now(), true)
            GROUP BY record_id) g ON g.record_id = s.id""",
    # Nobody leads 25,000 records: those of the benchmark's own agency have a lead in one of fifty cases.
    """INSERT INTO records_record (id, uuid, kind, reference, title, summary, marking, handling,
      next_review, retention_group_id, stage, stage_version_id, opened_at, created,
         updated, version, readers, lapses_at, search, identifiers, agency_id, lead_id, team_id)
       SELECT s.id, gen_random_uuid(), s.kind, r.reference, r.title, t.summary, s.marking, '',
         now()::date + (s.n % 120 - 20), {group},
         CASE s.kind WHEN 'ocg' THEN ({ocg_stages})[1 + {c22} % cardinality({ocg_stages})]
           WHEN 'pvp' THEN ({pvp_stages})[1 + {c22} % cardinality({pvp_stages})] ELSE '' END,
         CASE s.kind WHEN 'ocg' THEN {ocg_map} WHEN 'pvp' THEN {pvp_map} END,
              s.created, s.created, s.updated, 1, o.readers, o.lapses_at,
              pam_prose(pam_fold(r.reference || ' ' || r.title)) || t.search, '{{}}',
              {agency} + s.a, CASE WHEN s.t <= {plain_teams} OR s.n % 50 = 0 THEN s.member END, {team} + s.t
         FROM bulk_slice s JOIN bulk_open o USING (id) JOIN bulk_text t ON t.id = s.text
         CROSS JOIN LATERAL (SELECT
           CASE s.kind WHEN 'ocg' THEN 'OCG' WHEN 'pvp' THEN 'PVP' ELSE 'MTG' END
             || to_char(s.created, '-YY-') || {code} AS reference,
           CASE s.kind WHEN 'ocg' THEN ({places})[1 + {c20} % {n_places}] || ' ' ||
             ({crimes})[1 + {c21} % {n_crimes}]
             WHEN 'pvp' THEN ({first_names})[1 + {c20} % {n_first}] || ' '
               || ({last_begin})[1 + {c21} % {n_begin}] || ({last_end})[1 + {c24} % {n_end}]
             ELSE ({places})[1 + {c20} % {n_places}] || ' management meeting' END AS title) r""",
    """INSERT INTO ocg_ocg (record_ptr_id, crime_types, area, lead_accepted_at, tier_id)
       SELECT id, '', '', CASE WHEN t <= {plain_teams} OR n % 50 = 0 THEN created END,
         ({tiers})[1 + {c23} % cardinality({tiers})]
         FROM bulk_slice s WHERE kind = 'ocg'""",
    """INSERT INTO pvp_casefile (record_ptr_id, voice, strand_id, grade_id)
       SELECT id, '', ({strands})[1 + {c22} % cardinality({strands})],
         ({grades})[1 + {c23} % cardinality({grades})]
         FROM bulk_slice s WHERE kind = 'pvp'""",
    """INSERT INTO meetings_meeting (record_ptr_id, starts_at, place, series, state)
       SELECT id, created + interval '7 days', 'Conference room', 'Weekly', 'called' FROM bulk_slice
         WHERE kind = 'meeting'""",
    # One part in ten is for the owning agency alone.
    """INSERT INTO actions_action (uuid, code, agencies, created, updated, version, marking,
      readers, lapses_at, title,
         details, strand, plan, due, status, outcome, ended_at, search, identifiers,
           author_id, author_agency_id, owner_id, owner_agency_id, record_id)
       SELECT gen_random_uuid(), 'A-' || {code}, p.agencies, s.created, s.updated, 1, s.marking,
              CASE WHEN p.agencies IS NULL THEN o.readers
                ELSE pam_part_readers(o.readers, p.agencies) END, o.lapses_at,
              p.title, '',
              CASE s.kind WHEN 'ocg' THEN (ARRAY['pursue', 'prevent', 'protect', 'prepare'])[1 + {c25} % 4]
                ELSE '' END,
              '', p.due,
              CASE WHEN p.open THEN 'open' ELSE 'done' END, '', CASE WHEN p.open THEN NULL ELSE p.due END,
              pam_prose(pam_fold(p.title)), '{{}}', s.member, {agency} + s.a, s.member, {agency} + s.a, s.id
         FROM bulk_slice s JOIN bulk_open o USING (id)
         CROSS JOIN LATERAL (SELECT
           CASE WHEN {c26} % 10 = 0 THEN ARRAY[{agency} + s.a]::bigint[] END AS agencies,
           ({tasks})[1 + {c27} % {n_tasks}] || ' in ' || ({places})[1 + {c28} % {n_places}] AS title,
           (s.created + interval '1 day' * (7 + {c29} % 60))::date AS due, {c26} % 3 = 0
             OR s.created > now() - interval '30 days' AS open) p""",
    """INSERT INTO records_subject (uuid, agencies, created, updated, version, marking,
      readers, lapses_at, kind,
         name, born, category, role, details, search, identifiers,
           author_id, author_agency_id, record_id)
       SELECT gen_random_uuid(), p.agencies, s.created, s.updated, 1, s.marking,
              CASE WHEN p.agencies IS NULL THEN o.readers
                ELSE pam_part_readers(o.readers, p.agencies) END, o.lapses_at, 'person',
              p.name, (date '1950-01-01' + ({c31} % 22000)::int)::text, CASE s.kind WHEN 'pvp' THEN 'victim'
                ELSE 'suspect' END, '', '',
              pam_name(pam_fold(p.name)), '{{}}', s.member, {agency} + s.a, s.id
         FROM bulk_slice s JOIN bulk_open o USING (id)
         CROSS JOIN LATERAL (SELECT
           CASE WHEN {c30} % 10 = 0 THEN ARRAY[{agency} + s.a]::bigint[] END AS agencies,
           ({first_names})[1 + {c32} % {n_first}] || ' ' || ({last_begin})[1 + {c33} % {n_begin}]
             || ({last_end})[1 + {c35} % {n_end}] AS name) p""",
    """INSERT INTO records_entry (uuid, agencies, created, updated, version, kind,
      happened_at, time_known, title, text, author_id,
         author_agency_id, record_id)
       SELECT gen_random_uuid(), CASE WHEN {c34} % 10 = 0 THEN ARRAY[{agency} + s.a]::bigint[] END,
         s.updated, s.updated, 1, 'note', s.updated, true,
              'Visit', t.summary, s.member, {agency} + s.a, s.id
         FROM bulk_slice s JOIN bulk_text t ON t.id = s.text""",
]
