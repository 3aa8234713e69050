"""The functions that move what hangs off a record, written out from the models: no part is forgotten.

A part moves with its record, unless its model says `stays_in_merge`. A key of another model to a record
follows if the gate asks it too (`Gated.also`: an agenda item about the record) or its model says
`follows_merge`. A trigger that holds a part's row lets these moves through: pam_merges().
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from pam.db.checks import is_history, rule_of
from pam.db.declarations import Gated
from pam.records.models import Record, UntrackedPart

OF_AGENCY = "SELECT left(a.name, 120) FROM access_agency a WHERE a.id = pam_agency()"
OWNED = (models.CASCADE, models.PROTECT)


def parts() -> list[type[models.Model]]:
    """The models of parts that move, each after those that it hangs from."""
    found = [
        model
        for model in sorted(apps.get_models(), key=lambda m: m._meta.db_table)
        if issubclass(model, UntrackedPart) and not is_history(model) and model._meta.managed
        if not getattr(model, "stays_in_merge", False)
    ]
    placed: list[type[models.Model]] = []
    while rest := [model for model in found if model not in placed]:
        free = [
            model
            for model in rest
            if not any(key[1] in rest and key[1] is not model for key in owners(model))
        ]
        if not free:
            raise RuntimeError(f"parts that hang from one another: {rest}")
        placed += free
    return placed


def owners(model: Any) -> list[tuple[str, Any]]:
    """[(column, model)] of the parts that a part hangs from."""
    return [
        (field.column, field.remote_field.model)
        for field in model._meta.local_fields
        if field.remote_field
        and field.remote_field.on_delete in OWNED
        and issubclass(field.remote_field.model, UntrackedPart)
    ]


def names(model: Any, movable: list) -> list[tuple[str, Any]]:
    """[(column, model)] of the parts that a part names and can do without."""
    return [
        (field.column, field.remote_field.model)
        for field in model._meta.local_fields
        if field.remote_field
        and field.remote_field.on_delete is models.SET_NULL
        and field.remote_field.model in movable
    ]


def pointers() -> list[tuple[Any, str]]:
    """[(model, column)] of other keys to a record that follow it."""
    found = []
    for model in sorted(apps.get_models(), key=lambda m: m._meta.db_table):
        if is_history(model) or not model._meta.managed or getattr(model, "stays_in_merge", False):
            continue
        rule = rule_of(model)
        also = rule.also if isinstance(rule, Gated) else ()
        for field in model._meta.local_fields:
            if not field.remote_field or field.remote_field.model is not Record:
                continue
            if field.name in also or (getattr(model, "follows_merge", False) and field.name == "record"):
                found.append((model, field.column))
    return found


def functions() -> Iterator[str]:
    """pam_merge_move, pam_merge_put_back and pam_added_since."""
    movable = parts()
    yield _function(
        "pam_merge_move(the_source bigint, the_target bigint) RETURNS jsonb",
        "VOLATILE",
        "DECLARE ids bigint[]; has_moved jsonb := '{}';",
        [line for model in movable for line in _moving(model, "record_id")]
        + [line for model, column in pointers() for line in _moving(model, column)]
        + ["RETURN has_moved;"],
    )
    yield _function(
        "pam_merge_put_back(had_moved jsonb, the_kept bigint, the_gone bigint) RETURNS bigint",
        "VOLATILE",
        "DECLARE ids bigint[]; cut bigint := 0;",
        [line for model in movable for line in _putting_back(model)]
        + [line for model, column in pointers() for line in _pointing_back(model, column)]
        + [line for model in movable for line in _cutting(model, movable)]
        + ["RETURN cut;"],
    )
    yield _function(
        "pam_added_since(of_record bigint, had_moved jsonb, from_time timestamptz) RETURNS bigint",
        "STABLE",
        "DECLARE n bigint; added bigint := 0;",
        [line for model in movable if not getattr(model, "repeats", False) for line in _adding(model)]
        + ["RETURN added;"],
    )
    for name in (
        "pam_merge_move(bigint, bigint)",
        "pam_merge_put_back(jsonb, bigint, bigint)",
        "pam_added_since(bigint, jsonb, timestamptz)",
    ):
        yield f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC"


def _listed(model, column):
    key = f"{model._meta.db_table}.{column}"
    return f"(SELECT x::bigint FROM jsonb_array_elements_text(coalesce(had_moved -> '{key}', '[]')) x)"


def _moving(model, column):
    table = model._meta.db_table
    yield (
        f"ids := ARRAY(SELECT t.id FROM {table} t WHERE t.{column} = the_source{_unless_there(model, column)}"
        f"{_with_owners(model, column)} "
        "ORDER BY t.id FOR UPDATE);"
    )
    yield "IF cardinality(ids) > 0 THEN"
    yield f"UPDATE {table} SET {column} = the_target WHERE id = ANY (ids);"
    yield from _keeping(model)
    yield f"has_moved := has_moved || jsonb_build_object('{table}.{column}', to_jsonb(ids));"
    yield "END IF;"


def _unless_there(model, column):
    """What the target has already, of which a record has only one (a plan), and a line from the target to
    itself, stays where it is.
    """
    if model._meta.label == "records.Link":
        other = "other_id" if column == "record_id" else "record_id"
        return (
            f" AND t.{other} <> the_target"
            f" AND NOT EXISTS (SELECT 1 FROM records_link o WHERE o.{column} = the_target"
            f" AND o.{other} = t.{other} AND o.kind = t.kind AND o.ended_at IS NULL AND t.ended_at IS NULL)"
        )
    unique = [
        constraint.fields
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None
        if "record" in constraint.fields
    ]
    conditions = ""
    for fields in unique if column == "record_id" else ():
        columns = [model._meta.get_field(name).column for name in fields if name != "record"]
        same = "".join(f" AND o.{name} = t.{name}" for name in columns)
        conditions += (
            f" AND NOT EXISTS (SELECT 1 FROM {model._meta.db_table} o WHERE o.{column} = the_target{same})"
        )
    return conditions


def _with_owners(model, column):
    """A part whose owner stayed stays with it."""
    if column != "record_id" or not issubclass(model, UntrackedPart):
        return ""
    return "".join(
        f" AND (t.{key} IS NULL OR EXISTS (SELECT 1 FROM {owner._meta.db_table} p "
        f"WHERE p.id = t.{key} AND p.record_id <> the_source))"
        for key, owner in owners(model)
        if owner is not model
    )


def _keeping(model):
    """The history rows of the rows `ids` as they are now."""
    if not hasattr(model, "history"):
        return
    history = model.history.model._meta
    tracked = {field.column for field in model._meta.local_fields}
    has = {field.column for field in history.local_fields}
    columns = [field.column for field in history.local_fields if field.column in tracked]
    said = {
        "history_date": "clock_timestamp()",
        "history_type": "'~'",
        "history_change_reason": "'Two records became one, or two again'",
        "history_user_id": "pam_user()",
        "history_agency": f"coalesce(({OF_AGENCY}), '')",
    }
    said = {name: words for name, words in said.items() if name in has}
    into = ", ".join(f'"{name}"' for name in [*columns, *said])
    values = ", ".join([*(f't."{name}"' for name in columns), *said.values()])
    table = model._meta.db_table
    yield f"INSERT INTO {history.db_table} ({into}) SELECT {values} FROM {table} t WHERE t.id = ANY (ids);"


def _putting_back(model):
    """A row that came goes back, unless what it hangs from is another's by now; what was added to one that
    goes back goes with it.
    """
    table, hangs = model._meta.db_table, owners(model)
    back = [
        f"(t.{column} IS NULL OR EXISTS (SELECT 1 FROM {owner._meta.db_table} p "
        f"WHERE p.id = t.{column} AND p.record_id <> the_kept))"
        for column, owner in hangs
        if owner is not model
    ]
    with_owner = [
        f"EXISTS (SELECT 1 FROM {owner._meta.db_table} p WHERE p.id = t.{column} AND p.record_id = the_gone)"
        for column, owner in hangs
        if owner is not model
    ]
    came = f"t.id IN {_listed(model, 'record_id')}"
    condition = " OR ".join([came, *with_owner])
    ifs = "".join(f" AND {one}" for one in back)
    yield (
        f"ids := ARRAY(SELECT t.id FROM {table} t WHERE t.record_id = the_kept AND ({condition}){ifs} "
        "ORDER BY t.id FOR UPDATE);"
    )
    yield "IF cardinality(ids) > 0 THEN"
    yield f"UPDATE {table} SET record_id = the_gone WHERE id = ANY (ids);"
    yield from _keeping(model)
    yield "END IF;"


def _pointing_back(model, column):
    table = model._meta.db_table
    yield (
        f"ids := ARRAY(SELECT t.id FROM {table} t WHERE t.{column} = the_kept AND t.id IN "
        f"{_listed(model, column)} ORDER BY t.id FOR UPDATE);"
    )
    yield "IF cardinality(ids) > 0 THEN"
    yield f"UPDATE {table} SET {column} = the_gone WHERE id = ANY (ids);"
    yield from _keeping(model)
    yield "END IF;"


def _cutting(model, movable):
    """What names a part that is in the other record by now names it no longer."""
    table = model._meta.db_table
    for column, named in names(model, movable):
        yield (
            f"ids := ARRAY(SELECT t.id FROM {table} t JOIN {named._meta.db_table} p ON p.id = t.{column} "
            "WHERE (t.record_id = the_kept AND p.record_id = the_gone) "
            "OR (t.record_id = the_gone AND p.record_id = the_kept));"
        )
        yield "IF cardinality(ids) > 0 THEN"
        yield f"UPDATE {table} SET {column} = NULL WHERE id = ANY (ids);"
        yield from _keeping(model)
        yield "cut := cut + cardinality(ids);"
        yield "END IF;"


def _adding(model):
    yield (
        f"SELECT count(*) INTO n FROM {model._meta.db_table} t WHERE t.record_id = of_record "
        f"AND t.created > from_time AND t.id NOT IN {_listed(model, 'record_id')};"
    )
    yield "added := added + n;"


def _function(head, volatility, declare, body):
    lines = "\n  ".join(body)
    return (
        f"CREATE OR REPLACE FUNCTION {head} LANGUAGE plpgsql {volatility} SECURITY DEFINER "
        f"SET search_path = public, pg_temp AS $$ {declare} BEGIN\n  {lines}\nEND $$"
    )
