"""What "My work" says once: that there is a tour, and that something is new."""

from pam.help.selectors import news, seen_of, tour_for


def seen_rows(request):
    """What the reader has seen already."""
    return seen_of(request.reader)


def welcome(request, rows):
    """The tour until it was seen or put away, and what is new until it was read."""
    seen = next(iter(rows), None)
    tour, newest = tour_for(request.reader), news()[0]
    if seen is None or tour.code not in seen.tours:
        return {"template": "help/panel.html", "tour": tour, "top": True}
    if seen.news is None or seen.news < newest.on:
        return {"template": "help/panel.html", "newest": newest, "top": True}
    return None
