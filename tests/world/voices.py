"""What the hidden case of the small world has: a voice and an answer about its strand, with canaries."""

from pam.access import visibility
from pvp.models import PersonVoice
from pvp.people.services import write_voice
from pvp.strands.selectors import strand_version
from pvp.strands.services import answer_strand

# Canaries of the hidden case alone.
OF_THE_CASE = (
    "canaryvoice", "canarystrand", "canaryclock", "canarymerged", "canaryprint", "canarymatch", "canarytold"
)  # fmt: skip
VOICES = dict.fromkeys(OF_THE_CASE, {"owner"})


def voice(canary="", **values):
    """A voice as it is typed: consent is given."""
    texts = {"wishes": f"To stay {canary}", "not_told_because": f"He reads her telephone {canary}"}
    given = {"told": "no", "consent": "given", "why": f"Her children {canary}"}
    return PersonVoice(**{**texts, **given, **values})


def add_case_parts(people, case, subject):
    """{"voice", "strand answer"} of a case, by the owner."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = write_voice(actor=actor, record=case, subject=subject, voice=voice("canaryvoice"), version=0)
        asked = strand_version(actor, case)
        (answer,) = answer_strand(
            actor=actor, case=case, asked=asked, answers={"school": "Form tutor canarystrand"}, version=0
        )
    return {"voice": row, "strand answer": answer}
