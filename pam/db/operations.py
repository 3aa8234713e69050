"""Operations of migrations."""

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import resolve_relation

# These ask the database to change one model, and read of others only what its rows point at.
OF_ONE_MODEL = (
    migrations.AddConstraint,
    migrations.AddField,
    migrations.AddIndex,
    migrations.CreateModel,
    migrations.RemoveConstraint,
    migrations.RemoveField,
    migrations.RemoveIndex,
)


def model_of(operation):
    """The name, in small letters, of the model that an operation is about."""
    named = operation.name if isinstance(operation, migrations.CreateModel) else operation.model_name
    return named.lower()


def pointed_at(state, models):
    """The part of a state that is `models` ({(app, name)}, those that it has) and what they point at, and so
    on: a tenth of all models, whose classes take a tenth of the time to make.
    """
    found, waiting = {}, list(models)
    while waiting:
        key = waiting.pop()
        if key in found or key not in state.models:
            continue
        model = found[key] = state.models[key]
        named = [base for base in model.bases if isinstance(base, str)]
        for field in model.fields.values():
            if field.remote_field:
                named += [field.remote_field.model, getattr(field.remote_field, "through", None)]
        waiting += [resolve_relation(name, *key) for name in named if name]
    return ProjectState(found, real_apps=state.real_apps)


class Together(Operation):
    """Several operations that need no state between them: new models with all that belongs to them, columns
    of others, indexes.

    After each operation Django makes the classes of all related models anew; here they are made once for all.
    So a model has its foreign keys, indexes and constraints inside of its `CreateModel`, in any order, those
    that point at one another too: PostgreSQL is given the foreign keys at the end.
    """

    serialization_expand_args = ["operations"]  # so Django reads it
    reduces_to_sql = True

    def __init__(self, operations: list[Operation]):
        self.operations = operations

    def deconstruct(self):
        """(name, positional and named arguments) that write this operation into a file."""
        return type(self).__name__, [], {"operations": self.operations}

    @property
    def reversible(self):
        """Whether each of them can be undone."""
        return all(operation.reversible for operation in self.operations)

    def state_forwards(self, app_label, state):
        """What the models are afterwards. Their classes are made when they are asked for."""
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Does them in their order."""
        if all(isinstance(operation, OF_ONE_MODEL) for operation in self.operations):
            models = {(app_label, model_of(operation)) for operation in self.operations}
            from_state, to_state = pointed_at(from_state, models), pointed_at(to_state, models)
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Undoes them, the last first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        """What `migrate` says of it."""
        return "; ".join(operation.describe() for operation in self.operations)

    @property
    def migration_name_fragment(self):
        """A name for the file."""
        return next((o.migration_name_fragment for o in self.operations if o.migration_name_fragment), "")


def _changed(operation):
    """(model, what of it) that an operation adds or takes away."""
    of_it = getattr(operation, "index", None) or getattr(operation, "constraint", None) or operation
    return model_of(operation), of_it.name


def put_together(operations):
    """The operations of a migration, as one `Together` if they are of one model each and none needs what
    another one did: what they add or take away belongs to models that were there, each once.
    """
    if not operations or not all(isinstance(operation, OF_ONE_MODEL) for operation in operations):
        return operations
    created = {model_of(one) for one in operations if isinstance(one, migrations.CreateModel)}
    others = [_changed(one) for one in operations if not isinstance(one, migrations.CreateModel)]
    again = len(set(others)) < len(others) or any(model in created for model, _ in others)
    return operations if again else [Together(operations)]
