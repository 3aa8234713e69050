"""The classes that a migration works with are those that Django would make, only quicker."""

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, StateApps

from pam.db.rendering import copied, rendering_quickly


def state():
    """What all migrations come to, without a database."""
    return MigrationLoader(None).project_state()


def test_every_field_of_every_migration_is_copied_as_django_clones_it():
    fields = [field for model in state().models.values() for field in model.fields.values()]
    assert len(fields) > 1000
    for field in fields:
        copy = copied(field)
        assert copy is not field and type(copy) is type(field)
        assert copy.deconstruct()[1:] == field.clone().deconstruct()[1:] == field.deconstruct()[1:]
        assert copy.creation_counter > field.creation_counter
        if field.remote_field:
            assert copy.remote_field is not field.remote_field and copy.remote_field.field is copy


def columns(apps):
    """What the schema editor reads of each model."""
    return {
        model._meta.label: [
            (
                field.name,
                field.column,
                type(field),
                field.model is model,
                field.remote_field and field.remote_field.model,
            )
            for field in model._meta.local_fields
            if not field.remote_field
        ]
        + [
            (field.name, field.column, field.related_model._meta.label)
            for field in model._meta.local_fields
            if field.remote_field
        ]
        for model in apps.get_models(include_auto_created=True)
    }


def test_the_classes_have_the_columns_and_relations_that_django_gives_them():
    plain, made = ModelState.render, state()
    wanted = columns(StateApps(made.real_apps, made.models))
    with rendering_quickly():
        assert ModelState.render is not plain
        found = columns(StateApps(made.real_apps, made.models))
    assert ModelState.render is plain and found == wanted
