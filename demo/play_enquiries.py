"""Plays what is asked without opening a record: a sanitised action, questions between agencies, a covert
match.
"""

from datetime import timedelta

from demo.groups import GROUPS
from pam.access import visibility
from pam.actions.proposals import SanitisedProposal
from pam.actions.services import sanitised
from pam.enquiries import services as enquiries
from pam.enquiries.models import EnquiryRecipient
from pam.matching import selectors as match_selectors
from pam.matching import services as matching
from pam.matching.models import MatchQueueItem
from pam.records import services
from pam.records.models import Record, Subject


def arrange(world):
    """Notes what is asked in the last week of the story."""
    world.story.on(-5, _give, world, hour=11)
    world.story.on(-2, _report, world, hour=15)
    world.story.on(-4, _ask, world, hour=9)
    world.story.on(-3, _answer, world, hour=16)
    world.story.on(-1, _record_again, world, hour=14)


def _hidden_from(world, *teams):
    """The first group that none of these teams can open."""
    return next(g for g in GROUPS if g.key in world.records and not world.open_to[g.key] & set(teams))


def _give(world):
    """The group's lead asks the council for something without telling it of the group."""
    city = world.city
    lead = city.people["lro"]
    group = _hidden_from(world, "safety", "children")
    with world.story.acting(lead) as actor:
        world.given = sanitised.give(
            actor=actor,
            record=visibility.visible_to(actor, Record).get(pk=world.records[group.key].pk),
            proposal=SanitisedProposal(
                owner=lead,
                receiver=city.teams["safety"].principal,
                title="Check the licence and the bin store of the shop at 40 Quay Parade",
                details=(
                    "Is the sale of alcohol licensed, and until when? "
                    "Photographs of the back door and the bin store, please."
                ),
                due=world.story.today + timedelta(days=6),
                contact="ruth.calloway@northshire.example",
                strand="protect",
                note="The shop is where the group's runners are paid. The council does not need to know.",
            ),
        )


def _report(world):
    with world.story.acting(world.city.people["council"]) as actor:
        sanitised.report(
            actor=actor,
            row=world.given.sanitised,
            kind="progress",
            text="The licence is in force until March. We visit for the photographs on Thursday.",
        )


def _ask(world):
    """Eastmoor ask the police and are not answered yet; the police ask Eastmoor, and are."""
    city = world.city
    for who, agency, name, purpose in (
        (
            "eastmoor",
            "police",
            "Dominic Starling",
            "Found with a Harbourne address in a search in Eastmoor. Is he known to you?",
        ),
        (
            "lro",
            "eastmoor",
            "FN19 KTR, white Transit",
            "Seen at three commercial burglaries in Harbourne. Do you know the van?",
        ),
    ):
        with world.story.acting(city.people[who]) as actor:
            enquiries.ask(
                actor=actor,
                kind="person" if who == "eastmoor" else "vehicle",
                name=name,
                purpose=purpose,
                basis=city.bases["dpa-law-enforcement"],
                agencies=[city.agencies[agency]],
                answer_by=world.story.today + timedelta(days=3),
            )


def _answer(world):
    with world.story.acting(world.city.people["eastmoor"]) as actor:
        row = EnquiryRecipient.objects.get(agency_id=actor.agency_id)
        enquiries.answer(
            actor=actor,
            row=row,
            answer=EnquiryRecipient.Answer.CONTACT,
            words="Ring Callum Reid, Eastmoor serious crime desk",
        )


def _record_again(world):
    """A PVP officer records someone who a group knows that they can't see: the group's lead is told, not
    they.
    """
    group = _hidden_from(world, "pvp")
    known = (
        Subject.objects.filter(record_id=world.records[group.key].pk, born__isnull=False)
        .order_by("pk")
        .first()
    )
    in_use = match_selectors.rules()
    MatchQueueItem.objects.update(quiet=True)  # what two years had recorded already
    while matching.compare_quiet(in_use):
        continue
    key = next(k for k in sorted(world.records) if k.startswith("case-") and "pvp" in world.open_to[k])
    with world.story.acting(world.city.people["pvp"]) as actor:
        services.add_subject(
            actor=actor,
            record=visibility.visible_to(actor, Record).get(pk=world.records[key].pk),
            subject=Subject(name=known.name, born=known.born, category="other", role="Seen at the address"),
        )
    for pk in MatchQueueItem.objects.order_by("pk").values_list("pk", flat=True):
        matching.compare(pk, in_use)
