"""Operations of migrations."""

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Several operations that need no state between them: new models with all that belongs to them, columns
    of others, indexes.

    After each operation Django makes the classes of all related models anew; here they are made once for all.
    So a model has its foreign keys, indexes and constraints inside of its `CreateModel`, in any order, those
    that point at one another too: PostgreSQL is given the foreign keys at the end.
    """

    serialization_expand_args = ["operations"]  # noqa: RUF012  (so Django reads it)
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
