"""Places of the small world: one shared with partners, with a figure for the police alone, and one hidden."""

from datetime import timedelta

from django.utils import timezone

from pam.access import visibility
from pam.reference.models import ReferenceValue
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
from tests.world.people import share_with_personas


def term(listing, code):
    """The shipped value of a list."""
    return ReferenceValue.objects.get(listing=listing, code=code)


def place(people, title):
    """A place as it is typed, not kept yet."""
    return PlaceRecord(
        title=f"Quays {title}",
        summary=f"Seen at the wharf {title}",
        boundary=f"The wharf and its lanes {title}",
        area_kind=term("places.area-kind", "estate"),
        team=people.teams["unit"],
        lead=people.memberships["owner"],
        next_review=timezone.localdate() + timedelta(days=20),
    )


def member(canary="", agency=None):
    """A person on a board, not kept yet."""
    organisation = "" if agency else f"Residents of the wharf {canary}"
    role = term("places.board-role", "partner")
    return BoardMember(name=f"Pat Quay {canary}", agency=agency, organisation=organisation, role=role)


def figure(value, canary="", code="violence", days=0, **more):
    """A figure, not kept yet."""
    on = timezone.localdate() - timedelta(days=days)
    kind = term("places.indicator", code)
    return IndicatorFigure(indicator=kind, value=value, on=on, source=f"The wharf {canary}", **more)


def answer(per_cent, canary="", sample=400, code="safe-dark", days=0):
    """A figure of a survey, not kept yet."""
    on = timezone.localdate() - timedelta(days=days)
    more = {"sample": sample, "source": f"At doors of the wharf {canary}"}
    return SurveyFigure(question=term("places.question", code), per_cent=per_cent, on=on, **more)


def add_place(people, canary, part_canary):
    """(a place of the owner's, {"board", "figure", "survey"}: its parts)."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        record = services.create(actor=actor, place=place(people, canary))
        board = services.add_board_member(actor=actor, record=record, member=member(part_canary))
        figures = [figure(120, part_canary, days=200, baseline=True)]
        kept = services.add_figures(actor=actor, record=record, figures=figures)
        survey = services.add_survey(actor=actor, record=record, figures=[answer(41, part_canary)])
    return record, {"board": board, "figure": kept[0], "survey": survey[0]}


def add_shared_place(world):
    """The place that partners see as they see the shared group, without what the police alone see of it."""
    world.place, world.parts["placed"] = add_place(world.people, "canaryplace", "canaryboard")
    world.profile, parts = add_profile(world.people, "canaryplace", "canaryboard")
    world.parts["placed"] |= parts
    with visibility.reading(world.people.reader("owner")):
        share_with_personas(world.people, world.place)
        share_with_personas(world.people, world.profile)


def add_hidden_place(world):
    """A place that nobody but the owner may know of, and a figure of the shared one for the police alone."""
    world.hidden_place, world.parts["unseen"] = add_place(world.people, "canaryunseen", "canaryunseen")
    world.hidden_profile, parts = add_profile(world.people, "canaryunseen", "canaryunseen")
    world.parts["unseen"] |= parts
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        rows = [figure(90, "canaryfigure", code="knife")]
        services.add_figures(
            actor=actor, record=world.place, figures=rows, agencies=[world.people.agencies["police"].pk]
        )


def profile(people, title):
    """A local profile as it is typed, not kept yet."""
    today = timezone.localdate()
    return LocalProfile(
        title=f"Profile of the quays {title}",
        summary=f"Seen at the wharf {title}",
        period_from=today - timedelta(days=400),
        period_to=today - timedelta(days=40),
        profile_on=today - timedelta(days=30),
        team=people.teams["unit"],
        lead=people.memberships["owner"],
    )


def recommendation(canary=""):
    """A recommendation, not kept yet."""
    return Recommendation(title=f"Light the wharf {canary}", organisation=f"Residents of the wharf {canary}")


def source(canary=""):
    """Data that were used, not kept yet."""
    organisation = f"Housing on the wharf {canary}"
    return ProfileSource(organisation=organisation, data=f"Housing repairs {canary}")


def aware(canary=""):
    """A partner that was told, not kept yet."""
    return AwarePartner(organisation=f"Residents of the wharf {canary}", how=f"At the wharf {canary}")


def add_profile(people, canary, part_canary):
    """(a local profile of the owner's, {"source", "told", "recommendation"}: its parts)."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        record = profiles.create_profile(actor=actor, profile=profile(people, canary))
        more = {"actor": actor, "record": record}
        parts = {
            "source": profiles.add_source(source=source(part_canary), **more),
            "told": profiles.add_aware_partner(row=aware(part_canary), **more),
            "recommendation": profiles.add_recommendation(row=recommendation(part_canary), **more),
        }
    return record, parts
