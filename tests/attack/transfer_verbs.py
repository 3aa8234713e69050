"""The verbs of transfers, for the table of verbs."""

from pam.transfers import selectors, services
from pam.transfers.models import Transfer
from tests.attack.verb import TEXT, Verb
from tests.world.transfers import proposal


def _transfer(w):
    return Transfer.objects.get(pk=w.parts["transfer"]["transfer"].pk)


def _none_waits(w):
    Transfer.objects.all().delete()


def _proposal(w):
    grounds = selectors.grounds_of(w.pvp, w.people.teams["other"])
    return proposal(w.people, sections=("people",), ground=grounds[0])


def _lead(w):
    return w.people.memberships["other_force"]


TRANSFER_VERBS = [
    Verb(services.propose, lambda w: {"record": w.pvp, "proposal": _proposal(w)}, {
        "proposal.words": TEXT}, before=_none_waits),
    Verb(services.accept, lambda w: {"transfer": _transfer(w), "lead": _lead(w), "words": "Thank you"}, {
        "words": TEXT}, persona="other_force"),
    Verb(services.decline, lambda w: {"transfer": _transfer(w), "words": "Not ours"}, {
        "words": TEXT}, persona="other_force"),
    Verb(services.withdraw, lambda w: {"transfer": _transfer(w), "words": "Not yet"}, {"words": TEXT}),
]  # fmt: skip
