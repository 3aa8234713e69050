"""The pages of missing episodes and MAPPA, one a line."""

from django.urls import path

from pvp.missing import views

MISSING_PATHS = [
    path("<uuid:uuid>/missing/", views.of_record, name="missing"),
    path("<uuid:uuid>/missing/add/", views.AddEpisode.as_view(), name="missing_add"),
    path("missing/<uuid:uuid>/", views.detail, name="missing_episode"),
    path("missing/<uuid:uuid>/review/", views.AddReview.as_view(), name="missing_review"),
    path("missing/<uuid:uuid>/returned/", views.Returned.as_view(), name="missing_returned"),
    path("missing/<uuid:uuid>/interview/", views.RecordInterview.as_view(), name="missing_interview"),
    path("<uuid:uuid>/mappa/", views.mappa, name="mappa"),
    path("<uuid:uuid>/mappa/add/", views.AddMappa.as_view(), name="mappa_add"),
    path("mappa/<uuid:uuid>/end/", views.EndMappa.as_view(), name="mappa_end"),
]
