"""Django's PostgreSQL backend, whose schema editor can change a column that a policy or a trigger reads."""

from django.db.backends.postgresql import base

from pam.db.backend.schema import SchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own but for the schema editor."""

    SchemaEditorClass = SchemaEditor
