"""An OCG, shares and parts for the tests of the record pages."""

import re
from datetime import timedelta
from html import unescape

from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from pam.records import services
from pam.records.models import Subject
from tests.world.world import make_ocg

__all__ = ["add_note", "add_person", "group", "page_text", "share_with", "url"]


def group(people, title="Harbour group", persona="owner", team="unit", **fields):
    """An OCG of a persona's team, which nobody else was given."""
    with visibility.reading(people.reader(persona)):
        return make_ocg(people, persona, title, team=team, **fields)


def share_with(people, record, agency="probation", level=Level.VIEW):
    """Gives an agency a month's grant on a record of the owner's."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return share(
            actor=actor,
            record=record,
            proposal=ShareProposal(
                principal=people.agencies[agency].principal,
                level=level,
                basis=people.basis,
                reason="Joint plan",
                until=timezone.now() + timedelta(30),
                agreement=people.agreement,
            ),
        )


def add_note(people, record, title="Seen at the wharf", text="By the boat.", persona="owner", **to):
    """A note by a persona."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.add_note(actor=actor, record=record, title=title, text=text, **to)


def add_person(people, record, name="Sam Sailor", born=None, **to):
    """A suspect, added by the owner."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return services.add_subject(
            actor=actor, record=record, subject=Subject(name=name, category="suspect", born=born), **to
        )


def url(name, row):
    """The address of a page about one row."""
    return reverse(name, args=[row.uuid])


def page_text(response):
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
