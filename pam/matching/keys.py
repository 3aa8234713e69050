"""How a subject can be known again: its identifiers in their normal forms (pam/records/identifiers.py).

Which rules are used is data (`match.rules`); a name alone is not one, since it would match too many.
"""

from pam.db.folding import fold
from pam.records import identifiers
from pam.records.models import Subject

LONGEST = 200


def _text(subject):
    return f"{subject.name}\n{subject.details}"


def _names(subject):
    """The whole name, and first and last name alone, each in any order, with each year of birth that can be.

    Two that share such a key are the same only if `agree` says so.
    """
    words = [word for word in fold(subject.name).split() if not word.isdigit()]
    if subject.kind != Subject.Kind.PERSON or not subject.born or len(words) < 2:
        return
    for some in (words, [words[0], words[-1]]):
        for year in subject.born.years:
            yield f"{' '.join(sorted(some))} {year}"


def _vehicles(subject):
    yield from identifiers.plates(_text(subject))
    if subject.kind == Subject.Kind.VEHICLE and (plate := identifiers.serial(subject.name, 4, 8)):
        yield plate


def _addresses(subject):
    if subject.kind == Subject.Kind.PLACE:
        yield from identifiers.addresses(subject.name, subject.details)


def _organisations(subject):
    if subject.kind == Subject.Kind.ORGANISATION and (name := identifiers.organisation(subject.name)):
        yield name


def _objects(subject):
    yield from identifiers.imeis(_text(subject))
    if subject.kind == Subject.Kind.OBJECT and (number := identifiers.serial(subject.name, 6)):
        yield number


def _phones(subject):
    yield from identifiers.telephones(_text(subject))


def _emails(subject):
    yield from identifiers.emails(_text(subject))


def _handles(subject):
    yield from identifiers.handles(_text(subject))


RULES = {
    "name-born": _names, "vehicle": _vehicles, "address": _addresses, "organisation": _organisations,
    "object": _objects, "phone": _phones, "email": _emails, "handle": _handles,
}  # fmt: skip


def keys_of(subject, rules):
    """{(rule, text)} of `subject` by the codes in `rules`."""
    return {(rule, text[:LONGEST]) for rule in rules if rule in RULES for text in RULES[rule](subject)}


def agree(rule, one, other):
    """Whether two subjects that share a key of `rule` can be the same: dates of birth overlap, for names."""
    return rule != "name-born" or bool(one.born and other.born and one.born.overlaps(other.born))
