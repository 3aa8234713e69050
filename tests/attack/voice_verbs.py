"""The verbs of voices, for the table of verbs."""

from pam.records.models import Subject
from pvp.models import CaseFile
from pvp.people import services as people
from tests.attack.verb import TEXT, Verb
from tests.world.voices import voice


def _case(w):
    return CaseFile.objects.select_related("strand").get(pk=w.pvp.pk)


def _person(w):
    return Subject.objects.get(pk=_case(w).person_id)


VOICE_VERBS = [
    Verb(people.write_voice, lambda w: {
        "record": w.pvp, "subject": _person(w), "voice": voice(), "version": 0}, {
        "voice.wishes": TEXT, "voice.not_told_because": TEXT, "voice.why": TEXT}),
]  # fmt: skip
