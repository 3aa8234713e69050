"""Puts records that have no stage yet at one: those made before their kind had a stage map.

Run after each migrate, as the owner: also what the release before added while the new one was migrated gets
its stage. Nothing is asked of a kind whose records all have one.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.db import connection

from pam.frameworks.models import Framework
from pam.records.kinds import all_kinds, kind_of

BATCH = 5_000  # records in one statement


@dataclass(frozen=True)
class Placing:
    """Where records of `kind` are put: SQL about the record `r`. `stage` gives the code of a stage of the
    shipped map, `told` the word that it was called by before, for a line of the chronology ('' for none).
    """

    kind: str
    stage: str
    told: str = "''"


_placings: dict[str, Placing] = {}

PLACE = """
WITH batch AS (
  SELECT r.id, ({stage})::text AS code, coalesce({told}, '')::text AS told, now() AS at
    FROM records_record r
   WHERE r.kind = %(kind)s AND r.stage_version_id IS NULL ORDER BY r.id LIMIT {most}),
 known AS (
  SELECT b.*, s ->> 'code' AS stage, s ->> 'label' AS label
    FROM batch b, frameworks_frameworkversion v, jsonb_array_elements(v.body -> 'stages') s
   WHERE v.id = %(version)s AND s ->> 'code' = pam_stage_in(v.body, b.code)
 ),
 said AS (
  INSERT INTO records_entry (uuid, record_id, author_id, author_agency_id, created, updated, version,
                             kind, happened_at, time_known, title, text)
  SELECT gen_random_uuid(), k.id, f.author_id, f.author_agency_id, k.at, k.at, 1, 'change', k.at,
         true, left('Stage: ' || k.label || ' (recorded as “' || k.told || '” before)', 200), ''
    FROM known k, LATERAL (SELECT e.author_id, e.author_agency_id FROM records_entry e
                            WHERE e.record_id = k.id ORDER BY e.id LIMIT 1) f
   WHERE k.told <> '' AND lower(k.told) <> lower(k.label))
UPDATE records_record r SET stage = k.stage, stage_version_id = %(version)s FROM known k WHERE r.id = k.id
"""


def register_placing(placing: Placing) -> None:
    """Says where records of a kind are put; without it at the first stage. Called by a room's AppConfig."""
    _placings[placing.kind] = placing


def place_after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Signal handler: once the last app has migrated, and the shipped maps are loaded."""
    if sender.label == [config.label for config in apps.get_app_configs() if config.models_module][-1]:
        for kind in all_kinds():
            place(kind.code)


def place(kind: str) -> int:
    """Puts the records of `kind` that have no stage at one of the shipped map; returns how many."""
    found = Framework.objects.filter(agency=None, kind="stage-map", code=kind_of(kind).stage_map).first()
    if found is None or found.current_id is None:
        return 0
    placing = _placings.get(kind) or Placing(kind, "''")
    sql = PLACE.format(stage=placing.stage, told=placing.told, most=BATCH)
    placed = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(sql, {"kind": kind, "version": found.current_id})
            placed += cursor.rowcount
            if cursor.rowcount < BATCH:
                return placed
