"""What forces have set for themselves, kept by each process: every page needs some, and they hardly ever
change.
"""

import json
from datetime import timedelta

from django.db import connection
from django.db.models import Q

from pam.db.kept import Kept
from pam.reference.declarations import all_declared, declared
from pam.reference.models import Setting

MAX_HISTORY = 50


def _ask():
    """{(key, number of the agency or None): value} of what was changed."""
    rows = Setting.objects.values_list("key", "agency_id", "value")
    return {(key, agency): value for key, agency, value in rows}


_rows = Kept(_ask, Setting)
forget_settings = _rows.forget


def setting(key, agency=None):
    """The value of the setting `key` for an agency (its number; None: for every agency).

    The agency's own value, else that of every agency, else the declared default. Raises KeyError for a key
    that no room declared.
    """
    default, rows = declared(key).default, _rows()
    if agency is not None and (key, agency) in rows:
        return rows[key, agency]
    return rows.get((key, None), default)


def settings_by_value(key, path):
    """[(value, Q)]: each value of a setting, and the condition on rows whose agency at `path` has it.

    For jobs that look at rows of every agency at once: together the conditions match each row once.
    """
    own = {agency: value for (name, agency), value in _rows().items() if name == key and agency is not None}
    by_value = {}
    for agency, value in own.items():
        by_value.setdefault(value, []).append(agency)
    found = [(value, Q(**{f"{path}__in": agencies})) for value, agencies in by_value.items()]
    rest = ~Q(**{f"{path}__in": sorted(own)}) if own else Q()
    return [(setting(key), rest), *found]


def values_of_agencies(key):
    """[(agency number, value)] of the agencies that have a value of their own; (None, value) of every agency.

    For what is asked before it is known for which agency a person acts.
    """
    return [(agency, value) for (name, agency), value in _rows().items() if name == key]


def before_by_agency(key, now, field, path):
    """The condition on rows whose moment `field` lies at least so many days before `now` as the setting `key`
    of the agency at `path` says; no row of an agency where it is empty.
    """
    condition = Q(pk__in=[])
    for days, of_agencies in settings_by_value(key, path):
        if days is not None:
            condition |= of_agencies & Q(**{f"{field}__lte": now - timedelta(days=days)})
    return condition


class Shown:
    """A setting as a page shows it to an agency: its declaration, and where the value comes from."""

    def __init__(self, declaration, agency_id, rows):
        self.declaration, self.agency_id = declaration, agency_id
        self.own = rows.get((declaration.key, agency_id))
        self.general = rows.get((declaration.key, None))
        row = self.own or self.general
        self.value = row.value if row else declaration.default

    @property
    def words(self):
        """Its value as people read it."""
        return self.declaration.words(self.value, self.agency_id)

    @property
    def default_words(self):
        """What it is where nobody changed it."""
        return self.declaration.words(self.declaration.default)

    @property
    def inherited_words(self):
        """What it is for an agency without a value of its own."""
        value = self.general.value if self.general else self.declaration.default
        return self.declaration.words(value, self.agency_id)

    @property
    def source(self):
        """Whose value it is, in words."""
        if self.own:
            return "Your agency"
        return "Every agency" if self.general else "Default"


def shown_settings(agency_id, words=""):
    """[`Shown`] of the settings whose label, meaning, group or key holds each of `words`, by group."""
    rows = _rows_of(agency_id)
    wanted = words.lower().split()
    return [
        Shown(declaration, agency_id, rows)
        for declaration in all_declared()
        if all(word in _searched(declaration) for word in wanted)
    ]


def shown_setting(agency_id, key):
    """One `Shown`, or None for a key that no room declared."""
    try:
        return Shown(declared(key), agency_id, _rows_of(agency_id, key))
    except KeyError:
        return None


def loosens(key, before, after):
    """Whether a setting that needs a second person is looser with the value `after`: the database says it."""
    if not declared(key).needs_second:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_loosens(%s, %s, %s)", [key, json.dumps(before), json.dumps(after)])
        return cursor.fetchone()[0]


def _rows_of(agency_id, key=None):
    rows = Setting.objects.filter(Q(agency=None) | Q(agency_id=agency_id))
    rows = rows.filter(key=key) if key else rows
    return {(row.key, row.agency_id): row for row in rows}


def _searched(declaration):
    return f"{declaration.label} {declaration.meaning} {declaration.group} {declaration.key}".lower()


def setting_changes(agency_id, key):
    """[(history row, its value in words or "Reset to default")] of a setting, newest first: of the agency and
    of every agency.
    """
    rows = Setting.history.filter(Q(agency=None) | Q(agency_id=agency_id), key=key)
    rows = rows.select_related("history_user").order_by("-history_id")[:MAX_HISTORY]
    words = declared(key).words
    return [(row, "Reset" if row.history_type == "-" else words(row.value, agency_id)) for row in rows]
