"""What rooms above say on a framework's page: where it came from, to which agencies it is offered."""

from collections.abc import Callable
from typing import Any

from pam.access.visibility import Reader
from pam.frameworks.models import Framework

Panel = dict[str, Any]
_panels: list[Callable[[Reader, Framework], Panel | None]] = []


def register_beside(find: Callable[[Reader, Framework], Panel | None]) -> None:
    """Adds a panel; called by a room's AppConfig. `find` gives {"template": …, …}, included with the dict as
    `panel`, or None for nothing to show.
    """
    _panels.append(find)


def beside(reader: Reader, framework: Framework) -> list[Panel]:
    """What the registered panels have to show beside a framework."""
    return [panel for find in _panels if (panel := find(reader, framework))]
