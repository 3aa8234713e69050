"""One page a line."""

from django.urls import path

from places import views
from places.profiles import views as profiles

app_name = "places"
urlpatterns = [
    path("", views.list_places, name="list"),
    path("download/", views.DownloadPlaces.as_view(), name="list_download"),
    path("new/", views.NewPlace.as_view(), name="new"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/edit/", views.EditPlace.as_view(), name="edit"),
    path("<uuid:uuid>/figures/", views.figures, name="figures"),
    path("<uuid:uuid>/figures/add/", views.AddFigures.as_view(), name="figures_add"),
    path("<uuid:uuid>/survey/add/", views.AddSurvey.as_view(), name="survey_add"),
    path("<uuid:uuid>/board/add/", views.AddBoardMember.as_view(), name="board_add"),
    path("board/<uuid:uuid>/edit/", views.ChangeBoardMember.as_view(), name="board_edit"),
    path("figures/<uuid:uuid>/edit/", views.CorrectFigure.as_view(), name="figure_edit"),
    path("survey/<uuid:uuid>/edit/", views.CorrectSurvey.as_view(), name="survey_edit"),
    path("profiles/", profiles.list_profiles, name="profiles"),
    path("profiles/download/", profiles.DownloadProfiles.as_view(), name="profiles_download"),
    path("profiles/new/", profiles.NewProfile.as_view(), name="profile_new"),
    path("profiles/<uuid:uuid>/", profiles.detail, name="profile"),
    path("profiles/<uuid:uuid>/edit/", profiles.EditProfile.as_view(), name="profile_edit"),
    path("profiles/<uuid:uuid>/data/add/", profiles.AddSource.as_view(), name="source_add"),
    path("profiles/<uuid:uuid>/told/add/", profiles.AddAware.as_view(), name="told_add"),
    path(
        "profiles/<uuid:uuid>/recommendations/add/",
        profiles.AddRecommendation.as_view(),
        name="recommendation_add",
    ),
    path("data/<uuid:uuid>/edit/", profiles.ChangeSource.as_view(), name="source_edit"),
    path("told/<uuid:uuid>/edit/", profiles.ChangeAware.as_view(), name="told_edit"),
    path(
        "recommendations/<uuid:uuid>/edit/",
        profiles.ChangeRecommendation.as_view(),
        name="recommendation_edit",
    ),
]
