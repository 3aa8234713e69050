"""What goes when an import is undone: written as functions of the database, from the models that targets
make.

A row that was changed since the import was done, or that something points at which was added or changed
since, keeps the whole import. The web role can call `pam_undo_import` alone (`sql/functions.sql`), which
asks who it is.
"""

from django.apps import apps
from django.db import models

from pam.access.levels import Level
from pam.db.checks import is_history, rule_of
from pam.db.declarations import Gated
from pam.imports.targets import targets
from pam.records.models import Record
from pam.retention.erasing import erasing_of


def _models():
    """The models of rows that imports make, parts first; records last."""
    labels = {label for target in targets() for label in target.makes}
    found = [apps.get_model(label) for label in sorted(labels)]
    return [model for model in found if not _is_record(model)], [m for m in found if _is_record(m)]


def _is_record(model):
    return model is Record or Record in model._meta.parents


def _dated(model):
    names = {field.name for field in model._meta.local_fields if isinstance(field, models.DateTimeField)}
    return {"created", "updated"} <= names and isinstance(rule_of(model), Gated)


def _pointing(model):
    """[(table, column)] of gated rows that point at `model`."""
    found = []
    for other in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.db_table):
        if not other._meta.managed or is_history(other):
            continue
        for field in other._meta.local_fields:
            if field.remote_field and field.remote_field.model is model and _dated(other):
                found.append((other._meta.db_table, field.column))
    return found


def _changed(model):
    """The SQL of the numbers, of `wanted`, of rows of `model` that were changed since. A record that parts
    were added to is dated by them, so that its date says nothing here.
    """
    table = "records_record" if _is_record(model) else model._meta.db_table
    dated = "" if _is_record(model) else " OR t.updated > imported_at"
    asked = [f"SELECT t.id FROM {table} t WHERE t.id = ANY (wanted) AND (t.version > 1{dated})"]
    asked.append(f"SELECT n FROM unnest(wanted) n WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = n)")
    for other, column in _pointing(Record if _is_record(model) else model):
        asked.append(
            f"SELECT p.{column} FROM {other} p WHERE p.{column} = ANY (wanted)"
            " AND (p.created > imported_at OR p.updated > imported_at)"
        )
    if _is_record(model):
        asked.append("SELECT h.record_id FROM retention_hold h WHERE h.record_id = ANY (wanted)")
        asked.append(
            "SELECT g.record_id FROM access_grant g WHERE g.record_id = ANY (wanted)"
            " AND g.given_at > imported_at"
        )
    return "\n    UNION ".join(asked)


def _new(model):
    """The SQL of the numbers, of `wanted`, whose whole history is of this transaction."""
    history = model.history.model._meta.db_table
    return (
        f"SELECT h.id FROM {history} h WHERE h.id = ANY (wanted)"
        " GROUP BY h.id HAVING min(h.history_date) >= transaction_timestamp()"
    )


def _closed(model):
    """The SQL of the numbers, of `wanted`, of rows of `model` that the current reader may not change now."""
    if _is_record(model):
        return (
            "SELECT t.id FROM records_record t WHERE t.id = ANY (wanted)"
            f" AND pam_level(t.id) < {Level.MANAGE:d}"
        )
    rows = f"SELECT t.id FROM {model._meta.db_table} t WHERE t.id = ANY (wanted)"
    return f"{rows} AND pam_level(t.record_id) < {Level.CONTRIBUTE:d}"


def functions():
    """pam_import_changed(of_model, wanted, imported_at), the numbers of what was changed;
    pam_import_new(model, wanted), those of what this transaction made; pam_import_closed(model, wanted),
    those of what the reader may not change; and pam_import_erase(model, wanted), which erases.
    """
    parts, records = _models()
    for head, sql in (
        ("pam_import_changed(of_model text, wanted bigint[], imported_at timestamptz)", _changed),
        ("pam_import_new(of_model text, wanted bigint[])", _new),
        ("pam_import_closed(of_model text, wanted bigint[])", _closed),
    ):
        each = [(f"'{m._meta.label}'", [f"RETURN QUERY {sql(m)};"]) for m in (*parts, *records)]
        yield _function(f"{head} RETURNS SETOF bigint", "STABLE", "", _by_model(each))
    yield _function(
        "pam_import_erase(of_model text, wanted bigint[]) RETURNS void",
        "VOLATILE",
        "DECLARE pointed bigint[]; one bigint;",
        [
            "SET CONSTRAINTS ALL DEFERRED;",
            *_by_model(_erasing(parts, records)),
            "SET CONSTRAINTS ALL IMMEDIATE;",
            "SET CONSTRAINTS ALL DEFERRED;",
        ],
    )
    for name in (
        "pam_import_changed(text, bigint[], timestamptz)",
        "pam_import_new(text, bigint[])",
        "pam_import_closed(text, bigint[])",
        "pam_import_erase(text, bigint[])",
    ):
        yield f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC"


def _by_model(each):
    """The lines of a function that does for the model `model` what `each` says: [(labels, lines)]."""
    for place, (labels, lines) in enumerate(each):
        yield f"{'ELSIF' if place else 'IF'} of_model IN ({labels}) THEN"
        yield from lines
    yield "ELSE RAISE EXCEPTION 'no import makes %', of_model; END IF;"


def _erasing(parts, records):
    for model in parts:
        yield f"'{model._meta.label}'", erasing_of(model, "id = ANY (wanted)")
    if records:
        labels = ", ".join(f"'{model._meta.label}'" for model in records)
        erased = "FOREACH one IN ARRAY wanted LOOP PERFORM pam_erase_record(one, NULL); END LOOP;"
        yield labels, [erased]


def _function(head, volatility, declare, body):
    lines = "\n  ".join(body)
    return (
        f"CREATE OR REPLACE FUNCTION {head} LANGUAGE plpgsql {volatility} SECURITY DEFINER "
        f"SET search_path = public, pg_temp AS $$ {declare} BEGIN\n  {lines}\nEND $$"
    )
