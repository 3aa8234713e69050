"""The kinds of framework that the platform itself knows."""

from pam.frameworks.assessment.kind import ASSESSMENT
from pam.frameworks.kinds import register_kind
from pam.frameworks.plans import PLAN, TACTIC


def register_all() -> None:
    """Registers each; called once by the AppConfig."""
    for kind in (ASSESSMENT, PLAN, TACTIC):
        register_kind(kind)
