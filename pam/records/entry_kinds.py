"""What a line of a chronology can be about. Rooms above register what their own work adds."""

from django.db import models


class EntryKind(models.TextChoices):
    """The kinds that every kind of record has."""

    NOTE = "note", "Note"
    EVENT = "event", "Event"
    CHANGE = "change", "Change"
    SHARE = "share", "Sharing"
    ACTION = "action", "Action"
    DECISION = "decision", "Decision"
    DOCUMENT = "document", "Document"
    ASSESSMENT = "assessment", "Assessment"
    CLOCK = "clock", "Clock"
    SUBJECT = "subject", "Person, place or object"


_further: dict[str, str] = {}


def register_entry_kind(code, label):
    """Makes a further kind known; called by its room's AppConfig."""
    _further[code] = label


def entry_kind_choices():
    """[(code, label)] of every kind of line."""
    return [*EntryKind.choices, *_further.items()]
