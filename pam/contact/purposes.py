"""What pam is for, in a line for each kind of work, as the public front page says it."""

_purposes = []


def register_purpose(name, words):
    """Adds a line: the `name` of the work and what is done in pam about it. Called once by its room."""
    _purposes.append((name, words))


def purposes():
    """[(name, words)] in the order of the rooms."""
    return list(_purposes)
