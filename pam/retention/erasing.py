"""What goes when a record is disposed of, worked out from the models: written as functions of the database.

What points at the record goes as its foreign key says: CASCADE is erased, with its history and its files;
SET_NULL is emptied. What only keeps others from being deleted (PROTECT) must be let go first, by a function
that its room names in its AppConfig (`before_disposal`); what nobody let go stops the disposal. The
web role can't call pam_erase_record().
"""

import logging
from functools import cache

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from pam.db.checks import is_history, rule_of
from pam.db.declarations import Gated
from pam.records.models import Record
from pam.retention.models import Certificate, ErasedFile

logger = logging.getLogger(__name__)
# Rows that erased ones point at, and that nothing else points at: model, (pointing model, column).
POINTED_AT = {
    "actions.SanitisedAction": ("actions.Action", "sanitised_id"),
    "records.Identity": ("records.Subject", "identity_id"),
}
# Counted besides the parts and their histories.
COUNTED_TOO = {"access.Grant", "disclosure.AccessRequest", "disclosure.BreakGlassAccess"}
LIMIT = 500


@cache
def _keys():
    """{model: [(model, column, on_delete)] of what points at it, by the names of their tables}."""
    found = {}
    for other in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.db_table):
        if other._meta.managed and not is_history(other):
            for field in filter(lambda field: field.remote_field, other._meta.local_fields):
                row = other, field.column, field.remote_field.on_delete
                found.setdefault(field.remote_field.model, []).append(row)
    return found


def _pointing(model):
    """[(model, column, on_delete)] of what points at `model`, children of it (a kind of record) too."""
    return _keys().get(model, [])


def _falling(model, condition):
    """[(model, condition)] of the rows that go with those of `model` under `condition`: the deepest first,
    itself last.
    """
    rows = []
    key = "record_ptr_id" if Record in model._meta.parents else "id"
    for other, column, on_delete in _pointing(model):
        if on_delete is models.CASCADE:
            rows += _falling(
                other, f"{column} IN (SELECT {key} FROM {model._meta.db_table} WHERE {condition})"
            )
    return [*rows, (model, condition)]


def _emptied(falling):
    """[(table, column, condition)] of foreign keys that are emptied instead."""
    for model, condition in falling:
        for other, column, on_delete in _pointing(model):
            if on_delete is models.SET_NULL:
                yield (
                    other._meta.db_table,
                    column,
                    f"{column} IN (SELECT id FROM {model._meta.db_table} WHERE {condition})",
                )


def _everything():
    """What goes with the record `disposed_id`: [(model, condition)], the record itself last."""
    kinds = [m for m in apps.get_models() if Record in m._meta.parents]
    found = []
    for other, column, on_delete in _pointing(Record):
        if on_delete is models.CASCADE and other not in kinds:
            found += _falling(other, f"{column} = disposed_id")
    # What points at a kind of record as such (a case file, a meeting) goes with it; the kind's own row goes
    # before the record's.
    for kind in kinds:
        found += _falling(kind, "record_ptr_id = disposed_id")
    return [*found, (Record, "id = disposed_id")]


def _history_condition(model, condition):
    return "id = disposed_id" if model is Record or Record in model._meta.parents else condition


def _files(model):
    return [field.column for field in model._meta.local_fields if isinstance(field, models.FileField)]


def _named(model):
    return str(model._meta.verbose_name_plural)


def functions():
    """pam_erasable_rows(disposed_id), counts by what people call them; and
    pam_erase_record(disposed_id, certificate), which erases.
    """
    falling = _everything()
    yield _function(
        "pam_erasable_rows(disposed_id bigint) RETURNS jsonb",
        "STABLE",
        "DECLARE counts jsonb := '{}'; n bigint;",
        [
            *_counts(falling),
            "RETURN counts;",
        ],
    )
    yield _function(
        "pam_erase_record(disposed_id bigint, certificate bigint) RETURNS void",
        "VOLATILE",
        "DECLARE pointed bigint[];",
        [
            "SET CONSTRAINTS ALL DEFERRED;",
            *(
                f"PERFORM {name}(disposed_id);"
                for config in apps.get_app_configs()
                if (name := getattr(config, "before_disposal", ""))
            ),
            *_keep_file_names(falling),
            *_erase(falling),
            "SET CONSTRAINTS ALL IMMEDIATE;",
            "SET CONSTRAINTS ALL DEFERRED;",
        ],
    )
    yield _referrals_of()
    for name in (
        "pam_erasable_rows(bigint)",
        "pam_erase_record(bigint, bigint)",
        "pam_referrals_of(bigint)",
    ):
        yield f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC"


def _referrals_of():
    """pam_referrals_of(of_record): the referrals to lists (pam/caselists) that are parts of a record, of the
    models that say under which provider they go (`refers_as`): for rooms that keep lists.
    """
    selects = [
        f"SELECT '{model.refers_as}'::text, x.uuid FROM {model._meta.db_table} x "
        "WHERE x.record_id = of_record"
        for model in apps.get_models()
        if hasattr(model, "refers_as")
    ] or ["SELECT ''::text, NULL::uuid WHERE false"]
    return _function(
        "pam_referrals_of(of_record bigint) RETURNS TABLE (provider text, referral uuid)",
        "STABLE",
        "",
        [f"RETURN QUERY {' UNION ALL '.join(selects)};"],
    )


def _counts(falling):
    """Each table once, however many ways lead to its rows; not what jobs keep for themselves, which comes and
    goes.
    """
    seen = {}
    for model, condition in falling:
        parts = (
            isinstance(rule_of(model), Gated) and model is not Record and Record not in model._meta.parents
        )
        if parts or model._meta.label in COUNTED_TOO:
            seen.setdefault((_named(model), model._meta.db_table), []).append(condition)
        if hasattr(model, "history"):
            table = model.history.model._meta.db_table
            seen.setdefault(("history rows", table), []).append(_history_condition(model, condition))
    for (name, table), conditions in seen.items():
        yield f"SELECT count(*) INTO n FROM {table} WHERE {' OR '.join(f'({c})' for c in conditions)};"
        yield (
            f"IF n > 0 THEN counts := counts || jsonb_build_object('{name}', "
            f"n + coalesce((counts->>'{name}')::bigint, 0)); END IF;"
        )


def _keep_file_names(falling):
    """Each file once, however many ways lead to its row."""
    for model, condition in falling:
        for column in _files(model):
            tables = [
                model._meta.db_table,
                *([model.history.model._meta.db_table] if hasattr(model, "history") else []),
            ]
            names = " UNION ".join(f"SELECT {column} FROM {table} WHERE {condition}" for table in tables)
            yield (
                f"INSERT INTO retention_erasedfile (name, certificate_id) SELECT f.{column}, certificate "
                f"FROM ({names}) f WHERE f.{column} <> '' AND NOT EXISTS "
                f"(SELECT 1 FROM retention_erasedfile e WHERE e.name = f.{column} "
                "AND e.certificate_id = certificate);"
            )


def _erase(falling):
    for table, column, condition in _emptied(falling):
        yield f"UPDATE {table} SET {column} = NULL WHERE {condition};"
    pointed = {pointer: (target, column) for target, (pointer, column) in POINTED_AT.items()}
    # Histories first: their conditions read the rows that they are of.
    for model, condition in falling:
        if hasattr(model, "history"):
            yield from _erase_history(model, _history_condition(model, condition))
    for model, condition in falling:
        table = model._meta.db_table
        target, column = pointed.get(model._meta.label, ("", ""))
        if not target:
            yield f"DELETE FROM {table} WHERE {condition};"
            continue
        yield f"SELECT array_agg({column}) INTO pointed FROM {table} WHERE {condition};"
        yield f"DELETE FROM {table} WHERE {condition};"
        alone = (
            f"id = ANY (pointed) AND NOT EXISTS (SELECT 1 FROM {table} p "
            f"WHERE p.{column} = {apps.get_model(target)._meta.db_table}.id)"
        )
        yield from (
            f"DELETE FROM {m._meta.db_table} WHERE {c};" for m, c in _falling(apps.get_model(target), alone)
        )


def _erase_history(model, condition):
    """The SQL that takes the history of the rows of `model` under `condition` away: by the keeper's function,
    since a history refuses everybody else.
    """
    history = model.history.model._meta.db_table
    yield (
        f"PERFORM pam_erase_history('{history}', ARRAY(SELECT history_id FROM {history} WHERE {condition}));"
    )


def erasing_of(model, condition):
    """The SQL that erases the rows of `model` under `condition` and all that goes with them, for a function
    that declares `pointed bigint[]` (pam/imports/undoing.py).
    """
    return list(_erase(_falling(model, condition)))


def _function(head, volatility, declare, body):
    lines = "\n  ".join(body)
    return (
        f"CREATE OR REPLACE FUNCTION {head} LANGUAGE plpgsql {volatility} SECURITY DEFINER "
        f"SET search_path = public, pg_temp AS $$ {declare} BEGIN\n  {lines}\nEND $$"
    )


def remove_files():
    """Removes from the disk the files of erased records; returns how many went. Run until done, safe to run
    twice at once.

    Run as the jobs' role. A file that can't be removed now stays on the list for the next run.
    """
    removed = 0
    for row in ErasedFile.objects.order_by("?")[
        :LIMIT
    ]:  # so that those that can't go don't are in the way of the others
        try:
            default_storage.delete(row.name)  # disposed_id already is as good
        except OSError as error:
            logger.warning(
                "A file of an erased record was not removed (%s); it is tried again.", type(error).__name__
            )
            continue
        removed += row.delete()[0]
    Certificate.objects.filter(files_gone_at=None, files__isnull=True).update(files_gone_at=timezone.now())
    return removed
