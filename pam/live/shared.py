"""Parts of pages that several readers are shown word for word: made once in this process, for some seconds.

The key is the record, its version and what the reader may see of it (`sights`), which the gate was asked for
this very reader. The texts stay in this process: Redis holds none.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from contextlib import contextmanager
from dataclasses import dataclass

KEPT = 30.0  # seconds: what no version shows (a setting, say) is shown after these
MOST = 256  # parts; the oldest goes
PATIENCE = 3.0  # seconds that one waits for another who makes the same part


@dataclass(frozen=True)
class Part:
    """What a page shows now: its HTML, and the numbers of the records that it names."""

    html: str
    named: Collection[int] = ()


Key = tuple[str, str, str]  # page, version, sight
_parts: OrderedDict[Key, tuple[float, Part]] = OrderedDict()
_making: dict[Key, threading.Lock] = {}
_lock = threading.Lock()


def found(key: Key) -> Part | None:
    """The part with this key; None if it must be made."""
    with _lock:
        until, part = _parts.get(key, (0.0, None))
        return part if until > time.monotonic() else None


@contextmanager
def _alone(key):
    """One at a time makes a part; who waited long makes it too."""
    with _lock:
        mine = _making.setdefault(key, threading.Lock())
    got = mine.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if got:
            mine.release()
        with _lock:
            _making.pop(key, None)


def made(key: Key, make: Callable[[], Part], still: Callable[[], bool]) -> Part:
    """The part with this key, made by `make` if it is not there. It is kept if `still` then says that key and
    text belong together: neither version nor sight changed while it was made.
    """
    with _alone(key):
        part = found(key)
        if part is None:
            part = make()
            if still():
                with _lock:
                    _parts[key] = (time.monotonic() + KEPT, part)
                    while len(_parts) > MOST:
                        _parts.popitem(last=False)
        return part


def forget() -> None:
    """Forgets all parts: for tests."""
    with _lock:
        _parts.clear()
