"""Plays best practice: a card and a learning that the police offer, a card that was revoked, one that waits
for permission, and the other force's copy.
"""

from pam.frameworks import services as frameworks
from pam.practice.models import Offer
from pam.practice.services import copying, preparing

CARD = {
    "name": "Visits to landlords in pairs",
    "purpose": "An officer and a housing worker visit landlords together, before a flat is used again.",
    "crime-types": ["county-lines"],
    "communities": ["tenants"],
    "summary": "Landlords hear the same from both, and know which person to ring.",
    "when": "A flat was used by a drugs line in the last three months.",
    "how": [
        "List the landlords with two or more flats that were used.",
        "Visit in pairs and leave one number to ring.",
        "Ring again after two weeks.",
    ],
    "needs": ["A housing worker who may say what the tenancy allows."],
    "risks": ["A tenant who is exploited can be blamed: ask how they are first."],
    "partners": ["Housing", "Community safety"],
    "days": 21,
}
OLD = {
    "name": "Letters to short-stay hosts",
    "summary": "A letter to hosts of short stays tells what to look for.",
    "how": ["Write to each host in the ward."],
}
WAITING = {
    "name": "Ring round of garages",
    "summary": "Garages are asked once a month what they were offered.",
    "how": ["Ring in the first week of the month.", "Note what was offered, and no names."],
}
LEARNING = {
    "name": "Ending a family group that sells from homes",
    "purpose": "What helped to close a group whose members were relatives, and what did not.",
    "worked": "Working with housing and the school in one plan from the first week.\n"
    "Offering the younger ones a mentor before the warrants, not after.",
    "not_worked": "Warrants without a visit to the neighbours on the same day: trust was lost for months.",
    "useful_for": "Groups of one family with children in the home.",
}


def arrange(world):
    """Notes what is offered, and what becomes of it."""
    on = world.story.on
    on(-60, _offer, world, CARD, "landlord-visits", "partners", hour=10)
    on(-50, _offer, world, OLD, "letters-to-hosts", "all", hour=10)
    on(-40, _learn, world, hour=10)
    on(-30, _copy, world, hour=10)
    on(-20, _revoke, world, hour=10)
    on(-2, _offer, world, WAITING, "garages", "partners", False, hour=10)


def _offer(world, body, code, audience, permitted=True):
    with world.story.acting(world.city.people["lro"]) as actor:
        draft = frameworks.create_draft(actor=actor, kind="tactic", code=code, name=body["name"], body=body)
        version = frameworks.publish(actor=actor, draft=draft, version=draft.version)
        row = preparing.offer_framework(actor=actor, version=version)
        row = _ask(actor, row, audience)
    if permitted:
        _permit(world, row)


def _ask(actor, row, audience):
    row = preparing.describe(
        actor=actor, preparation=row, version=row.version, audience=audience, tags=row.tags
    )
    for one in preparing.findings_of(actor=actor, preparation=row):
        row = preparing.decide(
            actor=actor,
            preparation=row,
            version=row.version,
            kind=one.kind,
            text=one.text,
            choice="keep",
            words="A general word: it names no person and no place.",
        )
    words = "Others have asked us how we do it."
    return preparing.ask(actor=actor, preparation=row, version=row.version, words=words)


def _permit(world, row):
    with world.story.acting(world.city.people["chair"]) as actor:
        words = "Read: nothing in it points to a case."
        preparing.permit(actor=actor, preparation=row, version=row.version, words=words)


def _learn(world):
    from demo.groups import GROUPS

    over = next(group.key for group in GROUPS if group.stages[-1][0] == "archived")
    with world.story.acting(world.city.people["lro"]) as actor:
        row = preparing.offer_learning(actor=actor, record=world.records[over], **LEARNING)
        row = _ask(actor, row, "all")
    _permit(world, row)


def _copy(world):
    with world.story.acting(world.city.people["eastmoor"]) as actor:
        offer = Offer.objects.get(name=CARD["name"])
        draft = copying.copy_offer(actor=actor, offer=offer, code="landlord-visits")
        frameworks.publish(actor=actor, draft=draft, version=draft.version)


def _revoke(world):
    with world.story.acting(world.city.people["lro"]) as actor:
        offer = Offer.objects.get(name=OLD["name"])
        words = "The address list it needs is no longer kept."
        preparing.revoke(actor=actor, offer=offer, version=offer.version, words=words)
