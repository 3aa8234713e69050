"""Django's PostgreSQL backend, made for upgrades beside people at work.

Its schema editor can change a column that a policy or a trigger reads. Its connections survive that a column
gets another type: PostgreSQL refuses to run a statement that it has planned before with the old one.
"""

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations

from pam.db.backend.columns import name_columns_quickly
from pam.db.backend.schema import SchemaEditor
from pam.db.stale_plans import forget_plans, is_stale


class Cursor(base.ServerBindingCursor):
    """Django's own, which plans a statement anew when its plan is too old."""

    def execute(self, query, params=None, **options):
        """Runs a statement. Within a transaction, which has failed by then, only the next one is safe."""
        try:
            return super().execute(query, params, **options)
        except base.Database.NotSupportedError as error:
            if not is_stale(error):
                raise
            in_transaction = self.connection.info.transaction_status.name != "IDLE"
            if in_transaction:
                raise  # its rollback forgets the plans, too
            forget_plans(self.connection)
        return super().execute(query, params, **options)


name_columns_quickly()
PLANS_KEPT = 400  # statements of a connection; of psycopg's own 100 each page would push out those of others


class Operations(DatabaseOperations):
    """Django's own, whose statements that go by a key are planned once."""

    compiler_module = "pam.db.backend.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own but for the schema editor, the compiler and the cursor."""

    SchemaEditorClass = SchemaEditor
    ops_class = Operations

    def get_new_connection(self, conn_params):
        """A connection of psycopg, new or of the pool."""
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = PLANS_KEPT
        return connection

    def get_connection_params(self):
        """The parameters of psycopg."""
        found = super().get_connection_params()
        if found["cursor_factory"] is base.ServerBindingCursor:
            found["cursor_factory"] = Cursor
        return found
