"""The words of the mails: what happened, a reference where the agency allows it, and a link."""

from uuid import UUID

from django.conf import settings

from pam.mail import Letter
from pam.notifications.events import event_of
from pam.notifications.models import Channel
from pam.ui.dates import long_date

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another
SUBJECTS = 3  # how many kinds of event the subject of a digest counts
CLOSING = """You will be asked to sign in. This email gives no details, because other people may be able to
read it.
"""


def code_of(number: UUID):
    """Five letters that tell one mail from another, made of its number: they count nothing."""
    value, code = number.int, ""
    for _ in range(5):
        value, place = divmod(value, len(LETTERS))
        code += LETTERS[place]
    return code


NOT_REAL = "Training: not real. Nothing here is about real people, places or cases."


def letter_of(told, *, recipient, number, now, with_references):
    """The `Letter` of what one person is told: `told` are pairs of a Delivery and its `About`, at least one.

    `recipient` is the Membership, `number` the uuid of the mail, `now` the moment. Without `with_references`
    no reference of a record is in it.
    """
    groups = _by_event(told)
    if told[0][0].channel == Channel.DIGEST:
        subject, body = _digest(groups, now, with_references)
    elif len(told) == 1 or len({about.path for _, about in told}) == 1:
        subject, body = _single(told[0], number, with_references)
    else:
        subject, body = _several(groups, number, with_references)
    threads = tuple(dict.fromkeys(thread for _, about in told for thread in about.threads))
    text = f"Hello {recipient.user.name}\n\n{body}\n{CLOSING}"
    subject, text = marked_as_training(recipient.agency, subject, text)
    attached = tuple(about.attach(with_references) for _, about in told if about.attach)
    return Letter(recipient.user.email, subject, text, number, threads, attached)


def marked_as_training(agency, subject, text):
    """(subject, text) of a mail; of a training `agency` (None: of no agency) both say that it is not real."""
    if agency is None or not agency.training:
        return subject, text
    return f"Training: {subject}", f"{NOT_REAL}\n\n{text}"


def _by_event(told):
    """{Event: the Abouts of its deliveries, the same page once}, in the order in which they come."""
    groups = {}
    for delivery, about in told:
        groups.setdefault(event_of(delivery.event), {}).setdefault(about.path, about)
    return {event: list(abouts.values()) for event, abouts in groups.items()}


def _single(pair, number, with_references):
    delivery, about = pair
    event = event_of(delivery.event)
    facts = _facts(about, with_references)
    body = f"{event.sentence}\n\n{facts}\n" if facts else f"{event.sentence}\n"
    body += f"\nOpen it here: {address(about.path)}\n"
    return _subject(event.subject, [about], number, with_references), body


def _several(groups, number, with_references):
    counted = [event.counted(len(abouts)) for event, abouts in groups.items()]
    every = [about for abouts in groups.values() for about in abouts]
    return _subject(_first(counted), every, number, with_references), _listed(groups, with_references)


def _subject(words, abouts, number, with_references):
    """The words, the reference that all of these have in common, and the mail's code."""
    common = {about.reference if len(abouts) == 1 else about.heading or about.reference for about in abouts}
    reference = common.pop() if with_references and len(common) == 1 else ""
    return f"{words}: {reference} [{code_of(number)}]" if reference else f"{words} [{code_of(number)}]"


def _facts(about, with_references):
    return ", ".join(filter(None, [about.reference if with_references else "", about.detail]))


def _digest(groups, now, with_references):
    counted = [event.counted(len(abouts)) for event, abouts in groups.items()]
    return f"{long_date(now)}: {_first(counted)}", _listed(groups, with_references)


def _first(counted):
    """The first of these words, with commas; "and more" if there are more."""
    words = ", ".join(counted[:SUBJECTS])
    return f"{words} and more" if len(counted) > SUBJECTS else words


def _listed(groups, with_references):
    lines = []
    for event, abouts in groups.items():
        lines += [f"{event.counted(len(abouts))}:", ""]
        for about in abouts:
            lines += [*filter(None, [_facts(about, with_references)]), address(about.path), ""]
    return "\n".join(lines)


def address(path):
    """The whole address of a page."""
    return settings.PUBLIC_URL.rstrip("/") + path
