"""What a service says when it won't."""

from django.core.exceptions import PermissionDenied


class NoLongerVisible(PermissionDenied):
    """The row was there when the page was opened, and is not any more (for them): answered as an absent one,
    404.
    """


class Refused(Exception):
    """The rules don't allow it. The message is a plain sentence for the person; `field` names the input."""

    def __init__(self, message, *, field=None):
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(Refused):
    """Somebody saved the same row since the form was opened. `current` is the row as it is now."""

    def __init__(self, current):
        super().__init__(
            "Another person saved this while you were writing. Your text is not lost. Compare "
            "the two versions, change yours if you need to, then save again.",
        )
        self.current = current
