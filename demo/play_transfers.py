"""Plays two transfers of cases to the neighbouring force: one was accepted a week ago, one waits."""

from datetime import timedelta

from pam.access.models import Team
from pam.transfers import selectors, services
from pam.transfers.models import Transfer
from pam.transfers.proposals import TransferProposal
from pam.transfers.registry import sections_of
from pvp.models import CaseFile

TO, ACCEPTED, WAITS = "protection", "Denise Farrow", "Gemma Holt"
WHY = {
    ACCEPTED: "The person has moved into your area, to an address that we know. He does not know where "
    "to. Without what is known of him your officers would not see what a call from there means.",
    WAITS: "The person moves to family in your area at the end of the month. The risk goes too, and "
    "your panel should hear of it before the removal van does.",
}
ATTENTION = {ACCEPTED: "Callum Reid"}


def arrange(world):
    """Notes what happens, when."""
    world.story.on(-9, _propose, world, ACCEPTED, hour=11)
    world.story.on(-8, _accept, world, hour=10)
    world.story.on(-1, _propose, world, WAITS, hour=15)


def _propose(world, name):
    team = world.city.teams[TO]
    Team.objects.filter(pk=team.pk).update(manager=world.city.people["eastmoor"])
    team = Team.objects.select_related("agency", "principal").get(pk=team.pk)
    case = CaseFile.objects.select_related("lead").get(title=name)
    with world.story.acting(case.lead) as actor:
        proposal = TransferProposal(
            team=team,
            reason=world.term("transfers.reason", "moved"),
            words=WHY[name],
            attention=ATTENTION.get(name, ""),
            on=world.story.moment.date() + timedelta(days=7 if name == WAITS else 0),
            sections=tuple(section.code for section in sections_of(case.kind) if section.chosen),
            ground=selectors.grounds_of(case, team)[0],
        )
        services.propose(actor=actor, record=case, proposal=proposal)


def _accept(world):
    person = world.city.people["eastmoor"]
    with world.story.acting(person) as actor:
        row = Transfer.objects.get(state=Transfer.State.WAITING)
        record = services.accept(
            actor=actor, transfer=row, lead=person, words="We see her today, on the safe number."
        )
    world.records["carried over"] = record
