"""A column that is written and never read: what a SELECT has in its place is empty."""

from django.db import models


class HashField(models.CharField):
    """A password's hash. The web role may not read it; functions of the database give it, one person's at a
    time, for a ticket of the application.
    """

    def select_format(self, compiler, sql, params):
        """An empty text in place of the column, wherever a row is loaded."""
        return "''", []
