"""Migrating from nothing in three quarters of the time.

For each step of a migration Django makes the classes of all models anew that are related to the changed one,
and for that takes every field apart and puts it together again: half of what a first `migrate` takes. The
fields of a migration belong to no model, so a copy of them is as good.
"""

from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from inspect import getattr_static

from django.db.migrations.state import ModelState
from django.db.models import Field
from django.utils.functional import cached_property


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


@contextmanager
def rendering_quickly():
    """A block in which the classes of migrations are made of copied fields."""
    plain = ModelState.render

    def render(state, apps):
        fields, state.fields = state.fields, _Fields(state.fields)
        try:
            return plain(state, apps)
        finally:
            state.fields = fields

    ModelState.render = render
    try:
        yield
    finally:
        ModelState.render = plain
