"""Whom a part is addressed to: the choices that make sense for its author, and the words for it."""

from django.db.models import Q

from pam.access.levels import Audience, Level
from pam.access.models import Agency


def agencies_to_name(reader, record, level):
    """The other agencies that `reader` (at `level` on `record`) may address a part to, by name.

    Those that own the record or have a live grant on it. Who else has a grant is for those who manage it to
    know; others can name the owning agency alone. `record` came through the gate.
    """
    agencies = Agency.objects.exclude(pk=reader.agency_id)
    if level >= Level.MANAGE:
        return agencies.filter(Q(pk=record.agency_id) | Q(principals__in=record.readers)).distinct()
    return agencies.filter(pk=record.agency_id)


def label_audiences(record, parts):
    """Gives each part `audience_words`: "" for everybody, else "Northshire only" or "Northshire and Probation
    only".

    Asks for the agencies' names once, and only if some part needs them.
    """
    ids = {record.agency_id for part in parts if part.audience == Audience.OWNER}
    ids |= {number for part in parts if part.audience == Audience.NAMED for number in part.named_agencies}
    names = dict(Agency.objects.filter(pk__in=ids).values_list("pk", "short_name")) if ids else {}
    for part in parts:
        part.audience_words = ""
        if part.audience == Audience.OWNER:
            part.audience_words = f"{names[record.agency_id]} only"
        elif part.audience == Audience.NAMED:
            part.audience_words = f"{_listed(sorted(names[number] for number in part.named_agencies))} only"


def _listed(words):
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
