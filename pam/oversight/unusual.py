"""Unusual looking: many records in a day, out of hours, one's own family name. A list to ask about, not a
verdict.

Lists and searches don't count, only what was opened or downloaded. Runs as the owner, over a day at a time.
"""

from datetime import datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from pam.oversight.models import Threshold

_OPENED = """audit_logentry l, unnest(l.records) AS record
 WHERE l.at >= %(since)s AND l.at < %(till)s AND l.actor_id IS NOT NULL AND l.agency_id IS NOT NULL
   AND ((l.verb = 'consultation' AND l.how NOT IN ('list', 'search')) OR l.how = 'download')"""

_COUNT = f"""
INSERT INTO oversight_dailyviewcount (user_id, agency_id, day, records, at_night)
SELECT l.actor_id, l.agency_id, %(day)s::date, count(DISTINCT record), count(DISTINCT record) FILTER (WHERE
  CASE WHEN %(from)s > %(until)s THEN hour >= %(from)s OR hour < %(until)s
    ELSE hour >= %(from)s AND hour < %(until)s END)
  FROM (SELECT l.actor_id, l.agency_id, record, extract(hour FROM l.at AT TIME ZONE 'Europe/London') AS hour
    FROM {_OPENED}) l
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

_MANY = f"""{_LINE}
SELECT gen_random_uuid(), 'many', d.user_id, d.agency_id, m.uuid, u.name, d.day, d.records, usual.median,
  '', now(), '', '', ''
  FROM oversight_dailyviewcount d {_PERSON}
  CROSS JOIN LATERAL (
    SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY b.records)) AS median
      FROM oversight_dailyviewcount b
     WHERE b.user_id = d.user_id AND b.agency_id = d.agency_id AND b.day < d.day
       AND b.day >= d.day - %(days)s) usual
 WHERE d.day = %(day)s AND d.records >= %(least)s AND d.records > %(times)s * coalesce(usual.median, 0)
{_SAME_DAY}"""

_NIGHT = f"""{_LINE}
SELECT gen_random_uuid(), 'night', d.user_id, d.agency_id, m.uuid, u.name, d.day, d.at_night, NULL, '',
  now(), '', '', ''
  FROM oversight_dailyviewcount d {_PERSON} WHERE d.day = %(day)s AND d.at_night >= %(night)s
{_SAME_DAY}"""

# Names as their last word, without case; somebody's own record as an officer doesn't exist here.
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


def thresholds():
    """{code: figure} as they stand in the data."""
    return dict(Threshold.objects.values_list("code", "value"))


def find_lately():
    """Looks at yesterday and today. Returns how many lines are new."""
    today = timezone.localdate()
    return sum(find_on(day) for day in (today - timedelta(days=1), today))


@transaction.atomic
def find_on(day):
    """Counts what each person opened on `day` (in London) and lists what is unusual. Returns how many lines
    are new.

    Safe to repeat: a line that an auditor has followed up stays as it is.
    """
    figures = thresholds()
    midnight = timezone.make_aware(datetime.combine(day, time()))
    values = {
        "day": day,
        "since": midnight,
        "till": timezone.make_aware(datetime.combine(day + timedelta(days=1), time())),
        "from": figures["night.from"],
        "until": figures["night.until"],
        "night": figures["night.least"],
        "least": figures["many.least"],
        "times": figures["many.times"],
        "days": figures["many.days"],
    }
    new = 0
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        for question in (_MANY, _NIGHT, _NAME):
            cursor.execute(question, values)
            new += sum(1 for row in cursor.fetchall() if row[0])
    return new
