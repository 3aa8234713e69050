"""Roles that nobody has together, as a text that can be changed."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from pam.access.roles import role_choices
from pam.reference.declarations import Text
from pam.reference.selectors.settings import setting

KEY = "accounts.excluded_roles"
CASE_WORK = ("officer", "supervisor", "break_glass")
OVERSIGHT = ("auditor", "data_protection", "administrator")
SHIPPED = ", ".join(f"{one}/{other}" for one in OVERSIGHT for other in CASE_WORK)


def pairs_in(text):
    """[(role, role)] that a text names. Raises ValueError for a word that is no pair."""
    pairs = [tuple(word.split("/")) for word in re.split(r"[\s,;]+", text) if word]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(text)
    return pairs


def excluded_pair(roles, agency_id):
    """The labels of two of `roles` that nobody has together in an agency, or None."""
    found = next((pair for pair in pairs_in(setting(KEY, agency_id)) if set(pair) <= set(roles)), None)
    labels = dict(role_choices())
    return tuple(labels.get(role, role) for role in found) if found else None


@dataclass(frozen=True, kw_only=True)
class RolePairs(Text):
    """Pairs of roles, like auditor/officer, with commas between them."""

    maximum: int = 1000

    def check(self, value, agency_id=None):
        """As `Declared.check`: kept with a comma between two."""
        value = super().check(value)
        try:
            pairs = pairs_in(value)
        except ValueError:
            raise ValidationError(f"{self.label} must be {self.bounds()}") from None
        known = set(dict(role_choices()))
        for one, other in pairs:
            if not {one, other} <= known or one == other:
                raise ValidationError(
                    f"{one}/{other} is no pair of roles. The roles are {', '.join(sorted(known))}"
                )
        return ", ".join(f"{one}/{other}" for one, other in dict.fromkeys(pairs))

    def words(self, value, agency_id=None):
        """ "Auditor and Officer; …"."""
        labels = dict(role_choices())
        pairs = [" and ".join(labels.get(role, role) for role in pair) for pair in pairs_in(value)]
        return "; ".join(pairs) or "None"

    def bounds(self):
        """What can be typed."""
        return "pairs of roles, like auditor/officer, data_protection/officer"
