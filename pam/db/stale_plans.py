"""Statements that the database has planned for a connection before a column got another type.

PostgreSQL answers "cached plan must not change result type" then, and goes on doing so.
"""

from psycopg import errors

BY = "RevalidateCachedQuery"  # the function of PostgreSQL that says so, in whatever language


def is_stale(error):
    """Whether an error of psycopg, or of Django because of one, is about a plan that is too old."""
    found = error if isinstance(error, errors.FeatureNotSupported) else error.__cause__
    return isinstance(found, errors.FeatureNotSupported) and found.diag.source_function == BY


def forget_plans(connection):
    """Has the database forget what it planned for a psycopg connection that is in no transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")  # psycopg sees it, and forgets its own list
