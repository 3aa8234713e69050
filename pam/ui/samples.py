"""Invented content for the page that shows every component. None of it is anyone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms

from pam.ui import dates
from pam.ui.forms import Checkboxes, GovukDateField, GovukTimeField, Radios
from pam.ui.sorting import Sorting

LEVELS = [
    ("signpost", "Signpost"),
    ("view", "View"),
    ("contribute", "Contribute"),
    ("manage", "Manage"),
]
STAGES = [("", "Any stage"), ("developing", "Developing"), ("active", "Active"), ("monitoring", "Monitoring")]


class SharingForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Title", max_length=120)
    summary = forms.CharField(
        label="Summary",
        max_length=500,
        widget=forms.Textarea,
        help_text="What a colleague needs to know first.",
    )
    agency = forms.ChoiceField(
        label="Agency",
        choices=[("", "Choose an agency"), ("p", "Northshire Probation Service"), ("c", "Marram Council")],
    )
    level = forms.ChoiceField(
        label="Level of sharing",
        choices=LEVELS,
        widget=Radios(
            hints={
                "signpost": "They see only that it exists and who to call.",
                "view": "They read what is addressed to all.",
                "contribute": "They read it and add to it.",
                "manage": "They read it, add to it and share it on.",
            }
        ),
    )
    urgent = forms.ChoiceField(
        label="Is it urgent?", choices=[("yes", "Yes"), ("no", "No")], widget=Radios(inline=True)
    )
    lawful_basis = forms.MultipleChoiceField(
        label="Lawful basis",
        choices=[
            ("crime", "Preventing or detecting crime"),
            ("vital", "Vital interests"),
            ("public", "Public task"),
        ],
        widget=Checkboxes,
    )
    review = GovukDateField(label="Review date")
    starts = GovukTimeField(label="Start time")
    email = forms.EmailField(label="Contact’s email", required=False)
    paper = forms.FileField(label="Agreement", required=False, help_text="PDF or Word, up to 20 MB.")
    passphrase = forms.CharField(
        label="Passphrase", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), required=False
    )
    told = forms.BooleanField(
        label="The person has been told", required=False, help_text="Where it is safe to."
    )


class FilterForm(forms.Form):
    """A list's filters."""

    q = forms.CharField(label="Words")
    stage = forms.ChoiceField(label="Stage", choices=STAGES)
    lead = forms.ChoiceField(
        label="Lead Responsible Officer", choices=[("", "Anyone"), ("1", "DS Ada Quill")]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False


@dataclass
class Page:
    """A keyset page as lists give it."""

    rows: list
    previous: str
    next: str
    total_text: str
    sorting: Sorting | None = None


@dataclass
class Reader:
    """A person who is signed in."""

    name: str = "DS Ada Quill"
    agency_name: str = "Northshire Police"
    roles: tuple = ()


def groups():
    """Return the rows of an invented list of organised crime groups."""
    today = dates.today()
    return [
        ("OCG-26-K7QX", "Saltmarsh network", "Active", 1, "DS Ada Quill", today - timedelta(days=3)),
        ("OCG-26-9TRB", "Tollgate Lane", "Monitoring", 3, "DI Omar Threlkeld", today + timedelta(days=2)),
        ("OCG-25-K7QX", "The Brickfield brothers and associates", "Disrupted", 2, "DS Ada Quill", today),
        ("OCG-25-K7QX", "Harrier Quay", "Planned", 2, "DC Wen Aldous", today + timedelta(days=40)),
    ]


def scores():
    """Return (series, disruptions) of an invented group over two years."""
    start = dates.today() - timedelta(days=700)

    def at(*pairs):
        return [(start + timedelta(days=day), score) for day, score in pairs]

    series = [
        ("Threat", at((0, 40), (150, 62), (330, 70), (520, 55), (690, 48))),
        ("Risk", at((0, 35), (150, 50), (330, 52), (520, 41), (690, 30))),
        ("Harm", at((0, 60), (150, 66), (330, 80), (520, 78), (690, 71))),
    ]
    events = [(day, words) for (day, _), words in zip(at((350, 0), (505, 0), (600, 0)), EVENTS, strict=True)]
    return series, events


EVENTS = ("Two arrests", "Restraint order", "Premises closed")


def entries():
    """Return an invented chronology."""
    yesterday = dates.today() - timedelta(days=1)
    return [
        {
            "title": "Disruption recorded: restraint order",
            "at": datetime.combine(yesterday, time(14, 5), dates.LONDON),
            "by": "DS Ada Quill, Northshire Police",
            "text": "Order served at the yard on Harrier Quay.\nTwo vehicles.\n\nNext: financial review.",
            "tag": "Pursue",
            "colour": "blue",
        },
        {
            "title": "Shared with Northshire Probation Service",
            "at": datetime.combine(date(2026, 2, 3), time(9, 30), dates.LONDON),
            "by": "DI Omar Threlkeld, Northshire Police",
            "url": "#timeline",
        },
        {
            "title": "Group recorded",
            "at": datetime.combine(date(2025, 11, 22), time(8, 0), dates.LONDON),
            "by": "DC Wen Aldous, Northshire Police",
        },
    ]
