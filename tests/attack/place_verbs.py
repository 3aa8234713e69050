"""The verbs of places, for the table of verbs."""

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
from tests.attack.verb import TEXT, Verb
from tests.world.places import answer, aware, figure, member, place, profile, recommendation, source


def _own(w):
    return PlaceRecord.objects.get(pk=w.place.pk)


def _profile(w):
    return LocalProfile.objects.get(pk=w.profile.pk)


def _part(w, model, kind):
    return model.objects.get(pk=w.parts["placed"][kind].pk)


PLACE_VERBS = [
    Verb(services.create, lambda w: {"place": place(w.people, "new")}, {
        "place.title": TEXT, "place.summary": TEXT, "place.boundary": TEXT}),
    Verb(services.edit, lambda w: {"place": (row := _own(w)), "version": row.version}, {
        "place.title": TEXT, "place.summary": TEXT, "place.boundary": TEXT}),
    Verb(services.add_board_member, lambda w: {"record": w.place, "member": member()}, {
        "member.name": TEXT, "member.organisation": TEXT}),
    Verb(services.edit_board_member, lambda w: {
        "member": (row := _part(w, BoardMember, "board")), "version": row.version}, {
        "member.name": TEXT, "member.organisation": TEXT}),
    Verb(services.add_figures, lambda w: {"record": w.place, "figures": [figure(80)]}, {}),
    Verb(services.edit_figure, lambda w: {
        "figure": (row := _part(w, IndicatorFigure, "figure")), "version": row.version}, {
        "figure.source": TEXT}),
    Verb(services.add_survey, lambda w: {"record": w.place, "figures": [answer(50)]}, {}),
    Verb(services.edit_survey, lambda w: {
        "figure": (row := _part(w, SurveyFigure, "survey")), "version": row.version}, {
        "figure.source": TEXT}),
    Verb(profiles.create_profile, lambda w: {"profile": profile(w.people, "new")}, {
        "profile.title": TEXT, "profile.summary": TEXT}),
    Verb(profiles.edit_profile, lambda w: {"profile": (row := _profile(w)), "version": row.version}, {
        "profile.title": TEXT, "profile.summary": TEXT}),
    Verb(profiles.add_source, lambda w: {"record": w.profile, "source": source()}, {
        "source.data": TEXT, "source.organisation": TEXT}),
    Verb(profiles.edit_source, lambda w: {
        "source": (row := _part(w, ProfileSource, "source")), "version": row.version}, {
        "source.data": TEXT, "source.organisation": TEXT}),
    Verb(profiles.add_recommendation, lambda w: {"record": w.profile, "row": recommendation()}, {
        "row.title": TEXT, "row.organisation": TEXT}),
    Verb(profiles.edit_recommendation, lambda w: {
        "row": (row := _part(w, Recommendation, "recommendation")), "version": row.version}, {
        "row.title": TEXT, "row.organisation": TEXT}),
    Verb(profiles.add_aware_partner, lambda w: {"record": w.profile, "row": aware()}, {
        "row.organisation": TEXT, "row.how": TEXT}),
    Verb(profiles.edit_aware_partner, lambda w: {
        "row": (row := _part(w, AwarePartner, "told")), "version": row.version}, {
        "row.organisation": TEXT, "row.how": TEXT}),
]  # fmt: skip
