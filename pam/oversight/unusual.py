"""Unusual access: many records in a day, out of hours, one's own family name. A list to ask about, not a
verdict.

Lists and searches don't count, only what was opened or downloaded. Runs as the jobs' role, a day at a time.
"""

from datetime import datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

# Each agency's thresholds (pam/oversight/declared_settings.py), asked once a statement.
_THRESHOLDS = """WITH thresholds AS MATERIALIZED (
  SELECT a.id AS agency_id, {columns} FROM access_agency a)
""".format(
    columns=", ".join(
        f"(pam_setting('oversight.{name}', a.id))::int AS {name}"
        for name in ("many_times", "many_least", "many_days", "night_from", "night_until", "night_least")
    )
)

_OPENED = """audit_logentry l, unnest(l.records) AS record
 WHERE l.at >= %(since)s AND l.at < %(until)s AND l.actor_id IS NOT NULL AND l.agency_id IS NOT NULL
   AND ((l.verb = 'consultation' AND l.how NOT IN ('list', 'search')) OR l.how = 'download')"""

_COUNT = f"""{_THRESHOLDS}
INSERT INTO oversight_dailyviewcount (user_id, agency_id, day, records, at_night)
SELECT l.actor_id, l.agency_id, %(day)s::date, count(DISTINCT record), count(DISTINCT record) FILTER (WHERE
  CASE WHEN f.night_from > f.night_until THEN hour >= f.night_from OR hour < f.night_until
    ELSE hour >= f.night_from AND hour < f.night_until END)
  FROM (SELECT l.actor_id, l.agency_id, record, extract(hour FROM l.at AT TIME ZONE 'Europe/London') AS hour
    FROM {_OPENED}) l JOIN thresholds f USING (agency_id)
 GROUP BY 1, 2
ON CONFLICT (user_id, agency_id, day) DO UPDATE SET records = excluded.records, at_night = excluded.at_night
"""

_LINE = """
INSERT INTO oversight_unusual (uuid, kind, user_id, agency_id, person, name, day, figure, usual, reference,
  found_at,
  followed_up_by, outcome, note)
"""
_SAME_DAY = """
ON CONFLICT (kind, user_id, agency_id, day) WHERE NOT kind = 'name' DO UPDATE SET figure = excluded.figure
 WHERE oversight_unusual.followed_up_at IS NULL AND oversight_unusual.figure < excluded.figure
RETURNING xmax = 0
"""
_PERSON = """
  JOIN access_membership m ON m.user_id = d.user_id AND m.agency_id = d.agency_id
    JOIN access_user u ON u.id = d.user_id
"""
_WITH_THRESHOLDS = f"{_PERSON} JOIN thresholds f ON f.agency_id = d.agency_id"

_MANY = f"""{_THRESHOLDS}{_LINE}
SELECT gen_random_uuid(), 'many', d.user_id, d.agency_id, m.uuid, u.name, d.day, d.records, usual.median,
  '', now(), '', '', ''
  FROM oversight_dailyviewcount d {_WITH_THRESHOLDS}
  CROSS JOIN LATERAL (
    SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY b.records)) AS median
      FROM oversight_dailyviewcount b
     WHERE b.user_id = d.user_id AND b.agency_id = d.agency_id AND b.day < d.day
       AND b.day >= d.day - f.many_days) usual
 WHERE d.day = %(day)s AND d.records >= f.many_least
   AND d.records > f.many_times * coalesce(usual.median, 0)
{_SAME_DAY}"""

_NIGHT = f"""{_THRESHOLDS}{_LINE}
SELECT gen_random_uuid(), 'night', d.user_id, d.agency_id, m.uuid, u.name, d.day, d.at_night, NULL, '',
  now(), '', '', ''
  FROM oversight_dailyviewcount d {_WITH_THRESHOLDS} WHERE d.day = %(day)s AND d.at_night >= f.night_least
{_SAME_DAY}"""

# Names as their last word, without case; a person's own record as an officer doesn't exist here.
_NAME = f"""{_LINE}
SELECT gen_random_uuid(), 'name', d.user_id, d.agency_id, m.uuid, u.name, %(day)s, 1, NULL, r.reference,
  now(), '', '', ''
  FROM (SELECT DISTINCT l.actor_id AS user_id, l.agency_id, record FROM {_OPENED}) d {_PERSON}
  JOIN records_record r ON r.id = d.record
 WHERE EXISTS (SELECT 1 FROM records_subject s WHERE s.record_id = r.id
    AND lower(substring(s.name FROM '([^ ]+)\\s*$')) = lower(substring(u.name FROM '([^ ]+)\\s*$')))
ON CONFLICT (user_id, agency_id, reference) WHERE kind = 'name' DO NOTHING
RETURNING true
"""


def find_recent():
    """Looks at yesterday and today. Returns how many lines are new."""
    today = timezone.localdate()
    return sum(find_on(day) for day in (today - timedelta(days=1), today))


@transaction.atomic
def find_on(day):
    """Counts what each person opened on `day` (in London) and lists what is unusual. Returns how many lines
    are new.

    Safe to repeat: a line that an auditor has followed up stays as it is.
    """
    midnight = timezone.make_aware(datetime.combine(day, time()))
    values = {
        "day": day,
        "since": midnight,
        "until": timezone.make_aware(datetime.combine(day + timedelta(days=1), time())),
    }
    new = 0
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        for question in (_MANY, _NIGHT, _NAME):
            cursor.execute(question, values)
            new += sum(1 for row in cursor.fetchall() if row[0])
    return new
