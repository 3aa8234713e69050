"""Between the gate's answer and the save a record can be disposed of, or a share can end: how that shows."""

import re

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import ProgrammingError
from psycopg.errors import ForeignKeyViolation

from pam.access.errors import NoLongerVisible
from pam.db.checks import rule_of
from pam.db.declarations import Gated


def is_no_longer_visible(error):
    """Whether `error` says that a row which the gate had shown is no longer there, for the current reader.

    Asks the database nothing: its transaction has failed. A fault that is none of these stays one.
    """
    if isinstance(error, ProgrammingError):
        return "row-level security policy" in str(error)
    if isinstance(error, ObjectDoesNotExist):
        return any(type(error) is model.DoesNotExist for model in _gated())
    if isinstance(error.__cause__, ForeignKeyViolation):
        # The detail names the table in which the row is missing, in whatever language.
        words = set(re.findall(r"\w+", error.__cause__.diag.message_detail or ""))
        return any(model._meta.db_table in words for model in _gated())
    return isinstance(error, NoLongerVisible)


def _gated():
    return (model for model in apps.get_models() if isinstance(rule_of(model), Gated))
