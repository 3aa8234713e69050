"""The lists that say what is known of a group."""

from pam.frameworks.named import COMMUNITIES, CRIME_TYPES

KINDS = "ocg.kind"
PLACE_ROLES = "ocg.place-role"
WEAPONS = "ocg.weapon"
ENABLERS = "ocg.enabler"
VIOLENCE = "ocg.violence"
CORRUPTION = "ocg.corruption"

__all__ = [
    "COMMUNITIES",
    "CORRUPTION",
    "CRIME_TYPES",
    "ENABLERS",
    "KINDS",
    "PLACE_ROLES",
    "VIOLENCE",
    "WEAPONS",
]
