"""What goes wrong in a meeting, and what each person then sees: the rows of docs/faults-of-meetings.md.

Each row is a test, which says both sentences by `fault`. `tests/meetings/test_faults_table.py` compares the
page of the docs with them.
"""

import re
from html import unescape

from django.urls import reverse

from meetings.models import AgendaItem, Decision

ROWS = []


def fault(what, seen):
    """Marks a test as a row of the table: what goes wrong, and what each person sees."""

    def keep(test):
        ROWS.append((what, seen))
        return test

    return keep


def item_of(room, name):
    """The item as the database has it."""
    return AgendaItem.objects.get(pk=room.items[name].pk)


def address_of(room, name="plain"):
    """The chair's screen at an item."""
    return reverse("meetings:chair_item", args=[room.meeting.uuid, room.items[name].uuid])


def decision(text="Stop the van", **more):
    """What the form of a decision sends."""
    return {"do": "decision", "decision-text": text, "decision-rationale": "It is on the road"} | more


def notes(room, text, name="plain", **more):
    """What the box of the discussion sends, opened now."""
    item = item_of(room, name)
    return {"do": "notes", "notes": text, "opened": item.notes, "version": item.version} | more


def number_on(client, address):
    """A one-time number of the forms at `address`."""
    return re.findall(r'name="form_number" value="([^"]+)"', client.get(address).content.decode())[-1]


def told(answer):
    """The text of an answer."""
    return unescape(answer.content.decode())


def kept(text="Stop the van"):
    """How many decisions say `text`."""
    return Decision.objects.filter(text=text).count()
