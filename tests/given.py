"""Objects that are given to one test after another, each time as they were at first."""

import datetime
import decimal
import enum
import types
import uuid
import zoneinfo

# What cannot change, or is not a test's own.
SIMPLE = (
    str,
    bytes,
    int,
    float,
    type(None),
    datetime.date,
    datetime.time,
    datetime.timedelta,
    datetime.tzinfo,
    decimal.Decimal,
    uuid.UUID,
    enum.Enum,
    zoneinfo.ZoneInfo,
    type,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.ModuleType,
)


class Given:
    """All that can be reached from `root`: what each of these objects holds is noted, and can be put back.

    A copy for each test would do the same, in six times as long: a world has thousands of objects.
    """

    def __init__(self, root):
        self.root = root
        self._dicts, self._lists, self._sets, self._slots = [], [], [], []
        self._note(root)

    def as_at_first(self):
        """`root`, all that hangs on it put back."""
        for held, was in self._dicts:
            held.clear()
            held.update(was)
        for held, was in self._lists:
            held[:] = was
        for held, was in self._sets:
            held.clear()
            held.update(was)
        for held, was in self._slots:
            for name, value in was.items():
                setattr(held, name, value)
        return self.root

    def _note(self, root):
        seen, waiting = {}, [root]
        while waiting:
            one = waiting.pop()
            if isinstance(one, SIMPLE) or id(one) in seen:
                continue
            seen[id(one)] = one
            waiting.extend(self._held_by(one))

    def _held_by(self, one):
        """What an object holds; notes it unless the object can't change.

        Raises TypeError for an object that hides what it holds.
        """
        if isinstance(one, (tuple, frozenset)):
            return one
        if isinstance(one, dict):
            self._dicts.append((one, dict(one)))
            return [*one, *one.values()]
        if isinstance(one, list):
            self._lists.append((one, list(one)))
            return one
        if isinstance(one, set):
            self._sets.append((one, set(one)))
            return one
        if hasattr(one, "__dict__"):
            self._dicts.append((one.__dict__, dict(one.__dict__)))
            return one.__dict__.values()
        if names := [name for name in getattr(type(one), "__slots__", ()) if hasattr(one, name)]:
            self._slots.append((one, {name: getattr(one, name) for name in names}))
            return [getattr(one, name) for name in names]
        raise TypeError(f"{type(one).__name__} can't be given to one test after another")
