"""The kinds of framework that the platform itself knows."""

from pam.access.roles import role_choices
from pam.frameworks.assessment.kind import ASSESSMENT
from pam.frameworks.clocks import CLOCK
from pam.frameworks.kinds import register_kind, register_names
from pam.frameworks.plans import PLAN, TACTIC
from pam.frameworks.small_kinds import CHECKLIST, PHRASES
from pam.frameworks.stage_maps import STAGE_MAP
from pam.frameworks.value_lists import LIST

KINDS = (ASSESSMENT, CHECKLIST, CLOCK, LIST, PLAN, PHRASES, STAGE_MAP, TACTIC)


def register_all() -> None:
    """Registers each, and the roles that they may name; called once by the AppConfig."""
    for kind in KINDS:
        register_kind(kind)
    register_names("role", lambda: {str(code): str(label) for code, label in role_choices()})
