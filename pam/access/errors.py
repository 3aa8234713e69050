"""What a service says when it won't: a sentence for the person, a code for programs and tests."""

from django.core.exceptions import PermissionDenied


class NoLongerVisible(PermissionDenied):
    """The row was there when the page was opened, and no longer is (for them): answered as an absent one,
    404.
    """


class Refused(Exception):
    """The rules don't allow it.

    `message` is a plain sentence for the person; `code` says which rule it is and stays when the sentence is
    written anew ("missing", "not_cleared", "no_agreement"); `field` names the argument that the rule is
    about, None for the whole.
    """

    def __init__(self, message, *, code, field=None):
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field


class Stale(Refused):
    """A person saved the same row since the form was opened. `current` is the row as it is now."""

    def __init__(self, current):
        super().__init__(
            (
                "Another person saved this while you were writing. Your text is not lost. Compare "
                "the two versions, change yours if you need to, then save again."
            ),
            code="stale",
        )
        self.current = current
