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
# {kind of line: kind of part that it is about}: a line is shared with that kind, or it would tell what was
# not shared. Every other kind of line is of "the rest of the chronology".
OF_PARTS: dict[str, str] = {
    EntryKind.NOTE.value: "note",
    EntryKind.EVENT.value: "note",
    EntryKind.DOCUMENT.value: "document",
    EntryKind.ACTION.value: "action",
    EntryKind.SUBJECT.value: "subject",
    EntryKind.ASSESSMENT.value: "assessment",
    EntryKind.CLOCK.value: "clock",
}


def register_entry_kind(code, label, of_part=""):
    """Makes a further kind known, which is about parts of the kind `of_part`; called by its room's
    AppConfig.
    """
    _further[code] = label
    if of_part:
        OF_PARTS[code] = of_part


def entry_kind_choices():
    """[(code, label)] of every kind of line."""
    return [*EntryKind.choices, *_further.items()]
