"""Migrating from nothing in half of the time.

For each step of a migration Django makes the classes of all models anew that are related to the changed one,
and for that takes every field apart and puts it together again: half of what a first `migrate` takes. The
fields of a migration belong to no model, so a copy of them is as good. And where all that a migration does is
put together (`operations.py`), the classes of the models that it has nothing to do with are not made at all.
"""

from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from inspect import getattr_static

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState
from django.db.models import Field
from django.utils.functional import cached_property

from pam.db.operations import put_together


@cache
def worked_out(kind):
    """The names of what a field of this class works out once."""
    return [name for name in dir(kind) if isinstance(getattr_static(kind, name), cached_property)]


def copied(field):
    """The same as `Field.clone()` of a field that belongs to no model: a copy, the youngest of all fields."""
    copy = deepcopy(field)
    for name in worked_out(type(field)):
        copy.__dict__.pop(name, None)  # while it belonged to no model: another answer than within one
    if copy.auto_created:  # numbered downwards, so that they come first
        copy.creation_counter = Field.auto_creation_counter
        Field.auto_creation_counter -= 1
    else:
        copy.creation_counter = Field.creation_counter
        Field.creation_counter += 1
    if inner := getattr(field, "base_field", None):
        copy.base_field = copied(inner)
    return copy


class _Copied:
    """A field that is asked for a clone."""

    def __init__(self, field):
        self.field = field

    def clone(self):
        """A copy of the field."""
        return copied(self.field)


class _Fields(dict):
    """The fields of a model in a migration."""

    def items(self):
        """(name, what gives a copy of the field) of each."""
        return [(name, _Copied(field)) for name, field in super().items()]


class Executor(MigrationExecutor):
    """Django's own, which makes the classes of all models only for a migration that asks for them."""

    def _migrate_all_forwards(self, state, plan, full_plan, fake, fake_initial):
        to_run = {migration for migration, _ in plan}
        for migration, _ in full_plan:
            if migration in to_run:
                migration.operations = put_together(migration.operations)
                state = self.apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        return state


@contextmanager
def rendering_quickly():
    """A block in which `migrate` makes classes of models from copied fields, and no more than it needs."""
    plain = ModelState.render, migrate.MigrationExecutor

    def render(state, apps):
        fields, state.fields = state.fields, _Fields(state.fields)
        try:
            return plain[0](state, apps)
        finally:
            state.fields = fields

    ModelState.render, migrate.MigrationExecutor = render, Executor
    try:
        yield
    finally:
        ModelState.render, migrate.MigrationExecutor = plain
