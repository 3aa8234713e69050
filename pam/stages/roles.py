"""Who may make or approve a move: roles of a membership, and the people who a record names."""

from collections.abc import Collection

from django.apps import apps

from pam.access.roles import role_choices
from pam.access.visibility import Reader
from pam.records.kinds import all_kinds, kind_of
from pam.records.models import Record


def named_roles() -> dict[str, str]:
    """{field: what people call it} of the people who records name (lead …): a stage map may name them."""
    found = {}
    for kind in all_kinds():
        model = apps.get_model(kind.model)
        for name, _ in kind.named_roles:
            found[name] = str(model._meta.get_field(name).verbose_name)
    return {code: f"{label[:1].upper()}{label[1:]}" for code, label in found.items()}


def role_labels() -> dict[str, str]:
    """{code: label} of all of them."""
    return {**{str(code): str(label) for code, label in role_choices()}, **named_roles()}


def in_words(codes: Collection[str]) -> str:
    """ "Supervisor or Lead"."""
    labels = role_labels()
    return " or ".join(labels.get(code, code) for code in codes)


def holds(reader: Reader, record: Record, codes: Collection[str]) -> bool:
    """Whether the reader has one of these roles, or is named so on the record (a row of its own kind)."""
    if reader.has_role(*codes):
        return True
    named = {name for name, _ in kind_of(record.kind).named_roles} & set(codes)
    return any(getattr(record, f"{name}_id", None) == reader.membership_id for name in named)


def named_function() -> str:
    """pam_named_on(): whether the reader is named on a record in one of these roles, as SQL made of the
    registered kinds.
    """
    asked = []
    for kind in all_kinds():
        model = apps.get_model(kind.model)
        for name, _ in kind.named_roles:
            field = model._meta.get_field(name)
            table, key = field.model._meta.db_table, field.model._meta.pk.column
            row = f"SELECT 1 FROM {table} x JOIN records_record r ON r.id = x.{key}"
            asked.append(
                f"('{name}' = ANY (wanted) AND EXISTS ({row} WHERE x.{key} = record"
                f" AND r.kind = '{kind.code}' AND pam_is_me(x.{field.column})))"
            )
    return (
        "CREATE OR REPLACE FUNCTION pam_named_on(record bigint, wanted text[]) RETURNS boolean"
        " LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN RETURN "
        f"{' OR '.join(asked) or 'false'}; END $$"
    )
