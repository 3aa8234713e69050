"""How urgent the words for a state look: those of the platform, and what rooms above register."""

_colours = {
    "open": "blue",
    "active": "blue",
    "in progress": "blue",
    "planned": "teal",
    "draft": "teal",
    "not started": "grey",
    "closed": "grey",
    "archived": "grey",
    "cancelled": "grey",
    "done": "green",
    "complete": "green",
    "completed": "green",
    "approved": "green",
    "reported done": "green",
    "reported not possible": "orange",
    "withdrawn": "grey",
    "due": "yellow",
    "due soon": "yellow",
    "waiting": "yellow",
    "suspended": "orange",
    "overdue": "red",
    "not possible": "yellow",
    "not done": "orange",
    "superseded": "grey",
    "not accepted yet": "yellow",
    "declined": "orange",
    "refused": "red",
    "high": "red",
    "very high": "red",
    "medium": "orange",
    "standard": "teal",
    "low": "teal",
}


def register_status_colours(colours):
    """Adds {words in lower case: colour}; called by an AppConfig for the states of its room's own work."""
    _colours.update(colours)


def status_colour(words):
    """The colour of a state by its words; grey for words that nobody registered."""
    return _colours.get(str(words).lower(), "grey")
