"""The pages for developers: every component with invented content, and the layout of the wall."""

from django.contrib import messages
from django.shortcuts import render

from pam.ui import samples
from pam.ui.sorting import Column, Sorting


def components(request):
    """Show every component with invented content; `?sent` shows its forms as sent and refused."""
    series, events = samples.scores()
    sorting = Sorting(request, Column("title", "Group", "title"), Column("review", "Next review", "review"))
    data = {"review_day": "31", "review_month": "2", "review_year": "2027", "starts": "quarter past"}
    form = samples.SharingForm(data) if "sent" in request.GET else samples.SharingForm()
    if "sent" not in request.GET and hasattr(request, "_messages"):
        messages.success(request, "Shared with Northshire Probation Service until 22 May 2027.")
    context = {
        "sharing": form,
        "filter_form": samples.FilterForm(request.GET or {"stage": "active"}),
        "groups": samples.groups(),
        "page": samples.Page(samples.groups(), "", "later", "more than 1,000", sorting),
        "series": series,
        "events": events,
        "entries": samples.entries(),
        "counts": {
            "pursue": {"done": 6, "open": 3, "overdue": 1},
            "protect": {"open": 2},
            "prepare": {"done": 1},
        },
        "tabs": [
            ("Summary", request.path),
            ("Plan", "#plan", 12),
            ("Chronology", "#timeline"),
            ("People", "#people", 7),
        ],
        "facts": [
            ("Reference", "OCG-26-K7QX"),
            ("Lead Responsible Officer", "DS Ada Quill", ("Change", "#lead")),
            ("Next review", None, ("Set", "#review")),
        ],
    }
    return render(request, "ui/components.html", context)


def wall(request):
    """Show the layout of the command room's screen with invented content."""
    return render(request, "ui/wall_sample.html", {"groups": samples.groups(), "leave_url": "../"})
