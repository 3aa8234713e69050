"""Plays a place that is cleared, held and built up, and a local profile (data/places.yaml)."""

from datetime import timedelta

from demo.reading import read
from pam.access.levels import Marking
from pam.records.services import link
from pam.reference.models import ReferenceValue
from pam.stages import services as stages
from pam.stages.selectors import own_row
from places import services
from places.models import (
    AwarePartner,
    BoardMember,
    IndicatorFigure,
    LocalProfile,
    PlaceRecord,
    ProfileSource,
    Recommendation,
    SurveyFigure,
)
from places.profiles import services as profiles

PLACE, PROFILE = "place-ropewalk", "profile-east"
TEAMS = ("safety", "ocg")


def arrange(world):
    """Notes all that happens to both."""
    told = read("places.yaml")
    story = world.story
    for code, label in told["areas"]:
        agency = world.city.agencies["police"]
        row = ReferenceValue.objects.create(agency=agency, listing="places.area", code=code, label=label)
        world.terms["places.area", code] = row
    story.on(-340, _begin_place, world, told, hour=9)
    for day, baseline, figures in told["figures"]:
        story.on(day, _figures, world, baseline, figures, hour=11)
    for day, sample, answers in told["survey"]:
        story.on(day, _survey, world, sample, answers, hour=11)
    for day, move, why in (
        (-328, "begin-clear", ""),
        (-150, "begin-hold", "The line and its flats are gone. Dealing fell by a quarter."),
    ):
        story.on(day, _move, world, PLACE, move, why, hour=15)
    for day, team, title, outcome, due in told["actions"]:
        story.on(day, _action, world, PLACE, (title, outcome, team, due), "", hour=14)
    story.on(-55, _link, world, told["place"]["groups"], hour=16)
    story.on(-220, _begin_profile, world, told["profile"], hour=9)
    story.on(-200, _recommend, world, told["recommendations"], hour=10)
    story.on(-180, _issue, world, hour=15)
    for kind, verb in (("sources", _source), ("told", _told)):
        for *row, day in told["profile"][kind]:
            story.on(day, verb, world, *row, hour=13)
    for number, (_, _, action, impact) in enumerate(told["recommendations"], 1):
        if action:
            title, outcome, team, day, due = action
            story.on(
                day, _action, world, PROFILE, (title, outcome, team, due), f"Recommendation {number}", hour=14
            )
        if impact:
            story.on(impact[3], _measured, world, number, impact, hour=12)


def _lead(world):
    return world.city.people["lro"]


def _spine(world, title, summary, review):
    return {
        "title": title,
        "summary": summary,
        "team": world.city.teams["ocg"],
        "lead": _lead(world),
        "marking": Marking.OFFICIAL_SENSITIVE,
        "retention_group": world.group("2"),
        "handling": "Named people and agencies only. Do not forward.",
        "next_review": world.story.when(review).date(),
    }


def _begin_place(world, told):
    of = told["place"]
    record = PlaceRecord(
        area_kind=world.term("places.area-kind", "estate"),
        area=world.term("places.area", "harbourne-east"),
        boundary=of["boundary"],
        **_spine(world, of["title"], of["summary"], 12),
    )
    with world.story.acting(_lead(world)) as actor:
        world.records[PLACE] = services.create(actor=actor, place=record)
        for name, agency, organisation, role in told["board"]:
            row = BoardMember(
                name=name,
                agency=agency and world.city.agencies[agency],
                organisation=organisation,
                role=world.term("places.board-role", role),
                since=world.story.moment.date(),
            )
            services.add_board_member(actor=actor, record=record, member=row)
    world.open_to[PLACE] = {"ocg"}
    _share(world, PLACE)


def _link(world, groups):
    with world.story.acting(_lead(world)) as actor:
        for key, why in groups:
            place = world.records[PLACE]
            link(actor=actor, record=world.records[key], other=place, kind="active_in", why=why)


def _share(world, key):
    reason = "Partners of the estate plan and act together"
    for to in ("safety", "offenders"):
        level = "contribute" if to == "safety" else "view"
        world.give(key, _lead(world), to, level, "cda-115", "partnership", reason, 300)


def _figures(world, baseline, figures):
    rows = [
        IndicatorFigure(
            indicator=world.term("places.indicator", code),
            value=value,
            on=world.story.moment.date(),
            baseline=baseline,
            source="Crime and call systems; tenancy visits",
        )
        for code, value in figures.items()
    ]
    with world.story.acting(_lead(world)) as actor:
        services.add_figures(actor=actor, record=world.records[PLACE], figures=rows)


def _survey(world, sample, answers):
    rows = [
        SurveyFigure(
            question=world.term("places.question", code),
            per_cent=value,
            sample=sample,
            on=world.story.moment.date(),
            source="At doors and at the shops",
        )
        for code, value in answers.items()
    ]
    with world.story.acting(_lead(world)) as actor:
        services.add_survey(actor=actor, record=world.records[PLACE], figures=rows)


def _move(world, key, move, why):
    with world.story.acting(_lead(world)) as actor:
        row = own_row(actor, world.records[key])
        day = world.story.moment.date()
        stages.make_move(actor=actor, record=row, version=row.version, move=move, on=day, reason=why)


def _action(world, key, told, plan):
    title, outcome, team, due = told
    team = team if team in TEAMS else "ocg"
    world.task(key, _lead(world), title, world.city.of_team[team][0], due, outcome, plan=plan)


def _begin_profile(world, of):
    day = world.story.moment.date()
    record = LocalProfile(
        area=world.term("places.area", "harbourne-east"),
        period_from=day - timedelta(days=380),
        period_to=day - timedelta(days=20),
        **_spine(world, of["title"], of["summary"], 40),
    )
    with world.story.acting(_lead(world)) as actor:
        world.records[PROFILE] = profiles.create_profile(actor=actor, profile=record)
    world.open_to[PROFILE] = {"ocg"}
    _share(world, PROFILE)


def _issue(world):
    with world.story.acting(_lead(world)) as actor:
        row = own_row(actor, world.records[PROFILE])
        row.profile_on = world.story.moment.date()
        profiles.edit_profile(actor=actor, profile=row, version=row.version, changed=["profile_on"])
    _move(world, PROFILE, "issue", "")


def _recommend(world, told):
    with world.story.acting(_lead(world)) as actor:
        for title, owner, _, _ in told:
            row = Recommendation(title=title, agency=world.city.agencies[owner])
            profiles.add_recommendation(actor=actor, record=world.records[PROFILE], row=row)


def _source(world, agency, organisation, data):
    row = ProfileSource(
        agency=agency and world.city.agencies[agency],
        organisation=organisation,
        data=data,
        received_on=world.story.moment.date(),
    )
    with world.story.acting(_lead(world)) as actor:
        profiles.add_source(actor=actor, record=world.records[PROFILE], source=row)


def _told(world, agency, organisation, how):
    row = AwarePartner(
        agency=agency and world.city.agencies[agency],
        organisation=organisation,
        how=how,
        told_on=world.story.moment.date(),
    )
    with world.story.acting(_lead(world)) as actor:
        profiles.add_aware_partner(actor=actor, record=world.records[PROFILE], row=row)


def _measured(world, number, impact):
    text, figure, unit, _ = impact
    with world.story.acting(_lead(world)) as actor:
        row = Recommendation.objects.get(record_id=world.records[PROFILE].pk, number=number)
        row.impact, row.impact_figure, row.impact_unit = text, figure, unit
        row.measured_on = world.story.moment.date()
        profiles.edit_recommendation(actor=actor, row=row, version=row.version)
