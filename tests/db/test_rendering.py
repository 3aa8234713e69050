"""The classes that a migration works with are those that Django would make, only quicker."""

from functools import cache

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, StateApps

from pam.db.operations import Together, pointed_at, put_together
from pam.db.rendering import copied, rendering_quickly


@cache
def state():
    """What all migrations come to, without a database."""
    return MigrationLoader(None).project_state()


def said(field):
    """What makes the field again, and the field within it."""
    _, path, args, options = field.deconstruct()
    inner = options.pop("base_field", None)
    return path, args, options, inner and said(inner)


def test_every_field_of_every_migration_is_copied_as_django_clones_it():
    fields = [field for model in state().models.values() for field in model.fields.values()]
    assert len(fields) > 1000
    for field in fields:
        copy = copied(field)
        assert copy is not field and type(copy) is type(field)
        assert said(copy) == said(field.clone()) == said(field)
        assert (copy.creation_counter > field.creation_counter) is not field.auto_created
        if field.remote_field:
            assert copy.remote_field is not field.remote_field and copy.remote_field.field is copy


def columns(apps):
    """What the schema editor reads of each model, in the order of its columns."""
    return {
        model._meta.label: [
            (field.name, field.column, field.db_parameters(connection), field.model is model)
            + (
                (str(field.related_model), getattr(field.related_model, "_meta", None) is not None)
                if field.remote_field
                else ()
            )
            for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        ]
        for model in apps.get_models(include_auto_created=True)
    }


@cache
def as_django_makes_them():
    """The `columns` of that state's classes, made by Django alone."""
    return columns(StateApps(state().real_apps, state().models))


@pytest.mark.slow
def test_the_classes_have_the_columns_and_relations_that_django_gives_them():
    plain, made, wanted = ModelState.render, state(), as_django_makes_them()
    with rendering_quickly():
        assert ModelState.render is not plain
        found = columns(StateApps(made.real_apps, made.models))
    assert ModelState.render is plain and found == wanted


@pytest.mark.slow
def test_a_part_of_a_state_has_what_its_rows_point_at_and_the_same_columns():
    whole = state()
    part = pointed_at(whole, {("meetings", "agendaitem"), ("meetings", "not_there_yet")})
    assert {("records", "record"), ("access", "agency")} < part.models.keys()
    assert ("meetings", "decision") not in part.models and len(part.models) < len(whole.models) / 3
    wanted, found = as_django_makes_them(), columns(part.apps)
    assert found == {label: wanted[label] for label in found}


def test_what_a_migration_adds_is_put_together_unless_one_operation_needs_another():
    new = migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))])
    of_old = migrations.AddField("Old", "colour", models.TextField())
    of_new = migrations.AddField("New", "colour", models.TextField())
    other = migrations.AlterField("Old", "colour", models.CharField())
    gone, of_no_more = migrations.RemoveField("Old", "colour"), migrations.RemoveIndex("Old", "of_colour")
    for alike in ([of_old, new], [new], [of_no_more, of_old]):
        (together,) = put_together(alike)
        assert isinstance(together, Together) and together.operations == alike
    for apart in ([], [new, of_new], [of_old, other], [of_old, gone], [of_old, migrations.RunSQL("")]):
        assert put_together(apart) is apart
