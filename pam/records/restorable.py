"""What can be put back, and how it is saved: each room registers its own."""

from collections.abc import Callable
from dataclasses import dataclass

from pam.ui.cursors import seal

_restorable = {}


@dataclass(frozen=True)
class RestoreRule:
    """The fields of a model that can be put back, and the service that saves a row of it."""

    fields: tuple
    save: Callable


def register(model, fields, save):
    """Lets the `fields` of `model` be put back. `save(actor=, row=, version=, changed=)` is called with the
    row changed.
    """
    _restorable[model._meta.label] = (model, RestoreRule(tuple(fields), save))


def restore_rule_for(label):
    """(model, its `RestoreRule`) by the model's label; (None, None) where nothing of it can be put back."""
    return _restorable.get(label, (None, None))


def token(model, number, field):
    """What the address of "put back" carries for a field of a history row; "" where it can't be put back."""
    _, way = restore_rule_for(model._meta.label)
    return seal([model._meta.label, number, field.name]) if way and field.name in way.fields else ""
