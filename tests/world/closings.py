"""The closing checklist of a case file, filled in."""

from pam.access import visibility
from pam.records.models import Record
from pvp.closure import selectors, services


def complete_closing(people, case, persona="owner", **values):
    """The persona answers each item with "done", and says that the person was told; returns the checklist."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return close_list(actor, case, **values)


def close_list(actor, case, **values):
    """The same for `actor`, behind the wall already."""
    record = Record.objects.get(pk=case.pk)
    before = selectors.closing_of(actor, record)
    answers = {item["code"]: "done" for item in selectors.asked_of(actor, record, before)}
    arguments = {"version": before.version if before else 0, "answers": answers, "notes": {}}
    arguments |= {"told": "yes", "told_words": "By telephone, on her safe number"} | values
    return services.keep_closing(actor=actor, record=record, **arguments)
