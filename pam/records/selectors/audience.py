"""Which agencies a part is for: the choices that make sense for its author, and the words for it."""

from django.db.models import Q, TextChoices

from pam.access.levels import Level
from pam.access.models import Agency
from pam.db.folding import sort_key

EVERYBODY = "Everyone who can open the record"
CHOSEN = "Chosen agencies"  # for those who must not learn which others have a share


class Audience(TextChoices):
    """The choices of a person who writes a part; what is kept are the agencies (`Part.agencies`)."""

    ALL = "all", EVERYBODY
    OWN = "own", "Our agency only"
    NAMED = "named", "Named agencies"


def agencies_to_name(reader, record, level):
    """The other agencies that `reader` (at `level` on `record`) may address a part to, by name.

    Those that own the record or have a live grant on it. Who else has a grant is for those who manage it to
    know; others can name the owning agency alone. `record` came through the gate.
    """
    agencies = Agency.objects.exclude(pk=reader.agency_id)
    if level >= Level.MANAGE:
        return agencies.filter(Q(pk=record.agency_id) | Q(principals__in=record.readers)).distinct()
    return agencies.filter(pk=record.agency_id)


def label_audiences(parts, level):
    """Gives each part `audience_words`: "" for everyone, else "Northshire only" or "Northshire and Probation
    only" for a reader who manages the record (`level`).

    Below that the agencies are not named, nor told how many they are: who else has a share is for those who
    manage it to know. Asks for the agencies' names once, and only if some part needs them.
    """
    if level < Level.MANAGE:
        for part in parts:
            part.audience_words = CHOSEN if part.agencies is not None else ""
        return
    ids = {number for part in parts for number in part.agencies or ()}
    names = dict(Agency.objects.filter(pk__in=ids).values_list("pk", "short_name")) if ids else {}
    for part in parts:
        agencies = sorted((names[number] for number in part.agencies or ()), key=sort_key)
        part.audience_words = f"{_listed(agencies)} only" if agencies else ""


def _listed(words):
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
