"""A database whose rows are really committed, for what two processes do at the same moment."""

import pytest
from django.db import connection, connections

KEPT = {
    "django_migrations", "django_content_type", "auth_permission", "access_lawfulbasis", "frameworks_term",
    "frameworks_plantemplate",
}


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Lets the test commit, and empties the tables afterwards but for what the migrations put there."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            _empty()
            connections.close_all()


def _empty():
    tables = [t for t in connection.introspection.table_names() if t not in KEPT]
    with connection.cursor() as cursor:
        # The log can't be emptied but by the owner, who has to lift its trigger for it.
        cursor.execute("ALTER TABLE audit_logentry DISABLE TRIGGER pam_append_only")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
        cursor.execute("ALTER TABLE audit_logentry ENABLE TRIGGER pam_append_only")
