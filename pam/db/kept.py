"""What is the same for everybody and hardly ever changes, and many pages show: kept by each process."""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

SECONDS = 30  # what another process changed shows up within so long
T = TypeVar("T")
_every: list["Kept"] = []


class Kept(Generic[T]):
    """What `ask()` answers, asked at most every `SECONDS`, and after this process saved one of `models`.

    For what each reader may see alike (`Open`): it is asked as the first one who needs it.
    """

    def __init__(self, ask: Callable[[], T], *models: type[Model]) -> None:
        self._ask = ask
        self._kept: tuple[float, T] | None = None
        _every.append(self)
        for model in models:
            for signal in (post_save, post_delete):
                signal.connect(self.forget, sender=model, weak=False)

    def __call__(self) -> T:
        """The answer, at most `SECONDS` old."""
        if self._kept is None or self._kept[0] < time.monotonic() - SECONDS:
            self._kept = time.monotonic(), self._ask()
        return self._kept[1]

    def forget(self, **signal: Any) -> None:
        """Asks anew at the next call."""
        self._kept = None


def forget_all() -> None:
    """Forgets all that this process keeps so: tests take back what they have saved."""
    for kept in _every:
        kept.forget()
