"""Plain words for what is counted."""

WORDS = {
    "entries": "Lines of the chronology",
    "subjects": "People, places and objects",
    "grants": "Shares and other grants",
    "openings": "Uses of break-glass",
    "links": "Links to and from other records",
    "history rows": "Rows of history",
    "files": "Files on disk",
}
LAST = ("history rows", "files")


def in_words(counts):
    """[(what people call it, how many)] of counts by technical name; histories and files last."""
    order = sorted(counts, key=lambda name: (name in LAST, WORDS.get(name, name).lower()))
    return [(WORDS.get(name, name[:1].upper() + name[1:]), counts[name]) for name in order]
