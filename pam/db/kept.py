"""What is the same for everybody and hardly ever changes, and many pages show: kept by each process."""

import time
from collections.abc import Callable, Collection, Hashable
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

SECONDS = 30  # what another process changed shows up within so long
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
MOST = 500  # answers that are kept of one question
_every: list["Kept | KeptBy"] = []


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


class KeptBy(Generic[K, T]):
    """What `ask(keys)` answers, {key: answer}, for each of many keys; asked at most every `SECONDS` of a key,
    or once for all with `for_ever`, for what never changes.

    A key must be something that only those have who may know its answer. A key without one is asked again.
    """

    def __init__(self, ask: Callable[[Collection[K]], dict[K, T]], *, for_ever: bool = False) -> None:
        self._ask, self._for_ever = ask, for_ever
        self._kept: dict[K, tuple[float, T]] = {}
        _every.append(self)

    def __call__(self, keys: Collection[K]) -> dict[K, T]:
        """The answers of those of `keys` that have one."""
        since = float("-inf") if self._for_ever else time.monotonic() - SECONDS
        kept = {key: one for key in keys if (one := self._kept.get(key)) and one[0] >= since}
        found = {key: answer for key, (_, answer) in kept.items()}
        missing = set(keys) - found.keys()
        if missing:
            if len(self._kept) > MOST:
                self.forget()
            now, answers = time.monotonic(), self._ask(missing)
            self._kept |= {key: (now, answer) for key, answer in answers.items()}
            found |= answers
        return found

    def forget(self, **signal: Any) -> None:
        """Asks anew at the next call."""
        self._kept.clear()

    def forget_those(self, which: Callable[[K], bool]) -> None:
        """Asks anew for the keys of which `which` is true."""
        self._kept = {key: one for key, one in self._kept.items() if not which(key)}


def forget_all() -> None:
    """Forgets all that this process keeps so: tests take back what they have saved."""
    for kept in _every:
        kept.forget()
