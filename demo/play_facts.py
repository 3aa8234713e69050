"""Plays what is known of the groups: coded facts, places, relations, who is asked to lead, training."""

from datetime import timedelta

from django.utils import timezone

from demo.reading import read
from ocg.facts.services import PlaceTyped, keep_places
from ocg.lists import COMMUNITIES, CORRUPTION, CRIME_TYPES, ENABLERS, KINDS, PLACE_ROLES, VIOLENCE, WEAPONS
from ocg.models import LeadTraining
from ocg.responsible import selectors, services
from ocg.responsible.lists import TRAINING
from pam.records.declared_lists import AREAS
from pam.records.services import link
from pam.reference.models import ReferenceValue

TOLD = read("facts.yaml")
LISTS = {
    "communities": COMMUNITIES,
    "weapons": WEAPONS,
    "violence": VIOLENCE,
    "enablers": ENABLERS,
    "corruption": CORRUPTION,
}


def arrange(world):
    """Notes the relations, who is asked to lead, and the training; the areas are there from the beginning."""
    _add_areas(world)
    for key, told in TOLD["groups"].items():
        for kind, other in told.get("links", ()):
            world.story.on(-8, _link, world, key, kind, other)
    for told in TOLD["offers"]:
        world.story.on(told["day"], _ask, world, told, hour=11)
    _train(world)


def facts_of(world, key):
    """The fields of a group, as its form would give them."""
    told = TOLD["groups"][key]
    crimes = [world.term(CRIME_TYPES, code) for code in told["crimes"]]
    return {
        "group_kind": world.term(KINDS, told.get("kind", "group")),
        "main_crime": crimes[0],
        "crimes": [one.pk for one in crimes],
        "children": told.get("children", "unknown"),
        "aliases": told.get("aliases", []),
        "operation_name": told.get("operation", ""),
        "own_reference": told.get("reference", ""),
        "regional_reference": told.get("regional", ""),
        **{
            name: [world.term(listing, code).pk for code in told.get(name, ())]
            for name, listing in LISTS.items()
        },
    }


def is_noted(key):
    """Whether the texts from before are still there to be taken over."""
    return TOLD["groups"][key].get("noted", False)


def recorded_by(key):
    """Who recorded a group for another lead; "" for its lead."""
    return TOLD["groups"][key].get("recorded_by", "")


def add_places(world, actor, record, key):
    """Adds the places of a group."""
    rows = [
        PlaceTyped(world.term(PLACE_ROLES, role).pk, world.areas[area].pk, where)
        for role, area, where in TOLD["groups"][key]["places"]
    ]
    keep_places(actor=actor, ocg=record, places=rows)


def _add_areas(world):
    police, new = world.city.agencies["police"], []
    for kind, names in TOLD["areas"].items():
        parent = world.term(AREAS, kind)
        for place, name in enumerate(names, parent.order + 1):
            code = name.lower().replace(" ", "-")
            new.append(
                ReferenceValue(
                    listing=AREAS, agency=police, code=code, label=name, parent=parent, order=place
                )
            )
    ReferenceValue._base_manager.bulk_create(new)
    world.areas = {value.label: value for value in new} | {
        code: value for (listing, code), value in world.terms.items() if listing == AREAS
    }


def _link(world, key, kind, other):
    record = world.records[key]
    with world.story.acting(record.lead) as actor:
        link(actor=actor, record=record, other=world.records[other], kind=kind)


def _ask(world, told):
    record, to = world.records[told["group"]], world.city.people[told["to"]]
    with world.story.acting(record.lead) as actor:
        row = services.offer(actor=actor, record=record, to=to, note=told["note"])
    if not told["answer"]:
        return
    with world.story.acting(to) as actor:
        now = selectors.offer_row(actor, row.uuid)
        verb = services.accept if told["answer"] == "accept" else services.decline
        words = "" if told["answer"] == "accept" else told["answer"]
        verb(actor=actor, lead_offer=now, version=now.version, answer=words)
    if told["answer"] == "accept":
        record.refresh_from_db()


def _train(world):
    today = timezone.localdate()
    LeadTraining.objects.bulk_create(
        LeadTraining(
            membership=world.city.people[person],
            kind=world.term(TRAINING, kind),
            on=today + timedelta(days=day),
            recorded_by=world.city.people["chair"],
        )
        for kind, people in TOLD["training"].items()
        for person, day in people.items()
    )
