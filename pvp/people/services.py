"""Writing down what a person wants, whether they know of the case, and the ground."""

from django.db import transaction

from pam.access.errors import Refused
from pam.access.visibility import Reader
from pam.records.models import Entry, Record, Subject
from pam.records.services import add_part, chronicle, save_part
from pvp.models import PersonVoice


@transaction.atomic
def write_voice(
    *, actor: Reader, record: Record, subject: Subject, voice: PersonVoice, version: int
) -> PersonVoice:
    """Keeps what `subject`, a person in `record` who came through the gate, wants; for all agencies that the
    person is for. `voice` is new, or the row that the form opened at `version`. The chronology says that it
    was written, not what it says.

    Raises PermissionDenied, Stale, or Refused for anything but a person, or without a ground.
    """
    if subject.kind != Subject.Kind.PERSON:
        raise Refused("Only a person has views and wishes.", code="not_a_person")
    if voice.pk:
        save_part(actor=actor, part=voice, version=version)
    else:
        voice.subject = subject
        add_part(actor=actor, part=voice, record=record, agencies=subject.agencies)
    chronicle(
        actor=actor,
        record=Record(pk=record.pk),
        kind=Entry.Kind.SUBJECT,
        title=f"Views and wishes written down: {subject.name}",
        agencies=voice.agencies,
    )
    return voice
