"""The roles that a person may have at an agency. Rooms above register those of their own work."""

from django.db import models


class PlatformRole(models.TextChoices):
    """The roles that the platform asks about."""

    OFFICER = "officer", "Officer"
    SUPERVISOR = "supervisor", "Supervisor"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"
    BREAK_GLASS = "break_glass", "May break the glass"
    DATA_PROTECTION = "data_protection", "Data protection officer"


# Given only after a second administrator or a supervisor has confirmed it (pam/accounts).
CONFIRMED_ROLES = frozenset(set(PlatformRole) - {PlatformRole.OFFICER})

_meanings = {
    PlatformRole.OFFICER.value: "Works on records of their teams.",
    PlatformRole.SUPERVISOR.value: "Oversees the work of their teams.",
    PlatformRole.AUDITOR.value: "Reads the log, not the records.",
    PlatformRole.ADMINISTRATOR.value: "Manages people and teams. Does not give access to records.",
    PlatformRole.BREAK_GLASS.value: (
        "Opens records in an emergency, for a short time. Must give a reason. The lead and "
        "the auditors are told."
    ),
    PlatformRole.DATA_PROTECTION.value: (
        "Collects what the agency holds about a person for a subject access request. Each request is logged."
    ),
}
_further: dict[str, str] = {}


def register_role(code, label, meaning):
    """Makes a further role known, with what it lets a person do; called by its room's AppConfig."""
    _further[code] = label
    _meanings[code] = meaning


def role_choices():
    """[(code, label)] of every role."""
    return [*PlatformRole.choices, *_further.items()]


def role_named(code: str) -> str:
    """What people call the role; its code where none is registered."""
    return str(dict(role_choices()).get(code, code))


def role_meanings():
    """{code: what it lets a person do}."""
    return dict(_meanings)
