"""What was made with a version of a framework: each foreign key to it from a row that goes through the gate.

A version of another agency is readable as long as the reader sees a row that was made with it: a shared
record keeps working. So a room above needs no more than a foreign key to `FrameworkVersion` on its part.
"""

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q

from pam.access import visibility
from pam.access.visibility import Reader
from pam.db.checks import is_history, rule_of
from pam.db.declarations import Gated
from pam.frameworks.models import FrameworkVersion


def uses() -> list[tuple[type[Model], str]]:
    """[(model, name of the key)] of the gated models that keep the version they were made with."""
    found = []
    for model in sorted(apps.get_models(), key=lambda one: one._meta.db_table):
        if isinstance(rule_of(model), Gated) and not is_history(model) and model._meta.managed:
            found += [
                (model, field.name)
                for field in model._meta.local_fields
                if field.related_model is FrameworkVersion
            ]
    return found


def used_by_visible(reader: Reader) -> Q:
    """The condition on versions that a row which the reader sees was made with."""
    condition = Q(pk__in=[])
    for model, name in uses():
        rows = visibility.visible_to(reader, model).filter(**{f"{name}_id": OuterRef("pk")})
        condition |= Q(Exists(rows.order_by()))
    return condition


def used_function() -> str:
    """pam_framework_version_used(): the same for the second wall, asked as the reader."""
    asked = [
        f"EXISTS (SELECT 1 FROM {model._meta.db_table} x WHERE x.{name}_id = wanted)"
        for model, name in uses()
    ]
    return (
        "CREATE OR REPLACE FUNCTION pam_framework_version_used(wanted bigint) RETURNS boolean"
        " LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$ BEGIN RETURN "
        f"{' OR '.join(asked) or 'wanted IS NULL'}; END $$"
    )
