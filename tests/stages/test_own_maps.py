"""An agency's own stage map: new records go by it, existing ones are offered it, and none is ever lost."""

import copy

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocg.models import Ocg
from pam.access import visibility
from pam.access.levels import Level
from pam.frameworks import services as frameworks
from pam.frameworks.models import Framework, FrameworkVersion
from pam.frameworks.stage_maps import STAGE_MAP
from pam.records.bulk import rows
from pam.records.models import Entry
from pam.stages import selectors, services
from tests.matrix.requests import undone
from tests.records.world import group, page_text, share_with, url
from tests.refusals import refused
from tests.stages.made import again, move
from tests.standing import standing


@standing
def ocg(people):
    """A group of the owner's, at the stage *Active* of the shipped map."""
    return group(people)


def shipped():
    """The shipped map of groups."""
    return Framework.objects.get(agency=None, kind="stage-map", code="ocg-stages").current


def published(people, change, persona="owner"):
    """The agency's own copy of the shipped map (or its next version), changed by `change(body)`."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        own = Framework.objects.filter(agency_id=actor.agency_id, code="ocg-stages").first()
        if own is None:
            draft = frameworks.copy_version(actor=actor, version=shipped())
        else:
            draft = frameworks.start_draft(actor=actor, framework=own)
        body = copy.deepcopy(draft.body)
        change(body)
        draft = frameworks.change_draft(actor=actor, draft=draft, version=draft.version, body=body)
        return frameworks.publish(actor=actor, draft=draft, version=draft.version, note="One more stage")


def with_disruption_phase(body):
    """One stage more, and two moves."""
    body["stages"].insert(7, {"code": "intensive", "label": "Intensive", "sop": "Meet each week."})
    body["moves"] += [
        {"code": "intensify", "label": "Intensify", "from": ["active"], "to": "intensive"},
        {"code": "calm", "label": "Calm down", "from": ["intensive"], "to": "active"},
    ]


def without_active(body):
    """*Active* is called *Plan in work* and has another code; *Monitored* is gone."""
    for stage in body["stages"]:
        if stage["code"] == "active":
            stage |= {"code": "in-work", "label": "Plan in work", "instead-of": ["active", "monitored"]}
    body["stages"] = [one for one in body["stages"] if one["code"] != "monitored"]
    body["moves"] = [one for one in body["moves"] if one["code"] not in ("monitor", "reopen")]
    for one in body["moves"]:
        one["from"] = ["in-work" if code == "active" else code for code in one["from"] if code != "monitored"]
        one["to"] = "in-work" if one["to"] == "active" else one["to"]


def test_a_new_record_of_the_agency_goes_by_its_own_map_and_another_agencys_by_the_shipped_one(people):
    version = published(people, with_disruption_phase)
    mine, theirs = group(people, "Mine"), group(people, "Theirs", "other_force", "other")
    assert again(people, mine).stage_version == version
    assert again(people, theirs, "other_force").stage_version == shipped()


@pytest.mark.slow
def test_an_existing_record_is_offered_the_newer_map_and_makes_its_new_move_at_once(people, ocg, sign_in):
    published(people, with_disruption_phase)
    client = sign_in("owner")
    assert "A newer way of stages is published" in page_text(client.get(ocg.get_absolute_url()))
    with refused("not_from_here"):
        move(people, ocg, "intensify")
    page = client.get(url("stages:newer", ocg))
    assert "Intensive" in page_text(page) and "One more stage" in page_text(page)
    client.post(url("stages:newer", ocg), {"version": ocg.version})
    move(people, ocg, "intensify")
    text = page_text(client.get(ocg.get_absolute_url()))
    assert "Stage Intensive" in text and "Meet each week." in text
    assert "A newer way of stages" not in text
    titles = Entry.objects.filter(record_id=ocg.pk).values_list("title", flat=True)
    assert "Newer stages taken: Active is now Active" in titles


def test_a_stage_that_is_gone_is_the_one_that_took_its_place(people, ocg):
    move(people, ocg, "monitor", reason="Quiet")
    published(people, without_active)
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = again(people, ocg)
        made = services.take_newer_map(actor=actor, record=row, version=row.version)
    assert (made.from_label, made.to_label, made.move) == ("Monitored", "Plan in work", "")
    assert again(people, ocg).stage == "in-work"


def test_a_record_stays_on_its_map_until_a_person_takes_the_newer_one(people, ocg):
    published(people, without_active)
    move(people, ocg, "monitor", reason="Quiet")
    assert again(people, ocg).stage_version == shipped()


def test_a_partner_reads_the_stage_by_the_owners_map_and_is_offered_no_map_of_their_own(people, sign_in):
    published(people, with_disruption_phase)
    mine = group(people, "Mine")
    move(people, mine, "intensify")
    share_with(people, mine, level=Level.MANAGE)
    text = page_text(sign_in("granted").get(mine.get_absolute_url()))
    assert "Stage Intensive" in text and "newer way of stages" not in text
    assert sign_in("granted").get(url("stages:newer", mine)).status_code == 403
    actor = people.reader("granted")
    with visibility.reading(actor), refused("owner_decides"):
        services.take_newer_map(actor=actor, record=mine, version=mine.version)
    assert "Intensive" in page_text(sign_in("granted").get(reverse("ocg:list")))


def test_the_list_can_be_narrowed_to_a_stage_of_the_agencys_own_map(people, sign_in):
    published(people, with_disruption_phase)
    mine, other = group(people, "Mine"), group(people, "Quiet quay")
    move(people, mine, "intensify")
    text = page_text(sign_in("owner").get(reverse("ocg:list"), {"stage": "intensive"}))
    assert "Mine" in text and other.title not in text


def test_an_agency_that_retired_its_own_map_goes_by_the_shipped_one(people):
    version = published(people, with_disruption_phase)
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = Framework.objects.get(pk=version.framework_id)
        frameworks.retire(actor=actor, framework=row, version=row.version)
    assert again(people, group(people, "Mine")).stage_version == shipped()


def test_a_record_without_a_stage_is_put_at_the_first_one(people, ocg, sign_in):
    rows(Ocg).filter(pk=ocg.pk).update(stage="", stage_version=None)
    client = sign_in("owner")
    assert "Put it at a stage" in page_text(client.get(ocg.get_absolute_url()))
    client.post(url("stages:newer", ocg), {"version": ocg.version})
    assert again(people, ocg).stage == "trigger"


CODES = [f"s{n}" for n in range(6)]


@st.composite
def maps(draw):
    """A map without faults: a way through its stages to an end, further moves, places of others."""
    codes = draw(st.lists(st.sampled_from(CODES), min_size=2, max_size=5, unique=True))
    gone = draw(st.lists(st.sampled_from(CODES), max_size=3, unique=True))
    ends = {codes[-1], *draw(st.sets(st.sampled_from(codes[1:])))}
    stages = [
        {"code": code, "label": code.upper(), **({"end": True} if code in ends else {})} for code in codes
    ]
    taken = [code for code in gone if code not in codes]
    if taken:
        draw(st.sampled_from(stages))["instead-of"] = taken
    steps = list(zip(codes, codes[1:], strict=False))
    pairs = draw(st.lists(st.tuples(st.sampled_from(codes), st.sampled_from(codes)), max_size=5))
    steps += [pair for pair in pairs if pair[0] != pair[1]]
    moves = [
        {"code": f"m{place}", "label": "Move", "from": [one], "to": to}
        for place, (one, to) in enumerate(steps)
    ]
    return {"name": "Made", "start": codes[0], "stages": stages, "moves": moves}


def _publish(people, framework, number, body):
    version = FrameworkVersion.objects.create(
        framework=framework,
        agency=people.agencies["police"],
        kind="stage-map",
        code="ocg-stages",
        number=number,
        body=body,
        published_at=framework.history.first().history_date,
    )
    rows(Framework).filter(pk=framework.pk).update(current=version, published=True)


@settings(
    max_examples=5,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(maps(), min_size=2, max_size=3), st.lists(st.integers(0, 5), min_size=3, max_size=8))
def test_whatever_maps_follow_and_whatever_moves_are_made_a_record_is_at_a_stage_of_its_map(
    people, ocg, bodies, steps
):
    for body in bodies:
        assert not STAGE_MAP.problems(body)
    with undone():
        actor = people.reader("owner")
        framework = Framework.objects.create(
            agency=people.agencies["police"], kind="stage-map", code="ocg-stages", name="Made"
        )
        for number, body in enumerate(bodies, 1):
            _publish(people, framework, number, body)
            with visibility.reading(actor), transaction.atomic():
                row = again(people, ocg)
                services.take_newer_map(actor=actor, record=row, version=row.version)
                _is_somewhere(people, ocg)
                for step in steps:
                    row = again(people, ocg)
                    found = selectors.choices(actor, row, Level.MANAGE)
                    if found:
                        code = found[step % len(found)].code
                        services.make_move(actor=actor, record=row, version=row.version, move=code)
                    _is_somewhere(people, ocg)


def _is_somewhere(people, ocg):
    row = again(people, ocg)
    stages = {one["code"]: one for one in row.stage_version.body["stages"]}
    assert row.stage in stages
    assert bool(row.closed_at) == bool(stages[row.stage].get("end"))
