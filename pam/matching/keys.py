"""How a subject can be known again: its identifiers in their normal forms (pam/records/identifiers.py).

Which rules are used is data (`match.rules`); a name alone is not one, since it would match too many.
"""

from pam.db.folding import fold, latin
from pam.db.nicknames import forms
from pam.db.sounds import sound
from pam.records import identifiers
from pam.records.models import Subject
from pam.subjects.models import Particular

LONGEST = 200
NAMES = "name-born"  # the rule whose keys need `agree`
_forms = forms()


def _text(subject):
    return f"{subject.name}\n{subject.details}"


def _words(subject):
    return [word for word in fold(subject.name).split() if not word.isdigit()]


def _whole_names(subject):
    """The whole name, and first and last name alone, each in any order, with each year of birth that can
    be.
    """
    words = _words(subject)
    for some in (words, [words[0], words[-1]]):
        for year in subject.born.years:
            yield f"{' '.join(sorted(some))} {year}"


def _names(subject):
    """The names as they are written; and, if the very day of birth is known, how each word of them sounds,
    with that day. Two that share such a key are the same only if `agree` says so.
    """
    words = _words(subject)
    if subject.kind != Subject.Kind.PERSON or not subject.born or len(words) < 2:
        return
    yield from _whole_names(subject)
    if subject.born.is_exact:
        for heard in {sound(latin(word)) for word in words}:
            if len(heard) > 1:
                yield f"{heard} {subject.born.text}"


def _is_written_for(one, other):
    """Whether a folded word may be another way of writing `other`: a nickname, one letter wrong, or the same
    sound. Short words must be the same, or nicknames: "Jon" and "Joan" may be twins.
    """
    if one == other or other in _forms.get(one, ()):
        return True
    one, other = latin(one), latin(other)
    heard = sound(one)
    return (len(heard) > 2 and heard == sound(other)) or (
        min(len(one), len(other)) > 4 and _one_letter(one, other)
    )


def _one_letter(one, other):
    """Whether one letter is left out, put in or changed, or two neighbours change places."""
    if len(one) > len(other):
        one, other = other, one
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    exchanged = (
        one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    )
    return exchanged or one[start + 1 :] == other[start + 1 :]


def _named_alike(one, other):
    """Whether each word of the name that has fewer may be a word of the other name, at least two of them."""
    fewer, more = sorted((_words(one), _words(other)), key=len)
    return len(fewer) > 1 and all(any(_is_written_for(word, known) for known in more) for word in fewer)


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
    NAMES: _names, "vehicle": _vehicles, "address": _addresses, "organisation": _organisations,
    "object": _objects, "phone": _phones, "email": _emails, "handle": _handles,
}  # fmt: skip


# By what a particular is compared, read as a subject of its own with that name alone.
BY_TYPE = {
    Particular.Type.ALIAS: (NAMES, "organisation"),
    Particular.Type.FORMER_NAME: (NAMES, "organisation"),
    Particular.Type.ADDRESS: ("address",),
    Particular.Type.TELEPHONE: ("phone",),
    Particular.Type.EMAIL: ("email",),
    Particular.Type.HANDLE: ("handle",),
    Particular.Type.IDENTIFIER: ("vehicle", "object"),
}


def keys_with_particulars(subject, particulars, rules):
    """{(rule, text): number of the particular that it was read from, or None} of a subject and what is known
    of it; its own name and details first, then what is for all who see the subject.
    """
    found = dict.fromkeys(keys_of(subject, rules))
    for particular in sorted(particulars, key=lambda one: (one.agencies is not None, one.pk)):
        for key in _keys_of_particular(subject, particular, rules):
            found.setdefault(key, particular.pk)
    return found


def all_names(subject, particulars):
    """[(particular or None, a person of that name)] of a subject's own name and its others."""
    named = [row for row in particulars if row.type in Particular.NAMES]
    return [
        (None, subject),
        *((row.pk, Subject(kind=subject.kind, name=row.value, born=subject.born)) for row in named),
    ]


def _keys_of_particular(subject, particular, rules):
    kind, value = subject.kind, particular.value
    if particular.type == Particular.Type.ADDRESS:
        kind = Subject.Kind.PLACE
    elif particular.type == Particular.Type.HANDLE and "@" not in value:
        value = f"@{value.split()[0]}" if value.split() else ""
    by = [rule for rule in BY_TYPE[particular.type] if rule in rules]
    if kind != Subject.Kind.VEHICLE:
        by = [rule for rule in by if rule != "vehicle"]  # what is no plate can look like one
    found = keys_of(Subject(kind=kind, name=value, born=subject.born), by)
    if particular.number_kind_id and "number" in rules and (packed := identifiers.serial(value, 4)):
        found.add(("number", f"{particular.number_kind.code} {packed}"[:LONGEST]))
    return found


def keys_of(subject, rules):
    """{(rule, text)} of the name and the details of `subject` by the codes in `rules`."""
    return {(rule, text[:LONGEST]) for rule in rules if rule in RULES for text in RULES[rule](subject)}


def agree(rule, one, other):
    """Whether two subjects that share a key of `rule` can be the same. For names: the dates of birth overlap,
    and the names are the same, or both dates are one day and each word is another way of writing one of the
    other.
    """
    if rule != NAMES:
        return True
    if not (one.born and other.born and one.born.overlaps(other.born)):
        return False
    if set(_whole_names(one)) & set(_whole_names(other)):
        return True
    return one.born.is_exact and other.born.is_exact and _named_alike(one, other)
