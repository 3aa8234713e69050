"""The card of the multi-agency chronology beside each record."""


def chronology_of_record(request, record):
    """The way to it; no query."""
    return {"template": "chronology/aside.html", "record": record}
